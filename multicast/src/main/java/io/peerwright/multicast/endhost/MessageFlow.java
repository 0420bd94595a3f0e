package io.peerwright.multicast.endhost;

import io.peerwright.multicast.delivery.SourceId;
import java.nio.ByteBuffer;

/**
 * Brings the messages of sources from the next hop to the children, each once and in order.
 *
 * <p>A child has a place in the cache of the source, from which its link is filled as it takes
 * bytes: one that is slow falls behind alone, and misses what has left the cache. A new child says
 * which message it wants first, so whoever changes its next hop misses nothing that is still kept.
 *
 * <p>Messages from others than the next hop are not taken unless they were asked for (reverse path,
 * receiving side). Where messages flood instead, a copy too many is pruned for two minutes.
 */
final class MessageFlow {

  /** Hears the messages of others. */
  interface Receiver {
    void onMessage(SourceId source, byte[] message);
  }

  private static final long FLOOD_AGAIN_NANOS = 120_000_000_000L;
  private static final int MOST_PULLED = 256;

  private final PeerContext context;
  private final Mesh mesh;
  private final MeshSlots slots;
  private final SourceTrees trees;
  private final Runnable onKept;
  private final Receiver receiver;

  MessageFlow(
      PeerContext context, Mesh mesh, SourceTrees trees, Runnable onKept, Receiver receiver) {
    this.context = context;
    this.mesh = mesh;
    slots = mesh.slots();
    this.trees = trees;
    this.onKept = onKept;
    this.receiver = receiver;
  }

  private boolean isFlooding() {
    return context.config().tree() == TreeKind.FLOOD_PRUNE;
  }

  // Out.

  /**
   * Sends a message of this peer.
   *
   * @return false if all children are far behind
   */
  boolean send(SourceTree tree, byte[] message) {
    if (isCongested(tree)) {
      return false;
    }
    keep(tree, message);
    if (slots.members() > 0) {
      tree.unsentFrom = isFlooding() ? tree.cache.next() : tree.unsentFrom;
    }
    return true;
  }

  /** Whether even the fastest child has half of the cache before it. */
  private boolean isCongested(SourceTree tree) {
    if (tree.cache.bytes() < context.config().cacheBytes() / 2) {
      return false;
    }
    long fastest = tree.children == 0 ? tree.unsentFrom : -1;
    for (long each : tree.sendNext) {
      fastest = Math.max(fastest, each);
    }
    return fastest - tree.cache.first() <= (tree.cache.next() - tree.cache.first()) / 2;
  }

  private void keep(SourceTree tree, byte[] message) {
    long now = context.now();
    EndHostConfig config = context.config();
    tree.cache.add(message, now);
    tree.lastNanos = now;
    tree.fresh = false;
    tree.started = true;
    pumpAll(tree);
    tree.cache.evict(config.cacheBytes(), now, config.cacheTime().toNanos(), config.history());
    onKept.run();
  }

  private void pumpAll(SourceTree tree) {
    for (int slot = 0; slot < slots.places(); slot++) {
      MeshLink link = slots.at(slot);
      if (link != null && tree.isChild(slot)) {
        pump(tree, link);
      }
    }
  }

  /** Fills a link as far as it takes messages. */
  void pump(SourceTree tree, MeshLink link) {
    int slot = link.slot;
    MessageCache cache = tree.cache;
    if (tree.sendNext[slot] < cache.first()) {
      tree.sendNext[slot] = cache.first();
      link.send(MemberFrames.message(MemberFrames.ACCEPT, tree.source, cache.first()));
    }
    while (tree.isChild(slot) && tree.sendNext[slot] < cache.next() && !link.isBlocked()) {
      long sequence = tree.sendNext[slot]++;
      if (isLate(cache.time(sequence))) {
        context.counters().messagesLate++;
      } else {
        sendOne(tree, link, sequence);
      }
    }
  }

  private boolean isLate(long time) {
    EndHostConfig config = context.config();
    return config.delivery() == Delivery.LIVE
        && context.now() - time > config.lateAfter().toNanos();
  }

  private void sendOne(SourceTree tree, MeshLink link, long sequence) {
    context.counters().dataSent++;
    ByteBuffer frame = MemberFrames.data(tree.source, sequence, tree.cache.get(sequence));
    context.counters().dataBytes += frame.remaining();
    link.send(frame);
  }

  /** A link has room again. */
  void onRoom(MeshLink link) {
    for (SourceTree tree : trees.all()) {
      if (link.slot >= 0 && tree.isChild(link.slot)) {
        pump(tree, link);
      }
    }
  }

