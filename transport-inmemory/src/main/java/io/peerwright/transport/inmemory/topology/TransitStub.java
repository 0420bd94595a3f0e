package io.peerwright.transport.inmemory.topology;

import io.peerwright.kit.network.Bounds;
import io.peerwright.kit.network.NetworkModel;

/**
 * A network of routers like the Internet's: transit domains in the middle, stub domains around each
 * of their routers, and the hosts on the routers of the stubs. Domains are random connected graphs.
 * The delay of each line is drawn between half and one and a half times what is said here.
 *
 * @param transitDomains how many; all are linked with each other; 0 for no routers at all
 * @param transitRouters in each transit domain
 * @param stubDomains at each transit router
 * @param stubRouters in each stub domain
 * @param extraLinesPercent lines of a domain beyond the tree that connects it, per hundred routers
 * @param betweenDomainsMicros one way, between two transit domains
 * @param transitMicros one way, between two routers of a transit domain
 * @param stubUplinkMicros one way, between a stub domain and its transit router
 * @param stubMicros one way, between two routers of a stub domain
 * @param accessMinMicros one way, between a host and its router, at least
 * @param accessMaxMicros one way, between a host and its router, at most
 * @param countPackets whether the packets that cross each line are counted, which costs time
 */
public record TransitStub(
    int transitDomains,
    int transitRouters,
    int stubDomains,
    int stubRouters,
    int extraLinesPercent,
    int betweenDomainsMicros,
    int transitMicros,
    int stubUplinkMicros,
    int stubMicros,
    int accessMinMicros,
    int accessMaxMicros,
    boolean countPackets) {

  /** Distances and first hops between all pairs are kept: 6 bytes each, 100 MB at this size. */
  public static final int MAX_ROUTERS = 4_096;

  private static final int MOST_MICROS = 10_000_000;

  /** 600 routers: 3 transit domains of 8, each with 3 stub domains of 8. */
  public static final TransitStub INTERNET =
      new TransitStub(3, 8, 3, 8, 50, 20_000, 8_000, 4_000, 1_000, 500, 2_000, false);

  /** No routers: the distance of two hosts is that of the {@link NetworkModel}. */
  public static final TransitStub NONE = INTERNET.withTransitDomains(0);

  /** Checks the ranges. */
  public TransitStub {
    Bounds.check("transitDomains", transitDomains, 0, 100);
    Bounds.check("transitRouters", transitRouters, 1, MAX_ROUTERS);
    Bounds.check("stubDomains", stubDomains, 0, MAX_ROUTERS);
    Bounds.check("stubRouters", stubRouters, 1, MAX_ROUTERS);
    Bounds.check("extraLinesPercent", extraLinesPercent, 0, 1_000);
    Bounds.check("betweenDomainsMicros", betweenDomainsMicros, 1, MOST_MICROS);
    Bounds.check("transitMicros", transitMicros, 1, MOST_MICROS);
    Bounds.check("stubUplinkMicros", stubUplinkMicros, 1, MOST_MICROS);
    Bounds.check("stubMicros", stubMicros, 1, MOST_MICROS);
    Bounds.check("accessMinMicros", accessMinMicros, 0, accessMaxMicros);
    Bounds.check("accessMaxMicros", accessMaxMicros, 0, MOST_MICROS);
    long all = transitDomains * (long) transitRouters * (1 + (long) stubDomains * stubRouters);
    if (all > MAX_ROUTERS) {
      throw new IllegalArgumentException(
          "transitDomains * transitRouters * (1 + stubDomains * stubRouters) must be at most "
              + MAX_ROUTERS
              + " routers, is "
              + all);
    }
  }

  /** How many routers that makes. */
  public int routers() {
    return transitDomains * transitRouters * (1 + stubDomains * stubRouters);
  }

  /** This network with so many transit domains. */
  public TransitStub withTransitDomains(int count) {
    return new TransitStub(
        count,
        transitRouters,
        stubDomains,
        stubRouters,
        extraLinesPercent,
        betweenDomainsMicros,
        transitMicros,
        stubUplinkMicros,
        stubMicros,
        accessMinMicros,
        accessMaxMicros,
        countPackets);
  }

  /** This network with the packets on each line counted. */
  public TransitStub withCounting() {
    return new TransitStub(
        transitDomains,
        transitRouters,
        stubDomains,
        stubRouters,
        extraLinesPercent,
        betweenDomainsMicros,
        transitMicros,
        stubUplinkMicros,
        stubMicros,
        accessMinMicros,
        accessMaxMicros,
        true);
  }
}
