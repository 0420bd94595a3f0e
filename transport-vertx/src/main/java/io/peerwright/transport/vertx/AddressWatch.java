package io.peerwright.transport.vertx;

import io.peerwright.api.net.Endpoint;
import java.util.HashSet;
import java.util.Set;

/**
 * Which addresses this machine has lost. A link from such an address hears nothing any more, not
 * even that it is broken: the system goes on trying for a quarter of an hour.
 *
 * <p>An address counts as lost when it was there once and is missing at two looks in a row, so that
 * one that is only renewed keeps its links. Used by one thread at a time.
 */
final class AddressWatch {

  /** How far two looks are apart. */
  static final long EVERY_SECONDS = 5;

  private final Set<Endpoint> known = new HashSet<>();
  private final Set<Endpoint> missing = new HashSet<>();

  /**
   * Looks once.
   *
   * @param present all addresses now, with port 0
   * @return those that are lost since the last look
   */
  Set<Endpoint> lost(Set<Endpoint> present) {
    Set<Endpoint> lost = new HashSet<>(missing);
    lost.removeAll(present);
    known.removeAll(lost);
    missing.clear();
    missing.addAll(known);
    missing.removeAll(present);
    known.addAll(present);
    return lost;
  }
}
