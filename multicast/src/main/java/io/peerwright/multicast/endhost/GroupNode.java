package io.peerwright.multicast.endhost;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.multicast.delivery.SourceId;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A peer's part in one group: its links, its trees. */
final class GroupNode implements MeshOwner {

  /** What a group needs of its peer, and tells it. */
  interface Owner {
    /** Members of the group are wanted. */
    void findPeers(GroupNode node);

    /** Messages that are sent from now on arrive here. */
    void onAttached(GroupNode node);

    void onMessage(GroupNode node, Endpoint from, byte[] message);
  }

  private static final long SECOND = 1_000_000_000L;
  private static final long FIND_NANOS = SECOND;
  private static final long FIND_MORE_NANOS = 20 * SECOND;
  private static final long GUEST_IDLE_NANOS = 210 * SECOND;
  private static final long LONG_WAIT_NANOS = 5 * SECOND;

  private final PeerContext context;
  private final Owner owner;
  private final Mesh mesh;
  private final SourceTrees trees;
  private final TreeRouting routing;
  private final LazyRepair repair;
  private final MessageFlow flow;
  private @Nullable SourceTree sending;
  private boolean attached;
  private boolean finding;
  private long barrier;
  private long findNanos;
  private long usedNanos;

  final Endpoint group;

  GroupNode(PeerContext context, Endpoint group, boolean guest, Owner owner) {
    this.context = context;
    this.group = group;
    this.owner = owner;
    mesh = new Mesh(context, group, guest, this);
    trees = new SourceTrees(context, mesh.slots());
    routing = new TreeRouting(context, mesh, trees, this::onChild);
    repair = new LazyRepair(context, mesh, trees, routing);
    flow =
        new MessageFlow(
            context,
            mesh,
            trees,
            repair::onKept,
            (source, message) -> owner.onMessage(this, source.source(), message));
    usedNanos = context.now();
    findNanos = context.now();
  }

  Mesh mesh() {
    return mesh;
  }

  @Override
  public boolean isAttached() {
    return attached;
  }

  /** A guest becomes a member. */
  void becomeMember() {
    if (mesh.isGuest()) {
      mesh.becomeMember();
      find(context.now());
    }
  }

  /** Begins to look for others. */
  void find(long now) {
    finding = true;
    findNanos = now + FIND_NANOS;
    owner.findPeers(this);
  }

  /** A rendezvous server has named members. */
  void onPeers(List<Endpoint> peers) {
    finding = false;
    mesh.heardOf(peers);
    if (mesh.slots().members() == 0 && !mesh.isDialling()) {
      alone();
    }
  }

  /** Nobody else is there: what was sent had nobody to hear it. */
  private void alone() {
    if (sending != null) {
      sending.unsentFrom = sending.cache.next();
    }
    attach();
  }

  private void attach() {
    if (!attached && !mesh.isGuest()) {
      attached = true;
      owner.onAttached(this);
    }
  }

  // Messages.

  SendResult send(byte[] message) {
    long now = context.now();
    usedNanos = now;
    SourceTree tree = sending;
    if (tree == null) {
      SourceId source = SourceId.starting(context.self(), context.host().loop());
      tree = trees.add(source, true, 0);
      if (tree == null) {
        return SendResult.WOULD_BLOCK;
      }
      sending = tree;
      if (context.config().tree() == TreeKind.FLOOD_PRUNE) {
        flow.flood(tree);
      } else {
        routing.tellAll(tree);
      }
    }
    if (!flow.send(tree, message)) {
      return SendResult.WOULD_BLOCK;
    }
    context.counters().messagesSent++;
    if (mesh.slots().members() == 0 && !mesh.isDialling() && !finding) {
      if (attached) {
        alone();
      } else {
        find(now);
      }
    }
    return SendResult.ACCEPTED;
  }

  private void onChild(SourceTree tree, MeshLink child) {
    flow.pump(tree, child);
  }

