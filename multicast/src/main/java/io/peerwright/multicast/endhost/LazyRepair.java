package io.peerwright.multicast.endhost;

import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.wire.Frame;
import java.nio.ByteBuffer;

/**
 * Finds out that messages are missing, and has them sent.
 *
 * <p>Neighbours outside of the trees are told every 100 ms how far this member has come, if that
 * has changed ({@code HAVE}; Plumtree's IHAVE). Who hears of more than it is being sent waits 80
 * ms, then makes the neighbour its next hop, or, where that is not feasible, has the messages sent
 * by it once, and asks for a newer route. What a lazy neighbour says costs one frame, whatever the
 * number of sources and messages.
 *
 * <p>Source: Leitao, Pereira, Rodrigues: Epidemic Broadcast Trees (SRDS 2007).
 */
final class LazyRepair {

  /** How long messages are collected before neighbours are told of them. */
  private static final long TELL_NANOS = 100_000_000L;

  /** How long a message that others have may be late, at first and when it was asked for. */
  private static final long GRAFT_NANOS = 80_000_000L;

  /** The same for the first message of a source, which comes behind the wave of its route. */
  private static final long FIRST_GRAFT_NANOS = 500_000_000L;

  private static final long SUSPECTED_NANOS = 10_000_000_000L;

  private static final long PULL_NANOS = 2_000_000_000L;

  private final PeerContext context;
  private final Mesh mesh;
  private final MeshSlots slots;
  private final SourceTrees trees;
  private final TreeRouting routing;
  private boolean collecting;
  private long tellNanos;

  LazyRepair(PeerContext context, Mesh mesh, SourceTrees trees, TreeRouting routing) {
    this.context = context;
    this.mesh = mesh;
    slots = mesh.slots();
    this.trees = trees;
    this.routing = routing;
  }

  private boolean isFlooding() {
    return context.config().tree() == TreeKind.FLOOD_PRUNE;
  }

  /** There is a message that neighbours are to be told of. */
  void onKept() {
    if (!collecting) {
      collecting = true;
      tellNanos = context.now() + TELL_NANOS;
      context.alarm().within(TELL_NANOS);
    }
  }

  /** Tells neighbours outside of the trees how far this member has come. */
  private void tellHave() {
    collecting = false;
    for (int slot = 0; slot < slots.places(); slot++) {
      MeshLink link = slots.at(slot);
      if (link != null && !link.guest) {
        tellHave(link);
      }
    }
    trees.forEach(tree -> tree.haveTold = tree.cache.next());
  }

  private void tellHave(MeshLink link) {
    int count = 0;
    int room = 0;
    for (SourceTree tree : trees.all()) {
      if (isNews(tree, link.slot) && count < MemberFrames.MOST_SOURCES) {
        count++;
        room += tree.source.length() + Long.BYTES;
      }
    }
    if (count == 0) {
      return;
    }
    ByteBuffer frame = Frame.of(MemberFrames.HAVE, 1 + room);
    frame.put((byte) count);
    int written = 0;
    for (SourceTree tree : trees.all()) {
      if (isNews(tree, link.slot) && written < count) {
        tree.source.write(frame);
        frame.putLong(tree.cache.next());
        written++;
      }
    }
    link.send(Frame.end(frame));
  }

  private static boolean isNews(SourceTree tree, int slot) {
    return tree.haveTold < tree.cache.next() && tree.parent != slot && !tree.isChild(slot);
  }

  /** A neighbour tells how far it has come. */
  void onHave(MeshLink link, ByteBuffer body) {
    int count = body.get() & 0xff;
    for (int i = 0; i < count; i++) {
      SourceTree tree = trees.get(SourceId.read(body));
      long next = body.getLong();
      if (tree != null && !tree.own && !mesh.isGuest()) {
        tree.haveNext[link.slot] = next;
        if (next > tree.cache.next() && tree.behindSince == 0) {
          tree.behindSince = context.now();
          tree.behindAt = tree.cache.next();
          context.alarm().within(patience(tree));
        }
      }
    }
  }

  /**
   * Does what is due.
   *
   * @return nanoseconds until there is something to do again
   */
  long tick(long now) {
    if (collecting && now - tellNanos >= 0) {
      tellHave();
    }
    long wait = collecting ? tellNanos - now : Long.MAX_VALUE;
    for (SourceTree tree : trees.all()) {
      if (tree.behindSince != 0 && now - tree.behindSince >= patience(tree)) {
        graft(tree, now);
      }
      if (tree.behindSince != 0) {
        wait = Math.min(wait, tree.behindSince + patience(tree) - now);
      }
    }
    return wait;
  }

  private static long patience(SourceTree tree) {
    return tree.started ? GRAFT_NANOS : FIRST_GRAFT_NANOS;
  }

  /** Messages that a neighbour has do not come: has them sent by it. */
  private void graft(SourceTree tree, long now) {
    tree.behindSince = 0;
    int from = SourceTree.NONE;
    int fallback = SourceTree.NONE;
    for (int slot = 0; slot < slots.places(); slot++) {
      if (slots.at(slot) != null
          && tree.haveNext[slot] > tree.cache.next()
          && !tree.isChild(slot)) {
        fallback = slot;
        if (routing.isFeasible(tree, slot)
            && now - tree.refusedUntil[slot] >= 0
            && slot != tree.parent) {
          from = slot;
          break;
        }
      }
    }
    if (fallback < 0) {
      return;
    }
    if (tree.cache.next() > tree.behindAt) {
      // It goes on, if slowly.
      tree.behindSince = now;
      tree.behindAt = tree.cache.next();
      context.alarm().within(GRAFT_NANOS);
      return;
    }
    if (from >= 0 && !isFlooding()) {
      context.counters().repaired++;
      if (tree.parent >= 0) {
        // It may be silent for ever; were the new one to refuse, this one would be the next best.
        tree.refusedUntil[tree.parent] = now + SUSPECTED_NANOS;
      }
      routing.adopt(tree, from, now);
    } else {
      pull(tree, fallback, now);
      routing.ask(tree, now);
    }
    tree.behindSince = now;
    context.alarm().within(GRAFT_NANOS);
  }

  private void pull(SourceTree tree, int slot, long now) {
    MeshLink link = slots.at(slot);
    if (link == null) {
      return;
    }
    context.counters().pulls++;
    tree.pulledUntil[slot] = now + PULL_NANOS;
    int type = isFlooding() ? MemberFrames.CHILD : MemberFrames.PULL;
    link.send(MemberFrames.message(type, tree.source, tree.cache.next()));
  }
}
