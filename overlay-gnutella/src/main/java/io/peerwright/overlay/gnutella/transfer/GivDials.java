package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressCounts;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.overlay.gnutella.message.Guid;

/**
 * Dials those who have asked for it by a push, and answers what they ask then. A push may name
 * anybody, so besides what {@link ServerDials} allows one neighbour gets no more than its share.
 */
final class GivDials {

  /** For pushes that one neighbour has brought, so that those of others find places. */
  private static final int MOST_OF_A_NEIGHBOUR = ServerDials.MOST_AT_A_TIME / 2;

  /** Half of what all may have. */
  private static final int OF_A_NEIGHBOUR_PER_MINUTE = 30;

  private static final int NEIGHBOUR_CELLS = 64;

  private final Loop loop;
  private final ServerDials dials;
  private final AddressRates neighbourRates;
  private final AddressCounts ofNeighbours;
  private long dialled;
  private long refused;

  GivDials(Loop loop, ServerDials dials) {
    this.loop = loop;
    this.dials = dials;
    SaltedHash hash = SaltedHash.of(loop);
    ofNeighbours = new AddressCounts(hash);
    neighbourRates = AddressRates.perMinute(hash, OF_A_NEIGHBOUR_PER_MINUTE, NEIGHBOUR_CELLS);
  }

  long dialled() {
    return dialled;
  }

  long refused() {
    return refused;
  }

  void countRefused() {
    refused++;
  }

  /**
   * Dials, unless that were once too often.
   *
   * @param from the neighbour that has brought the push
   */
  void dial(Endpoint from, Endpoint to, long index, Guid servent) {
    long neighbour = AddressKey.network(from);
    byte[] giv = new Giv(index, servent).encoded();
    if (dials.hasRoom()
        && ofNeighbours.count(neighbour) < MOST_OF_A_NEIGHBOUR
        && neighbourRates.take(from, loop.nanoTime())
        && dials.dial(to, giv, () -> ofNeighbours.remove(neighbour))) {
      ofNeighbours.add(neighbour);
      dialled++;
    } else {
      refused++;
    }
  }
}
