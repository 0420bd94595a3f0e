package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.handshake.PeerTraits;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.WalkSteps;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Queries that walk: each goes on to one neighbour by chance, and not back if there is another one.
 * A servent that has seen a query before lets it walk on all the same, for there are many walkers
 * of one search, and each may come by several times. Neighbours that know of walks are preferred;
 * at others a walk ends.
 */
final class Walks {

  /**
   * Neighbours that one is asked by a step of a walk: so tables cost at most so many messages for
   * each step, however many neighbours have such words.
   */
  static final int MOST_AROUND = 2;

  private final Neighbours neighbours;
  private final QueryRouting tables;
  private final Counters counters;
  private final RandomGenerator random;
  private final int maxTtl;

  Walks(
      Neighbours neighbours,
      QueryRouting tables,
      Counters counters,
      RandomGenerator random,
      int maxTtl) {
    this.neighbours = neighbours;
    this.tables = tables;
    this.counters = counters;
    this.random = random;
    this.maxTtl = maxTtl;
  }

  /**
   * Lets a query go on that may still come to so many servents.
   *
   * @param hops so many has it come; in headers they never are more than a flood has
   */
  void walk(PeerLink from, ByteBuffer data, int at, int length, int steps, int hops) {
    PeerLink to = steps > 0 ? next(from) : null;
    if (to != null) {
      ByteBuffer copy = copy(data, at, length, steps);
      counters.relayed().walkedQueries++;
      to.forward(copy, 0, length, 1, Math.min(hops, maxTtl - 1));
    }
  }

  /**
   * Asks some neighbours on the way, by chance, that have told of such words, which costs a walk no
   * step. They ask only their leaves: a walk that spread from one that has the words to the next
   * would be a flood.
   */
  void askAround(PeerLink from, ByteBuffer data, int at, int length, int hops) {
    tables.read(data, at);
    PeerLink[] chosen = new PeerLink[MOST_AROUND];
    int matching = 0;
    for (int place = 0; place < neighbours.links().end(); place++) {
      PeerLink to = neighbours.links().at(place);
      if (to != null
          && to != from
          && to.theirs() != Role.LEAF
          && tables.hasTold(to)
          && tables.isFor(to, 1, hops)) {
        int slot = matching < MOST_AROUND ? matching : random.nextInt(matching + 1);
        matching++;
        if (slot < MOST_AROUND) {
          chosen[slot] = to;
        }
      }
    }
    ByteBuffer copy = matching == 0 ? null : copy(data, at, length, 0);
    for (int i = 0; copy != null && i < Math.min(matching, MOST_AROUND); i++) {
      counters.relayed().forwardedQueries++;
      chosen[i].forward(copy, 0, length, 1, Math.min(hops, maxTtl - 1));
    }
  }

  private static ByteBuffer copy(ByteBuffer data, int at, int length, int steps) {
    byte[] bytes = new byte[length];
    data.get(at, bytes);
    ByteBuffer copy = ByteBuffer.wrap(bytes);
    WalkSteps.set(copy, 0, steps);
    return copy;
  }

  private @Nullable PeerLink next(PeerLink from) {
    PeerLink found = null;
    int knowing = 0;
    int others = 0;
    for (int place = 0; place < neighbours.links().end(); place++) {
      PeerLink to = neighbours.links().at(place);
      if (to == null || to == from || to.theirs() == Role.LEAF) {
        continue;
      }
      boolean knows = to.traits().has(PeerTraits.RANDOM_WALKS);
      if (knows ? random.nextInt(++knowing) == 0 : knowing == 0 && random.nextInt(++others) == 0) {
        found = to;
      }
    }
    return found == null && from.theirs() != Role.LEAF ? from : found;
  }
}
