package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;

/**
 * Hears how one question at one address went: exactly one of the three, once, unless the question
 * is closed before.
 *
 * @param <R> the answer
 */
interface RequestListener<R> {

  /** The answer, from where it came. */
  void answered(R answer, Endpoint from);

  /** The tracker says no, in words: so it would at all of its addresses. */
  void declined(OverlayException why);

  /** There is no tracker at this address, or none that can be understood. */
  void failed(OverlayException why);
}
