package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.message.Guid;

/** The names of queries of our own, which may hold where hits can come as datagrams. */
interface QueryGuids {

  /** One for the next query. */
  Guid next();

  /** Whether hits for this one may come as datagrams. */
  boolean isOutOfBand(Guid query);
}
