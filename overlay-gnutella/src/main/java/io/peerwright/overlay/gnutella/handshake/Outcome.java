package io.peerwright.overlay.gnutella.handshake;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a handshake ended. */
public sealed interface Outcome {

  /** Whom the other side has named to be tried, too or instead. */
  List<Endpoint> tryInstead();

  /**
   * Messages follow.
   *
   * @param ours what we are on this link
   * @param theirs what the other one is on it
   * @param traits what it says of itself
   * @param guid by which it is known; null if it has not said
   * @param inflates what comes in is compressed
   * @param deflates what goes out is compressed
   * @param tls both sides have agreed on TLS, which begins now
   * @param tryInstead see there
   */
  record Linked(
      Role ours,
      Role theirs,
      PeerTraits traits,
      @Nullable Guid guid,
      boolean inflates,
      boolean deflates,
      boolean tls,
      List<Endpoint> tryInstead)
      implements Outcome {}

  /**
   * There is no link; what was still to be said is in the output.
   *
   * @param byUs whether it was us who did not want it
   * @param code as in HTTP, such as 503 for one that has no place
   * @param reason in words; of a stranger if it was not us
   * @param tryInstead see there
   */
  record Refused(boolean byUs, int code, String reason, List<Endpoint> tryInstead)
      implements Outcome {}
}