  /** When messages flood, each neighbour is sent all that it does not prune. */
  void floodTo(MeshLink link) {
    if (isFlooding() && !link.guest) {
      trees.forEach(tree -> tree.addChild(link.slot, tree.cache.next()));
    }
  }

  /** A new source whose messages flood. */
  void flood(SourceTree tree) {
    slots.forEach(
        link -> {
          if (!link.guest) {
            tree.addChild(link.slot, tree.cache.next());
          }
        });
  }

  // In.

  /** A message has come. */
  void onData(MeshLink link, ByteBuffer body) {
    SourceId source = SourceId.read(body);
    long sequence = body.getLong();
    if (sequence < 0 || body.remaining() > context.config().maxMessageBytes()) {
      throw new IllegalArgumentException("no message: number " + sequence);
    }
    context.counters().dataReceived++;
    SourceTree tree = trees.get(source);
    if (tree == null && isFlooding()) {
      tree = trees.add(source, false, sequence);
      if (tree != null) {
        flood(tree);
      }
    }
    if (tree == null || tree.own || mesh.isGuest()) {
      context.counters().strays++;
      return;
    }
    int slot = link.slot;
    boolean expected = tree.parent == slot || context.now() - tree.pulledUntil[slot] < 0;
    if (sequence < tree.cache.next() || !expected && !isFlooding()) {
      surplus(tree, link, expected);
      return;
    }
    if (isFlooding()) {
      tree.parent = slot;
      tree.removeChild(slot);
    }
    if (sequence > tree.cache.next() && !skip(tree, link, sequence)) {
      return;
    }
    byte[] message = new byte[body.remaining()];
    body.get(message);
    tree.behindSince = 0;
    keep(tree, message);
    receiver.onMessage(source, message);
  }

  /** A copy too many, or one by a way that it should not come. */
  private void surplus(SourceTree tree, MeshLink link, boolean expected) {
    if (expected) {
      context.counters().duplicates++;
    } else {
      context.counters().strays++;
    }
    if (tree.parent != link.slot) {
      link.send(MemberFrames.source(MemberFrames.PRUNE, tree.source));
    }
  }

  /**
   * Messages before this one have not come.
   *
   * @return false if they may still come, and this one will come again
   */
  private boolean skip(SourceTree tree, MeshLink link, long sequence) {
    long missing = sequence - tree.cache.next();
    if (tree.fresh || context.config().delivery() == Delivery.LIVE) {
      context.counters().messagesLate += tree.fresh ? 0 : missing;
      tree.cache.restart(sequence);
      moveChildren(tree);
      return true;
    }
    if (tree.parent == link.slot) {
      link.send(MemberFrames.message(MemberFrames.CHILD, tree.source, tree.cache.next()));
    }
    return false;
  }

  private static void moveChildren(SourceTree tree) {
    for (int slot = 0; slot < tree.sendNext.length; slot++) {
      if (tree.isChild(slot)) {
        tree.sendNext[slot] = Math.max(tree.sendNext[slot], tree.cache.first());
      }
    }
  }

  /** The next hop sends from this message on; what was before, it has no more. */
  void onAccept(MeshLink link, ByteBuffer body) {
    SourceTree tree = trees.get(SourceId.read(body));
    long from = body.getLong();
    if (tree == null || tree.own || tree.parent != link.slot || from < 0) {
      return;
    }
    tree.accepted = true;
    if (tree.fresh) {
      tree.cache.restart(from);
      tree.fresh = false;
    } else if (from > tree.cache.next()) {
      context.counters().messagesLost += from - tree.cache.next();
      tree.cache.restart(from);
      moveChildren(tree);
    }
  }

  /** A neighbour wants messages once. */
  void onPull(MeshLink link, ByteBuffer body) {
    SourceTree tree = trees.get(SourceId.read(body));
    long from = body.getLong();
    if (tree == null || from < 0) {
      return;
    }
    long first = Math.max(from, tree.cache.first());
    long end = Math.min(tree.cache.next(), first + MOST_PULLED);
    for (long each = first; each < end && !link.isBlocked(); each++) {
      sendOne(tree, link, each);
    }
  }

  /** Floods again to neighbours that have pruned a source for long. */
  void tick(long now) {
    if (!isFlooding()) {
      return;
    }
    for (SourceTree tree : trees.all()) {
      if (now - tree.askedNanos >= FLOOD_AGAIN_NANOS) {
        tree.askedNanos = now;
        slots.forEach(
            link -> {
              if (!tree.isChild(link.slot) && tree.parent != link.slot && !link.guest) {
                tree.addChild(link.slot, tree.cache.next());
              }
            });
      }
    }
  }
}
