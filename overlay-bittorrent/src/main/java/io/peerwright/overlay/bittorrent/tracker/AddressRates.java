package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;

/**
 * How many requests of each address have come in this second, in a table that never grows.
 * Addresses may share a cell; which ones, nobody outside knows.
 */
final class AddressRates {

  private static final int CELLS = 1 << 14;

  private final Keyed keyed;
  private final int perSecond;

  /** The second in the upper half, the requests in it in the lower one. */
  private final long[] cells = new long[CELLS];

  AddressRates(Keyed keyed, int perSecond) {
    this.keyed = keyed;
    this.perSecond = perSecond;
  }

  /** Counts a request; false if it is one too many. */
  boolean take(Endpoint from, int nowSeconds) {
    long network = from.isIpv4() ? from.low() : from.high();
    int cell = keyed.hash(network, 1) & CELLS - 1;
    long state = cells[cell];
    int count = (int) (state >>> 32) == nowSeconds ? (int) state : 0;
    if (count >= perSecond) {
      return false;
    }
    cells[cell] = (long) nowSeconds << 32 | count + 1;
    return true;
  }
}
