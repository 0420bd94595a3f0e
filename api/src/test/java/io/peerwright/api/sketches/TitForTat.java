package io.peerwright.api.sketches;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * BitTorrent's choker (BEP 3): every ten seconds the three interested peers that gave us most are
 * unchoked, and one more by luck, who changes with every third round.
 *
 * <p>Shows a strategy as a pure function: it is given all it needs to know, chance included, and
 * can be tested without a network.
 */
final class TitForTat {

  private static final int BY_MERIT = 3;
  private static final int ROUNDS_OF_LUCK = 3;

  /** How one peer behaves towards us; {@code lucky} if it is unchoked by luck now. */
  record ChokeCandidate<P>(P peer, boolean interested, long bytesFromIt, boolean lucky) {}

  private TitForTat() {}

  /** Who is unchoked until the next round; the one by luck stands last. */
  static <P> List<P> unchoked(List<ChokeCandidate<P>> peers, int round, RandomGenerator random) {
    List<ChokeCandidate<P>> candidates = new ArrayList<>(peers);
    candidates.removeIf(peer -> !peer.interested());
    candidates.sort(Comparator.comparingLong((ChokeCandidate<P> peer) -> -peer.bytesFromIt()));
    List<P> chosen = new ArrayList<>();
    while (chosen.size() < BY_MERIT && !candidates.isEmpty()) {
      chosen.add(candidates.remove(0).peer());
    }
    boolean keepLuck = round % ROUNDS_OF_LUCK != 0;
    candidates.stream()
        .filter(peer -> keepLuck && peer.lucky())
        .findFirst()
        .or(() -> draw(candidates, random))
        .ifPresent(peer -> chosen.add(peer.peer()));
    return chosen;
  }

  private static <E> Optional<E> draw(List<E> from, RandomGenerator random) {
    return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
  }
}
