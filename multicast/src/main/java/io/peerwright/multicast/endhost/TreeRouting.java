package io.peerwright.multicast.endhost;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.EndpointBytes;
import io.peerwright.multicast.delivery.SourceId;
import java.nio.ByteBuffer;

/**
 * A shortest-path tree for each source over the links of the mesh, known before messages flow.
 *
 * <p>A source tells its neighbours its route, of distance 0; each member that hears of it chooses
 * the neighbour on its shortest path as its next hop, tells it so ({@code CHILD}, the seed's second
 * rule: send only to those on whose shortest path you are), and tells the others its own distance.
 * So the wave of routes makes the tree, messages follow right behind it, and each member is sent a
 * message once, also the first one.
 *
 * <p>Loops are impossible at every instant, not only once all is quiet: a new next hop must have a
 * newer sequence number of the source, or have told a distance below the least one that this member
 * ever told with this number (the feasibility condition of DUAL and of Babel, RFC 8966, section
 * 3.5.1). Then that least distance falls strictly along each path. Who finds no such neighbour asks
 * for a newer sequence number, which only the source gives out.
 *
 * <p>A member has {@code fanOut} children of a source at the most; it refuses others, which turn to
 * their next best neighbour.
 */
final class TreeRouting {

  /** Tells of what becomes of a tree. */
  interface Listener {
    /** A neighbour is a child from now on. */
    void onChild(SourceTree tree, MeshLink child);
  }

  private static final long SECOND = 1_000_000_000L;
  private static final long DWELL_NANOS = 10 * SECOND;
  private static final long REFUSED_NANOS = 10 * SECOND;
  private static final long ASK_NANOS = SECOND / 5;
  private static final long RENEW_NANOS = 60 * SECOND;
  private static final int LEAST_GAIN_MICROS = 2_000;

  /** A twentieth: 5 %. */
  private static final int GAIN_PARTS = 20;

  private final PeerContext context;
  private final Mesh mesh;
  private final MeshSlots slots;
  private final SourceTrees trees;
  private final Listener listener;

  TreeRouting(PeerContext context, Mesh mesh, SourceTrees trees, Listener listener) {
    this.context = context;
    this.mesh = mesh;
    slots = mesh.slots();
    this.trees = trees;
    this.listener = listener;
  }

  private boolean isFlooding() {
    return context.config().tree() == TreeKind.FLOOD_PRUNE;
  }

  // Telling.

  /** Tells a new neighbour all routes. */
  void tellAll(MeshLink link) {
    if (!isFlooding()) {
      trees.forEach(tree -> tell(tree, link, link.newcomer));
    }
    link.send(MemberFrames.empty(MemberFrames.SYNC));
  }

  private void tell(SourceTree tree, MeshLink link, boolean newcomer) {
    if (tree.distance != SourceTree.FAR && !link.guest) {
      // Whoever was a member before must miss nothing, and who comes now has no right to it.
      long oldest = Math.max(tree.unsentFrom, tree.cache.first());
      long from = newcomer ? tree.cache.next() : oldest;
      link.send(MemberFrames.route(tree.source, tree.sequence, tree.distance, from));
    }
  }

  /** Tells all neighbours but the next hop, which knows. */
  void tellAll(SourceTree tree) {
    tree.toldDistance = tree.distance;
    tree.toldSequence = tree.sequence;
    slots.forEach(
        link -> {
          if (link.slot != tree.parent) {
            tell(tree, link, false);
          }
        });
  }

  // Hearing.

  /** A neighbour tells its route to a source. */
  void onRoute(MeshLink link, ByteBuffer body) {
    SourceId source = SourceId.read(body);
    int sequence = body.getInt();
    int distance = body.getInt();
    long from = body.getLong();
    if (distance < 0 || from < 0) {
      throw new IllegalArgumentException("no route: distance " + distance + ", from " + from);
    }
    if (mesh.isGuest()) {
      return;
    }
    SourceTree tree = trees.get(source);
    if (tree == null) {
      tree = trees.add(source, false, from);
      if (tree == null) {
        return;
      }
    }
    if (tree.own) {
      return;
    }
    tree.heardSequence[link.slot] = sequence;
    tree.heardDistance[link.slot] = distance;
    if (!isFlooding()) {
      choose(tree, context.now());
    }
  }

  private static boolean isNewer(int one, int other) {
    return one - other > 0;
  }

