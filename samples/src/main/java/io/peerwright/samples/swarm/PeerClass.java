package io.peerwright.samples.swarm;

import io.peerwright.overlay.bittorrent.Strategy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Peers of a swarm that are alike.
 *
 * @param name of the class, for people
 * @param count how many there are
 * @param upload bytes per second, 0 for unlimited
 * @param download bytes per second, 0 for unlimited
 * @param role whether they begin with all of the content, and whether they give
 * @param choking whom they serve
 * @param order what they fetch first
 * @param perSecond how many come in a second, one after the other at random times; 0 for all at the
 *     start
 * @param stay how long one stays in the mean, after it has got everything; null for ever
 */
public record PeerClass(
    String name,
    int count,
    long upload,
    long download,
    Role role,
    Strategy.Choking choking,
    Strategy.Order order,
    double perSecond,
    @Nullable Duration stay) {

  /** What peers have and give. */
  public enum Role {
    /** Has everything from the start. */
    SEED,
    /** Fetches, and serves as its strategy says. */
    LEECHER,
    /** Fetches and serves nobody. */
    FREE_RIDER
  }

  /** Checks the ranges. */
  public PeerClass {
    if (count < 1 || upload < 0 || download < 0 || perSecond < 0) {
      throw new IllegalArgumentException(
          "a class of peers needs a count of at least 1 and no negative rates: " + name);
    }
  }

  /** Seeds that serve as the classic choker says. */
  public static PeerClass seeds(int count, long upload) {
    return of("seed", count, upload, 0, Role.SEED);
  }

  /** Leechers that do as BitTorrent does, and come all at the start. */
  public static PeerClass leechers(int count, long upload, long download) {
    return of("leecher", count, upload, download, Role.LEECHER);
  }

  private static PeerClass of(String name, int count, long upload, long download, Role role) {
    return new PeerClass(
        name,
        count,
        upload,
        download,
        role,
        Strategy.Choking.TIT_FOR_TAT,
        Strategy.Order.RAREST_FIRST,
        0,
        null);
  }

  /** This class under another name, in another role. */
  public PeerClass as(String other, Role itsRole) {
    return new PeerClass(other, count, upload, download, itsRole, choking, order, perSecond, stay);
  }

  /** This class with other strategies. */
  public PeerClass with(Strategy.Choking whom, Strategy.Order which) {
    return new PeerClass(name, count, upload, download, role, whom, which, perSecond, stay);
  }

  /** This class, coming and going. */
  public PeerClass arriving(double rate, @Nullable Duration meanStay) {
    return new PeerClass(name, count, upload, download, role, choking, order, rate, meanStay);
  }
}
