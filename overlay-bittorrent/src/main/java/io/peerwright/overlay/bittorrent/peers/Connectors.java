package io.peerwright.overlay.bittorrent.peers;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The ways to choose whom to connect to. */
public final class Connectors {

  /** Who failed least first, among these by canonical priority (BEP 40). */
  public static final ConnectionSelector CANONICAL = Connectors::canonical;

  /** Who failed least first, among these any one. */
  public static final ConnectionSelector RANDOM = Connectors::random;

  private Connectors() {}

  private static List<Candidate> canonical(
      List<Candidate> candidates, int room, @Nullable Endpoint self, RandomGenerator random) {
    if (candidates.size() <= room) {
      return candidates;
    }
    List<Ranked> order = new ArrayList<>(candidates.size());
    for (Candidate each : candidates) {
      long priority = self == null ? 0 : CanonicalPriority.of(self, each.endpoint());
      order.add(new Ranked(each, ((long) each.failures() << Integer.SIZE) - priority));
    }
    order.sort(Comparator.comparingLong(Ranked::rank));
    return order.stream().limit(room).map(Ranked::candidate).toList();
  }

  /** The lower the rank, the sooner it is tried. */
  private record Ranked(Candidate candidate, long rank) {}

  private static List<Candidate> random(
      List<Candidate> candidates, int room, @Nullable Endpoint self, RandomGenerator random) {
    List<Candidate> order = new ArrayList<>(candidates);
    for (int i = order.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      order.set(j, order.set(i, order.get(j)));
    }
    order.sort(Comparator.comparingInt(Candidate::failures));
    return order.subList(0, Math.min(room, order.size()));
  }
}