  /** Whether a neighbour may be the next hop: see the comment of the class. */
  boolean isFeasible(SourceTree tree, int slot) {
    if (tree.heardDistance[slot] == SourceTree.FAR || slots.at(slot) == null) {
      return false;
    }
    return tree.feasible == SourceTree.FAR
        || isNewer(tree.heardSequence[slot], tree.sequence)
        || tree.heardSequence[slot] == tree.sequence && tree.heardDistance[slot] < tree.feasible;
  }

  private int cost(SourceTree tree, int slot) {
    MeshLink link = slots.at(slot);
    int cost = link == null ? SourceTree.FAR : link.costMicros();
    int sum = tree.heardDistance[slot] + cost;
    return tree.heardDistance[slot] == SourceTree.FAR || sum < 0 ? SourceTree.FAR : sum;
  }

  /** Chooses the next hop, or keeps it unless another one is better by far. */
  void choose(SourceTree tree, long now) {
    if (tree.own) {
      return;
    }
    int best = SourceTree.NONE;
    int least = SourceTree.FAR;
    for (int slot = 0; slot < slots.places(); slot++) {
      if (slot != tree.parent
          && now - tree.refusedUntil[slot] >= 0
          && isFeasible(tree, slot)
          && !tree.isChild(slot)) {
        int cost = cost(tree, slot);
        if (cost < least) {
          least = cost;
          best = slot;
        }
      }
    }
    int parent = tree.parent;
    if (parent >= 0 && slots.at(parent) != null) {
      int current = cost(tree, parent);
      int gain = Math.max(LEAST_GAIN_MICROS, current / GAIN_PARTS);
      boolean better = best >= 0 && least < current - gain && now - tree.parentSince >= DWELL_NANOS;
      boolean stale = best >= 0 && tree.heardSequence[best] - tree.heardSequence[parent] >= 2;
      if (!better && !stale) {
        follow(tree, parent);
        return;
      }
    }
    if (best >= 0) {
      adopt(tree, best, now);
    } else if (parent < 0) {
      ask(tree, now);
    }
  }

  /** Takes over what the next hop has told. */
  private void follow(SourceTree tree, int parent) {
    int sequence = tree.heardSequence[parent];
    int distance = cost(tree, parent);
    if (isNewer(sequence, tree.sequence)) {
      tree.sequence = sequence;
      tree.feasible = distance;
    } else {
      tree.feasible = Math.min(tree.feasible, distance);
    }
    tree.distance = distance;
    int change = Math.abs(distance - tree.toldDistance);
    if (tree.toldSequence != tree.sequence
        || change > Math.max(LEAST_GAIN_MICROS, tree.toldDistance / GAIN_PARTS)) {
      tellAll(tree);
    }
  }

  /** Makes a neighbour the next hop. */
  void adopt(SourceTree tree, int slot, long now) {
    MeshLink before = tree.parent >= 0 ? slots.at(tree.parent) : null;
    MeshLink link = slots.at(slot);
    if (link == null) {
      return;
    }
    if (before != null && tree.parent != slot) {
      before.send(MemberFrames.source(MemberFrames.PRUNE, tree.source));
    }
    if (tree.feasible == SourceTree.FAR) {
      tree.sequence = tree.heardSequence[slot];
      tree.toldSequence = tree.sequence - 1;
    }
    tree.parent = slot;
    tree.parentSince = now;
    tree.accepted = false;
    tree.behindSince = 0;
    link.send(MemberFrames.message(MemberFrames.CHILD, tree.source, wanted(tree)));
    follow(tree, slot);
    if (before != null) {
      tell(tree, before, false);
    }
  }

  /** The message that is wanted first: of a source of before, as much as history has. */
  private long wanted(SourceTree tree) {
    int history = context.config().history();
    long next = tree.cache.next();
    return tree.fresh && history > 0 ? Math.max(0, next - history) : next;
  }

  // Children.

  /** A neighbour says that this member is its next hop. */
  void onChild(MeshLink link, ByteBuffer body) {
    SourceId source = SourceId.read(body);
    long wanted = body.getLong();
    SourceTree tree = trees.get(source);
    boolean mayBe =
        tree != null
            && (tree.isChild(link.slot)
                || tree.children < context.config().fanOut() && tree.parent != link.slot);
    if (tree == null || !mayBe || link.guest || wanted < 0) {
      context.counters().refused++;
      link.send(MemberFrames.source(MemberFrames.REFUSE, source));
      return;
    }
    long from = Math.min(Math.max(wanted, tree.cache.first()), tree.cache.next());
    tree.addChild(link.slot, from);
    context.counters().mostChildren = Math.max(context.counters().mostChildren, tree.children);
    link.send(MemberFrames.message(MemberFrames.ACCEPT, source, from));
    listener.onChild(tree, link);
  }

