package io.peerwright.overlay.bittorrent.choking;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The classic choker (BEP 3): served are those who gave us most within the last 20 s, and one more
 * by luck, who changes with every third round.
 *
 * <p>Who gives more than the last of them but is not interested is unchoked beyond the slots; so is
 * known at once what to do when it becomes interested. Who snubs us is served by luck only.
 *
 * <p>A seed serves all in turn, each as long as any other, as the classic client does since its
 * version 4 (Legout and others 2006, section 2.3.2). By BEP 3 it would serve those who take
 * fastest; then who has got a slot keeps it, and if it gives nothing, nobody else gets what the
 * seed gives.
 *
 * <p>A round costs O(n log n) for n peers, once in ten seconds; so does a slot that becomes free.
 *
 * <p>Source: B. Cohen, "Incentives Build Robustness in BitTorrent", 2003, section 3.
 *
 * @param regular how many are served by merit
 */
public record TitForTat(int regular) implements Choker {

  private static final int ROUNDS_OF_LUCK = 3;

  /** A new peer has nothing to give yet: it is likelier to be tried, by this much. */
  private static final int NEW_PEER_CHANCES = 3;

  private static final long NEW_PEER_NANOS = 60_000_000_000L;

  @Override
  public int slots() {
    return regular + 1;
  }

  @Override
  public Choice choose(
      List<ChokeCandidate> peers, int round, boolean seeding, RandomGenerator random) {
    return seeding ? inTurn(peers, round, random) : byMeritAndLuck(peers, round, random);
  }

  @Override
  public int next(List<ChokeCandidate> waiting, boolean seeding, RandomGenerator random) {
    return seeding ? random.nextInt(waiting.size()) : ranking(waiting, random).get(0);
  }

  // ---- who leeches

  private Choice byMeritAndLuck(List<ChokeCandidate> peers, int round, RandomGenerator random) {
    boolean drawAnew = round % ROUNDS_OF_LUCK == 0;
    BitSet unchoked = byMerit(peers, random);
    int left = regular - interested(peers, unchoked);
    int lucky = byLuck(peers, unchoked, drawAnew, random);
    if (lucky >= 0) {
      unchoked.set(lucky);
    }
    // Nobody has deserved the rest yet: luck decides about it, too, and as long.
    while (left-- > 0) {
      int more = byLuck(peers, unchoked, drawAnew, random);
      if (more < 0) {
        break;
      }
      unchoked.set(more);
    }
    return new Choice(unchoked, lucky);
  }

  private static int interested(List<ChokeCandidate> peers, BitSet chosen) {
    return (int) chosen.stream().filter(i -> peers.get(i).interested()).count();
  }

  private static long merit(ChokeCandidate peer) {
    return peer.snubbing() ? 0 : peer.received();
  }

  /** Who gave most is first; equals are in random order. */
  private static List<Integer> ranking(List<ChokeCandidate> peers, RandomGenerator random) {
    List<Integer> order = Draw.shuffled(peers.size(), random);
    order.sort(Comparator.comparingLong((Integer i) -> -merit(peers.get(i))));
    return order;
  }

  private BitSet byMerit(List<ChokeCandidate> peers, RandomGenerator random) {
    BitSet chosen = new BitSet();
    int left = regular;
    for (int i : ranking(peers, random)) {
      ChokeCandidate peer = peers.get(i);
      if (left > 0 && merit(peer) > 0) {
        chosen.set(i);
        left -= peer.interested() ? 1 : 0;
      }
    }
    return chosen;
  }

  private static int byLuck(
      List<ChokeCandidate> peers, BitSet served, boolean drawAnew, RandomGenerator random) {
    List<Integer> lots = new ArrayList<>();
    int staying = -1;
    for (int i = 0; i < peers.size(); i++) {
      ChokeCandidate peer = peers.get(i);
      if (peer.interested() && !served.get(i)) {
        if (!drawAnew && (peer.optimistic() || peer.unchoked() && staying < 0)) {
          staying = i;
        }
        int chances = peer.connectedNanos() < NEW_PEER_NANOS ? NEW_PEER_CHANCES : 1;
        for (int j = 0; j < chances; j++) {
          lots.add(i);
        }
      }
    }
    if (staying >= 0) {
      return staying;
    }
    return lots.isEmpty() ? -1 : lots.get(random.nextInt(lots.size()));
  }

  // ---- who seeds

  /** Those who have been served longest make room, a third of the slots within three rounds. */
  private Choice inTurn(List<ChokeCandidate> peers, int round, RandomGenerator random) {
    List<Integer> served = Draw.shuffled(peers.size(), random);
    served.removeIf(i -> !peers.get(i).interested() || !peers.get(i).unchoked());
    served.sort(Comparator.comparingLong(i -> peers.get(i).unchokedNanos()));
    BitSet old = new BitSet();
    served.forEach(old::set);
    int waiting = (int) peers.stream().filter(ChokeCandidate::interested).count() - served.size();
    int makeRoom = (slots() + ROUNDS_OF_LUCK - 1) / ROUNDS_OF_LUCK;
    int fresh = Math.min(waiting, (makeRoom + round % ROUNDS_OF_LUCK) / ROUNDS_OF_LUCK);
    BitSet unchoked = new BitSet();
    served.stream().limit(slots() - fresh).forEach(unchoked::set);
    for (int left = Math.min(waiting, slots() - unchoked.cardinality()); left > 0; left--) {
      int next = byLuck(peers, old, true, random);
      old.set(next);
      unchoked.set(next);
    }
    return new Choice(unchoked, -1);
  }
}
