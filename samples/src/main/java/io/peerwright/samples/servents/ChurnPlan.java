package io.peerwright.samples.servents;

import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import java.time.Duration;

/**
 * Ultrapeers and leaves that come and go, share files of which few are had by many, and search.
 *
 * @param ultrapeers how many are there at a time that forward
 * @param leaves how many are there at a time that do not
 * @param caches ultrapeers besides that never leave, and whose addresses all are given
 * @param degree links of an ultrapeer to others of them at most
 * @param leafLinks ultrapeers that a leaf keeps
 * @param buildUp how long it takes until all have come
 * @param session half of the sessions are shorter; they are exponential, so that how long somebody
 *     stays does not depend on how long it has been there
 * @param crashes the share of those who go that do so without a word
 * @param sharers the share of peers that have files at all
 * @param files files of each of these
 * @param titles different files, had and looked for by their rank (Zipf), the first of them alike
 * @param wanted hits that end a search
 * @param patience how long a search takes at most
 * @param ttl how far a query goes at most
 * @param shards threads that share the work; changes no result
 */
public record ChurnPlan(
    int ultrapeers,
    int leaves,
    int caches,
    int degree,
    int leafLinks,
    Duration buildUp,
    Duration session,
    double crashes,
    double sharers,
    int files,
    int titles,
    int wanted,
    Duration patience,
    int ttl,
    int shards) {

  /**
   * Nineteen leaves for each ultrapeer, the median session of an hour (Saroiu, Gummadi, Gribble
   * 2002), a third that shares anything (Adar, Huberman 2000).
   */
  public static ChurnPlan of(int ultrapeers) {
    return new ChurnPlan(
        ultrapeers,
        19 * ultrapeers,
        Math.max(3, ultrapeers / 250),
        32,
        3,
        Duration.ofMinutes(20),
        Duration.ofMinutes(60),
        0.1,
        0.34,
        10,
        10_000,
        20,
        Duration.ofSeconds(30),
        3,
        1);
  }

  /** Checks that there is somebody. */
  public ChurnPlan {
    if (ultrapeers < 1 || leaves < 0 || caches < 1 || titles < files || wanted < 1) {
      throw new IllegalArgumentException(
          "no network of " + ultrapeers + " ultrapeers and " + caches + " caches with these files");
    }
  }

  /** This plan, run in so many threads. */
  public ChurnPlan withShards(int other) {
    return but(buildUp, session, other);
  }

  /** This plan with another time in which all come. */
  public ChurnPlan withBuildUp(Duration other) {
    return but(other, session, shards);
  }

  /** This plan with other sessions. */
  public ChurnPlan withSession(Duration median) {
    return but(buildUp, median, shards);
  }

  private ChurnPlan but(Duration arrival, Duration median, int threads) {
    return new ChurnPlan(
        ultrapeers,
        leaves,
        caches,
        degree,
        leafLinks,
        arrival,
        median,
        crashes,
        sharers,
        files,
        titles,
        wanted,
        patience,
        ttl,
        threads);
  }

  /** How many are there at a time, without the caches. */
  public int size() {
    return ultrapeers + leaves;
  }

  /** The share of all that go in a second. */
  double leavingPerSecond() {
    return Math.log(2) / session.toSeconds();
  }

  GnutellaConfig config() {
    return GnutellaConfig.DEFAULT
        .withForwarding(ForwardingKind.DYNAMIC_QUERY, ttl)
        .withLinks(degree, 300, leafLinks)
        .withMaxHosts(12)
        .withDeflate(false);
  }

  NetworkModel network() {
    return NetworkModel.DEFAULT;
  }
}
