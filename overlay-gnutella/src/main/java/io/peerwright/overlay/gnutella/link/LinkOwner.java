package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.Reason;
import io.peerwright.overlay.gnutella.handshake.Handshake;
import io.peerwright.overlay.gnutella.handshake.Outcome;
import java.nio.ByteBuffer;

/** The servent that links belong to. All of it is called on the loop. */
public interface LinkOwner {

  /** For the handshake. */
  Handshake.Servent servent();

  /** The handshake is over, and messages may be sent. */
  void onLinked(PeerLink link, Outcome.Linked linked);

  /** Somebody does not want the link. {@link #onGone} follows. */
  void onRefused(PeerLink link, Outcome.Refused refused);

  /**
   * A message.
   *
   * @param data borrowed, and not to be written to
   * @param at where it begins
   * @param length its bytes
   */
  void onMessage(PeerLink from, ByteBuffer data, int at, int length);

  /** A message of so many bytes is to go out. */
  void onSent(int type, int length);

  /** It is over. Once and last, also for a link that was never opened. */
  void onGone(PeerLink link, Reason reason);
}