  @Override
  public void onLinked(MeshLink link) {
    if (link.guest) {
      link.send(MemberFrames.empty(MemberFrames.SYNC));
      return;
    }
    routing.tellAll(link);
    flow.floodTo(link);
    if (sending != null && context.config().tree() == TreeKind.FLOOD_PRUNE) {
      sending.addChild(link.slot, Math.max(sending.unsentFrom, sending.cache.first()));
      flow.pump(sending, link);
      sending.unsentFrom = sending.cache.next();
    }
    context.alarm().within(SECOND);
  }

  @Override
  public void onFrame(MeshLink link, int type, ByteBuffer body) {
    switch (type) {
      case MemberFrames.ROUTE -> routing.onRoute(link, body);
      case MemberFrames.CHILD -> routing.onChild(link, body);
      case MemberFrames.PRUNE -> routing.onPrune(link, body);
      case MemberFrames.REFUSE -> routing.onRefuse(link, body);
      case MemberFrames.REFRESH -> routing.onRefresh(link, body);
      case MemberFrames.HANDOVER -> routing.onHandover(link, body);
      case MemberFrames.ACCEPT -> flow.onAccept(link, body);
      case MemberFrames.DATA -> flow.onData(link, body);
      case MemberFrames.HAVE -> repair.onHave(link, body);
      case MemberFrames.PULL -> flow.onPull(link, body);
      case MemberFrames.SYNC -> {
        // What it answers now, it answers after all that it was asked to send.
        barrier = context.now();
        link.send(MemberFrames.ping(MemberFrames.PING, barrier));
      }
      default -> throw new IllegalArgumentException("no frame " + type);
    }
  }

  @Override
  public void onPong(MeshLink link, long token) {
    if (!attached && token == barrier) {
      attach();
    }
  }

  @Override
  public void onRoom(MeshLink link) {
    flow.onRoom(link);
  }

  @Override
  public void onUnlinked(MeshLink link) {
    routing.unlinked(link.slot, context.now());
  }

  @Override
  public void onLonely() {
    long now = context.now();
    if (now - findNanos >= 0) {
      find(now);
    } else if (!finding) {
      alone();
    }
  }

  @Override
  public boolean isCarrying(MeshLink link) {
    for (SourceTree tree : trees.all()) {
      if (tree.parent == link.slot || tree.isChild(link.slot)) {
        return true;
      }
    }
    return false;
  }

  // Time.

  /** Whether a guest has sent nothing for long. */
  boolean isUnused(long now) {
    return mesh.isGuest() && now - usedNanos >= GUEST_IDLE_NANOS;
  }

  /** Does what is due; returns nanoseconds until there is something to do again. */
  long tick(long now) {
    long wait = mesh.tick(now);
    wait = Math.min(wait, repair.tick(now));
    flow.tick(now);
    wait = Math.min(wait, routing.tick(now));
    trees.expire(now);
    if (sending != null && trees.get(sending.source) == null) {
      sending = null;
    }
    if (mesh.slots().members() < 2 && !mesh.isDialling() && now - findNanos >= FIND_MORE_NANOS) {
      find(now);
    }
    return Math.min(wait, LONG_WAIT_NANOS);
  }

  /** Leaves the group: children go to the own next hop. */
  void close() {
    routing.handOver();
    mesh.close();
  }

  /** Which part a neighbour has: parent or child of the latest source, guest, or none. */
  String role(MeshLink link) {
    String role = link.guest ? "guest" : link.near ? "near" : "random";
    for (SourceTree tree : trees.all()) {
      if (tree.parent == link.slot) {
        role = "parent";
      } else if (tree.isChild(link.slot)) {
        role = "child";
      }
    }
    return role;
  }

  int sources() {
    return trees.all().size();
  }

  void checkInvariants() {
    mesh.checkInvariants();
    int most =
        context.config().tree() == TreeKind.FLOOD_PRUNE
            ? mesh.slots().places()
            : context.config().fanOut();
    trees.forEach(tree -> tree.checkInvariants(most));
  }
}
