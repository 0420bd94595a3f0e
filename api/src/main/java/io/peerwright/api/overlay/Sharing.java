package io.peerwright.api.overlay;

import io.peerwright.api.Handle;

/** Offers files to others. */
public interface Sharing extends Capability {

  /**
   * Shares a file from now on; announced again whenever the overlay has to join anew.
   *
   * @return withdraws it
   * @throws IllegalArgumentException if a file of that name is shared already
   */
  Handle share(SharedItem item);
}
