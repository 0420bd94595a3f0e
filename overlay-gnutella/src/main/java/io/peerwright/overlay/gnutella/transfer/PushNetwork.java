package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.overlay.gnutella.message.Guid;

/** What downloads need of the links of a servent. */
public interface PushNetwork {

  /**
   * Asks a servent to dial us.
   *
   * @return false if there is no way to it
   */
  boolean push(Guid servent, long index);

  /** Whether others can dial us. */
  boolean isReachable();
}
