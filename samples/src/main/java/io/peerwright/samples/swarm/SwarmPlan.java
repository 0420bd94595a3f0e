package io.peerwright.samples.swarm;

import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One swarm. Everything follows from it: equal plans give equal runs.
 *
 * @param seed of all chance
 * @param pieces of the content
 * @param pieceBytes of each
 * @param classes who takes part
 * @param end when the run is over
 * @param limit when it is over at the latest, in virtual time
 * @param accountsFrom from when on is written down who gets how much from whom, in virtual time,
 *     until the first leecher has everything; null for never
 * @param shards threads that run it side by side; changes no result
 */
public record SwarmPlan(
    long seed,
    int pieces,
    int pieceBytes,
    List<PeerClass> classes,
    End end,
    Duration limit,
    @Nullable Duration accountsFrom,
    int shards) {

  /** When a run is over. */
  public enum End {
    /** One of the leechers has everything. */
    FIRST_COMPLETE,
    /** All leechers have everything. */
    ALL_COMPLETE
  }

  /** So many bytes of a stream travel in one piece: a block and its head. */
  private static final int SEGMENT_BYTES = (1 << 14) + 13;

  /** Checks the ranges. */
  public SwarmPlan {
    classes = List.copyOf(classes);
    if (pieces < 1 || pieces > 1_000_000 || (long) pieces * pieceBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "a swarm needs 1..1000000 pieces of together at most 1 GiB, not "
              + pieces
              + " of "
              + pieceBytes);
    }
  }

  /** A swarm that ends when all leechers have everything, within a day. */
  public static SwarmPlan of(int pieces, int pieceBytes, PeerClass... classes) {
    return new SwarmPlan(
        1, pieces, pieceBytes, List.of(classes), End.ALL_COMPLETE, Duration.ofDays(1), null, 1);
  }

  /** This swarm with other chance. */
  public SwarmPlan withSeed(long other) {
    return new SwarmPlan(other, pieces, pieceBytes, classes, end, limit, accountsFrom, shards);
  }

  /** This swarm with another end. */
  public SwarmPlan until(End other, Duration latest) {
    return new SwarmPlan(seed, pieces, pieceBytes, classes, other, latest, accountsFrom, shards);
  }

  /** This swarm, with accounts of who gets how much from whom. It begins with its seeds. */
  public SwarmPlan withAccountsFrom(Duration begin) {
    return new SwarmPlan(seed, pieces, pieceBytes, classes, end, limit, begin, shards);
  }

  /** This swarm in so many threads. */
  public SwarmPlan withShards(int other) {
    return new SwarmPlan(seed, pieces, pieceBytes, classes, end, limit, accountsFrom, other);
  }

  /** Bytes of the content. */
  public long bytes() {
    return (long) pieces * pieceBytes;
  }

  /**
   * The least time in which any way of sharing could bring the content to all leechers, in seconds,
   * if all come at the start and stay (Kumar and Ross 2006): the seeds must send it once, the
   * slowest must receive it, and all together must send as many copies as there are leechers.
   */
  public double boundSeconds() {
    double ofSeeds = 0;
    double ofAll = 0;
    double slowest = Double.POSITIVE_INFINITY;
    long leechers = 0;
    for (PeerClass each : classes) {
      double upload =
          each.count() * (each.upload() == 0 ? Double.POSITIVE_INFINITY : each.upload());
      if (each.role() == PeerClass.Role.SEED) {
        ofSeeds += upload;
      } else {
        leechers += each.count();
        slowest = Math.min(slowest, each.download() == 0 ? slowest : each.download());
      }
      ofAll += each.role() == PeerClass.Role.FREE_RIDER ? 0 : upload;
    }
    double content = bytes();
    return Math.max(content / ofSeeds, Math.max(content / slowest, leechers * content / ofAll));
  }

  /** The network: the latencies of the Internet's near half, whole blocks at a time. */
  InMemoryConfig network() {
    NetworkModel model =
        NetworkModel.DEFAULT.withLatencyMicros(10_000, 60_000).withSegments(SEGMENT_BYTES, false);
    return InMemoryConfig.DEFAULT
        .withSeed(seed)
        .withNetwork(model)
        .withShards(shards)
        .withHostByHost();
  }
}
