package io.peerwright.overlay.gnutella.servent;

/** What must hold of the tables of a servent, looked at in tests, which run with assertions. */
final class ServentInvariants {

  private ServentInvariants() {}

  /** Asserts it; true. */
  static boolean hold(
      Neighbours neighbours,
      Router router,
      PushRoutes pushRoutes,
      Connector connector,
      QueryRouting tables) {
    return neighbours.checkInvariants()
        && router.checkInvariants()
        && pushRoutes.checkInvariants()
        && connector.checkInvariants()
        && tables.checkInvariants();
  }
}
