package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.kit.OverlayException;

/**
 * Hears how one question to one address went: one of the two, once.
 *
 * @param <R> the answer
 */
interface Asking<R> {

  void answered(R answer);

  void failed(OverlayException why);
}