  void onPrune(MeshLink link, ByteBuffer body) {
    SourceTree tree = trees.get(SourceId.read(body));
    if (tree != null) {
      tree.removeChild(link.slot);
    }
  }

  /** The next hop has children enough. */
  void onRefuse(MeshLink link, ByteBuffer body) {
    SourceTree tree = trees.get(SourceId.read(body));
    if (tree != null) {
      long now = context.now();
      tree.refusedUntil[link.slot] = now + REFUSED_NANOS;
      if (tree.parent == link.slot) {
        tree.parent = SourceTree.NONE;
        choose(tree, now);
      }
    }
  }

  /** The next hop leaves, and names its own. */
  void onHandover(MeshLink link, ByteBuffer body) {
    SourceTree tree = trees.get(SourceId.read(body));
    Endpoint parent = EndpointBytes.read(body);
    if (tree != null && tree.parent == link.slot) {
      mesh.dialUrgently(parent);
    }
  }

  /** Takes leave: children are told of the own next hop, which is feasible for them, too. */
  void handOver() {
    for (SourceTree tree : trees.all()) {
      MeshLink parent = tree.parent >= 0 ? slots.at(tree.parent) : null;
      if (parent != null && parent.peer != null) {
        Endpoint next = parent.peer;
        slots.forEach(
            link -> {
              if (tree.isChild(link.slot)) {
                link.send(MemberFrames.handover(tree.source, next));
              }
            });
      }
    }
  }

  // Repair.

  /** A link is gone. */
  void unlinked(int slot, long now) {
    for (SourceTree tree : trees.all()) {
      tree.forget(slot, now);
      if (tree.parent == slot) {
        context.counters().parentsLost++;
        tree.parent = SourceTree.NONE;
        choose(tree, now);
      }
    }
  }

  /** Asks all neighbours for a newer route. */
  void ask(SourceTree tree, long now) {
    if (!tree.own && !isFlooding() && now - tree.askedNanos >= ASK_NANOS) {
      tree.askedNanos = now;
      tree.askedSequence = tree.sequence + 1;
      slots.forEach(
          link -> {
            if (!tree.isChild(link.slot)) {
              link.send(MemberFrames.refresh(tree.source, tree.sequence + 1));
            }
          });
      context.alarm().within(ASK_NANOS);
    }
  }

  /** A neighbour needs a newer route than it has. */
  void onRefresh(MeshLink link, ByteBuffer body) {
    SourceId source = SourceId.read(body);
    int wanted = body.getInt();
    SourceTree tree = trees.get(source);
    if (tree == null) {
      return;
    }
    long now = context.now();
    if (!isNewer(wanted, tree.sequence)) {
      tell(tree, link, false);
    } else if (tree.own) {
      if (now - tree.askedNanos >= ASK_NANOS / 2) {
        renew(tree, now);
      }
    } else if (isNewer(wanted, tree.askedSequence) || now - tree.askedNanos >= ASK_NANOS) {
      tree.askedNanos = now;
      tree.askedSequence = wanted;
      MeshLink parent = tree.parent >= 0 ? slots.at(tree.parent) : null;
      if (parent != null) {
        parent.send(MemberFrames.refresh(source, wanted));
      }
    }
  }

  private void renew(SourceTree tree, long now) {
    tree.askedNanos = now;
    tree.sequence++;
    tellAll(tree);
  }

  /**
   * Looks for next hops that are missing; sources that send tell their routes anew.
   *
   * @return nanoseconds until there is something to do again
   */
  long tick(long now) {
    long wait = Long.MAX_VALUE;
    for (SourceTree tree : trees.all()) {
      if (tree.own) {
        if (now - tree.askedNanos >= RENEW_NANOS && now - tree.lastNanos < RENEW_NANOS) {
          renew(tree, now);
        }
      } else if (!isFlooding() && (tree.parent < 0 || now - tree.parentSince >= DWELL_NANOS)) {
        choose(tree, now);
        wait = tree.parent < 0 ? ASK_NANOS : wait;
      }
    }
    return wait;
  }
}
