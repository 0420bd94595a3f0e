package io.peerwright.samples.servents;

import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import java.util.List;

/**
 * Ultrapeers in a random graph and leaves at them, some of which share what is looked for.
 *
 * @param ultrapeers how many forward
 * @param degree links of each to others of them
 * @param leaves how many share files and forward nothing
 * @param leafLinks ultrapeers of each leaf
 * @param files files that each leaf shares, none of which is looked for
 * @param sharers share of leaves that have one more file, which is looked for
 * @param wanted servents that are enough for a query
 * @param ttl how far a query goes at most
 * @param kinds how queries are forwarded; an ultrapeer uses one of them, by turns
 * @param powerLaw whether few ultrapeers have many links and many have few; else all have the same
 * @param shards threads that share the work; changes no result
 */
public record TierPlan(
    int ultrapeers,
    int degree,
    int leaves,
    int leafLinks,
    int files,
    double sharers,
    int wanted,
    int ttl,
    List<ForwardingKind> kinds,
    boolean powerLaw,
    int shards) {

  /** The words that are looked for. */
  static final String WORDS = "copper rain";

  /** As tables of the network of today have it: degree 32, ten leaves for each, 50 hits wanted. */
  public static TierPlan of(int ultrapeers, List<ForwardingKind> kinds) {
    int degree = Math.min(32, ultrapeers - 1);
    return new TierPlan(ultrapeers, degree, 10 * ultrapeers, 3, 5, 0.01, 50, 4, kinds, false, 1);
  }

  /** Checks that there is somebody to be linked. */
  public TierPlan {
    kinds = List.copyOf(kinds);
    if (ultrapeers < 2 || degree < 1 || degree >= ultrapeers || leaves < 0 || kinds.isEmpty()) {
      throw new IllegalArgumentException(
          "no network of " + ultrapeers + " ultrapeers of degree " + degree + " in these ways");
    }
  }

  /** This plan, run in so many threads. */
  public TierPlan withShards(int other) {
    return new TierPlan(
        ultrapeers, degree, leaves, leafLinks, files, sharers, wanted, ttl, kinds, powerLaw, other);
  }

  /** This plan with links of ultrapeers by a power law, as many on the average. */
  public TierPlan withPowerLaw() {
    return new TierPlan(
        ultrapeers, degree, leaves, leafLinks, files, sharers, wanted, ttl, kinds, true, shards);
  }

  /** This plan with another share of leaves that have what is looked for. */
  public TierPlan withSharers(double other) {
    return new TierPlan(
        ultrapeers, degree, leaves, leafLinks, files, other, wanted, ttl, kinds, powerLaw, shards);
  }

  Graph graph(long seed) {
    return powerLaw
        ? Graph.powerLaw(ultrapeers, degree, seed)
        : Graph.regular(ultrapeers, degree, seed);
  }

  ServentNetwork network(long seed, boolean tables) {
    GnutellaConfig config =
        GnutellaConfig.DEFAULT
            .withForwarding(kinds.get(0), ttl)
            .withQueryRouting(tables)
            .withDeflate(false);
    return new ServentNetwork(seed, config, NetworkModel.DEFAULT, shards);
  }
}
