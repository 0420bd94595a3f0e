package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.sharing.Responder;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import org.jspecify.annotations.Nullable;

/** What downloads need of the links of a servent. */
public interface PushNetwork {

  /**
   * Asks a servent to dial us.
   *
   * @return false if there is no way to it
   */
  boolean push(Guid servent, long index);

  /**
   * Passes a push on to a neighbour that has asked for it.
   *
   * @param asker whom it is to dial
   * @return false if it has not asked, or is gone
   */
  boolean passOn(Guid servent, long index, Endpoint asker);

  /** Whether others can dial us. */
  boolean isReachable();

  /** What the servent says of itself in hits; null if it cannot yet. */
  @Nullable Responder responder();

  /** Speaks TLS; null if it is not to be spoken. */
  @Nullable ServentTls tls();

  /** Where others can dial us, as far as is known; null if that is not known. */
  @Nullable Endpoint own();
}
