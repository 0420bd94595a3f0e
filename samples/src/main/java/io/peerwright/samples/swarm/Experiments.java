package io.peerwright.samples.swarm;

import io.peerwright.overlay.bittorrent.Strategy;
import java.time.Duration;

/**
 * The swarms that are compared with what was published about BitTorrent: their plans, and the
 * figure of each run that the comparison is about.
 */
public final class Experiments {

  /** What a leecher gives in most of them: 64 KiB/s. */
  public static final long UPLOAD = 1 << 16;

  private static final int PIECE_BYTES = 1 << 14;
  private static final Duration LIMIT = Duration.ofHours(6);

  private Experiments() {}

  // ---- the bound of Kumar and Ross

  /** Leechers that are all alike, with a seed that gives so many times as much as one of them. */
  public static SwarmPlan alike(int leechers, int pieces, int seedFactor) {
    return SwarmPlan.of(
        pieces,
        PIECE_BYTES,
        PeerClass.seeds(1, seedFactor * UPLOAD),
        PeerClass.leechers(leechers, UPLOAD, 0));
  }

  /** Half of the leechers give four times as much as the others. */
  public static SwarmPlan unlike(int leechers, int pieces, int seedFactor) {
    return SwarmPlan.of(
        pieces,
        PIECE_BYTES,
        PeerClass.seeds(1, seedFactor * UPLOAD),
        PeerClass.leechers(leechers / 2, UPLOAD, 0).as("slow", PeerClass.Role.LEECHER),
        PeerClass.leechers(leechers / 2, 4 * UPLOAD, 0).as("fast", PeerClass.Role.LEECHER));
  }

  /** How many times as long as the bound it took until all had everything. */
  public static double toTheBound(SwarmResult result) {
    return result.lastSeconds() / result.plan().boundSeconds();
  }

  // ---- free-riders

  /**
   * What a leecher gives in a swarm with free-riders. A request of who gives waits behind the
   * blocks in its own up-link, up to two for each slot, and a free-rider's does not: on an up-link
   * that needs long for ten blocks, who gives nothing gets more out of a slot.
   */
  private static final long FAST = 1 << 18;

  private static final int LARGE_PIECE_BYTES = 1 << 16;

  /** Until then hardly anybody has had time to deserve anything. */
  private static final Duration WARM_UP = Duration.ofMinutes(2);

  /** One in ten gives nothing; over when the first has everything, since then there are seeds. */
  public static SwarmPlan freeRiders(int leechers, int pieces, Strategy.Choking choking) {
    Strategy.Order order = Strategy.Order.RAREST_FIRST;
    int free = leechers / 10;
    return SwarmPlan.of(
            pieces,
            LARGE_PIECE_BYTES,
            PeerClass.seeds(1, 4 * FAST).with(choking, order),
            PeerClass.leechers(leechers - free, FAST, 0).with(choking, order),
            PeerClass.leechers(free, FAST, 0)
                .with(choking, order)
                .as("free", PeerClass.Role.FREE_RIDER))
        .until(SwarmPlan.End.FIRST_COMPLETE, LIMIT)
        .withAccountsFrom(WARM_UP);
  }

  /** What a free-rider got from leechers after the start, as a share of what others got. */
  public static double freeRidersShare(SwarmResult result) {
    return result.mean(2, SwarmResult.Fetch::fromLeechers)
        / result.mean(1, SwarmResult.Fetch::fromLeechers);
  }

  /** The same of all that was got, from the start on and from the seed, too. */
  public static double freeRidersShareOfAll(SwarmResult result) {
    return result.mean(2, SwarmResult.Fetch::bytes) / result.mean(1, SwarmResult.Fetch::bytes);
  }

  /**
   * What tit for tat should leave to a free-rider, counted: of those who wait each has the same
   * chance of the one slot that goes by luck, and the slots share the up-link equally.
   */
  public static double freeRidersChance(int leechers, int slots) {
    double free = leechers / 10;
    double given = (leechers - free) / (leechers - 1 - slots) / (slots + 1);
    double kept = 1 - free * given / (leechers - free);
    return given / kept;
  }

  // ---- the order of pieces

  /** Leechers that fetch pieces in one order or another. */
  public static SwarmPlan ordered(int leechers, int pieces, Strategy.Order order) {
    return SwarmPlan.of(
            pieces,
            PIECE_BYTES,
            PeerClass.seeds(1, 4 * UPLOAD),
            PeerClass.leechers(leechers, UPLOAD, 0).with(Strategy.Choking.TIT_FOR_TAT, order))
        .until(SwarmPlan.End.ALL_COMPLETE, LIMIT);
  }

  /** Copies of the rarest piece, as a share of the mean, when leechers have half in the mean. */
  public static double rarestAtHalf(SwarmResult result) {
    int leechers = result.fetches().size();
    for (SwarmResult.Sample each : result.samples()) {
      if (each.meanCopies() >= leechers / 2.0) {
        return each.fewestCopies() / each.meanCopies();
      }
    }
    return 0;
  }

  /** When leechers had a copy of each piece, as a share of the time until all had everything. */
  public static double firstCopies(SwarmResult result) {
    for (SwarmResult.Sample each : result.samples()) {
      if (each.fewestCopies() > 0) {
        return each.seconds() / result.lastSeconds();
      }
    }
    return 1;
  }

  // ---- flash crowds

  /** All come at once to one seed that gives no more than they; 4 MiB in so many pieces. */
  public static SwarmPlan crowd(int leechers, int pieces) {
    return SwarmPlan.of(
            pieces,
            (1 << 22) / pieces,
            PeerClass.seeds(1, UPLOAD),
            PeerClass.leechers(leechers, UPLOAD, 0))
        .until(SwarmPlan.End.ALL_COMPLETE, LIMIT);
  }

  /** How long it took until all had everything, in the time that one takes to send it once. */
  public static double inUploads(SwarmResult result) {
    return result.lastSeconds() * UPLOAD / result.plan().bytes();
  }

  // ---- arrivals

  /** How long a leecher stays in the mean when it has everything, in a swarm of arrivals. */
  private static final Duration STAY = Duration.ofSeconds(16);

  /** Leechers of 4 MiB come one after the other, and leave some time after they are done. */
  public static SwarmPlan arrivals(int leechers, double perSecond) {
    return SwarmPlan.of(
            256,
            1 << 14,
            PeerClass.seeds(1, UPLOAD),
            PeerClass.leechers(leechers, UPLOAD, 0).arriving(perSecond, STAY))
        .until(SwarmPlan.End.ALL_COMPLETE, LIMIT);
  }

  /** What the fluid model of Qiu and Srikant says: (1 / mu - 1 / gamma) with eta = 1, seconds. */
  public static double fluidSeconds(SwarmPlan plan) {
    return (double) plan.bytes() / UPLOAD - STAY.toSeconds();
  }

  /** Seconds that a download took in the mean, of those that came in the middle of the run. */
  public static double steadySeconds(SwarmResult result) {
    double last =
        result.fetches().stream().mapToDouble(SwarmResult.Fetch::cameSeconds).max().orElse(0);
    return result.fetches().stream()
        .filter(each -> each.cameSeconds() > last / 3 && each.seconds() >= 0)
        .mapToDouble(SwarmResult.Fetch::seconds)
        .average()
        .orElse(0);
  }
}
