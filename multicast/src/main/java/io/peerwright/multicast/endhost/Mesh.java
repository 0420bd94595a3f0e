package io.peerwright.multicast.endhost;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.multicast.wire.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The links of a member to others of its group: a few to near members and at least two by chance,
 * which keep the groups of near ones together; never more than its cap. HyParView's two views: who
 * is linked (active), and who is known (passive), which shuffles refresh.
 *
 * <p>Who has no room redirects to others; who has no link at all is taken in place of another, as
 * HyParView's requests of high priority are. A guest, which only sends, looks for two links.
 *
 * <p>Source: Leitao, Pereira, Rodrigues: HyParView (DSN 2007).
 */
final class Mesh implements MeshLink.Owner {

  /** Places for guests beside those for members. */
  static final int GUESTS = 4;

  private static final long SECOND = 1_000_000_000L;
  private static final long DIAL_NANOS = 2 * SECOND;
  private static final long PING_NANOS = 2 * SECOND;
  private static final long SILENT_NANOS = 5 * SECOND;
  private static final long SHUFFLE_NANOS = 60 * SECOND;
  private static final long LOOK_NANOS = 2 * SECOND;
  private static final int TOLD = 8;

  private final PeerContext context;
  private final Endpoint group;
  private final MeshOwner owner;
  private final MeshSlots slots;
  private final Dialler dialler;
  private boolean guest;
  private boolean closed;
  private long shuffleNanos;
  private long lookNanos;

  Mesh(PeerContext context, Endpoint group, boolean guest, MeshOwner owner) {
    this.context = context;
    this.group = group;
    this.guest = guest;
    this.owner = owner;
    slots = new MeshSlots(context.config().meshLinks() + GUESTS);
    dialler = new Dialler(context, slots);
    shuffleNanos = context.now() + SHUFFLE_NANOS / 2;
  }

  // Links.

  /** The links that are good. */
  MeshSlots slots() {
    return slots;
  }

  boolean isDialling() {
    return !dialler.dialling().isEmpty();
  }

  boolean isGuest() {
    return guest;
  }

  /** How many more links it would take. */
  int room() {
    return Math.max(0, context.config().meshLinks() - slots.members());
  }

  /** From now on it is a member: it tells its neighbours. */
  void becomeMember() {
    guest = false;
    slots.forEach(link -> link.send(MemberFrames.empty(MemberFrames.MEMBER)));
  }

  // Others.

  /** Members were named by somebody. */
  void heardOf(List<Endpoint> peers) {
    for (Endpoint each : peers) {
      if (dialler.isNew(each)) {
        dialler.known().add(each, context.random());
      }
    }
    look(context.now());
  }

  /** Dials a member that must be reached, such as a new parent. */
  void dialUrgently(Endpoint peer) {
    if (dialler.isNew(peer)) {
      dial(peer, false);
    }
  }

  private void dial(Endpoint peer, boolean near) {
    int most = MemberFrames.maxBytes(context.config().maxMessageBytes());
    MeshLink link = new MeshLink(this, context.counters(), true, most, context.now());
    link.peer = peer;
    link.near = near;
    dialler.known().remove(peer);
    dialler.dialling().add(link);
    SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(DIAL_NANOS);
    link.attach(context.host().transport().connect(peer, options, link));
  }

  private void look(long now) {
    if (!closed) {
      dialler.look(guest, this::dial);
      lookNanos = now + LOOK_NANOS;
    }
  }

  // Being dialled.

  /** Somebody has dialled, and greets. */
  void accept(MeshLink link, Endpoint peer, int flags, long now) {
    link.handTo(this);
    link.peer = peer;
    link.near = (flags & MemberFrames.NEAR) != 0;
    link.guest = (flags & MemberFrames.GUEST) != 0;
    link.newcomer = (flags & MemberFrames.NEWCOMER) != 0;
    link.heardNanos = now;
    MeshLink same = slots.to(peer);
    if (same != null) {
      // It has lost what we still believe in, and would be the last to dial twice.
      same.abort(Reason.RESET);
      gone(same);
    }
    MeshLink crossing = dialler.dialling(peer);
    if (crossing != null && context.self().compareTo(peer) < 0) {
      refuse(link);
      return;
    }
    if (crossing != null) {
      dialler.dialling().remove(crossing);
      crossing.abort(Reason.CANCELLED);
    }
    boolean full = isFull(link.guest);
    if (full && (flags & MemberFrames.URGENT) != 0) {
      full = !makeRoom();
    }
    if (full) {
      refuse(link);
      return;
    }
    link.send(MemberFrames.welcome(!owner.isAttached(), others(peer)));
    link.send(MemberFrames.ping(MemberFrames.PING, now));
    take(link);
  }

  private void refuse(MeshLink link) {
    context.counters().redirected++;
    List<Endpoint> others = link.peer == null ? List.of() : others(link.peer);
    link.send(MemberFrames.redirect(others));
    link.close();
  }

  /** Neighbours and others that are known, for somebody else. */
  private List<Endpoint> others(Endpoint but) {
    List<Endpoint> others = new ArrayList<>(TOLD);
    slots.forEach(
        link -> {
          Endpoint peer = link.peer;
          if (!link.guest && peer != null && !peer.equals(but)) {
            others.add(peer);
          }
        });
    while (others.size() > TOLD / 2) {
      others.remove(context.random().nextInt(others.size()));
    }
    for (Endpoint each : dialler.known().sample(TOLD - others.size(), context.random())) {
      if (!each.equals(but)) {
        others.add(each);
      }
    }
    return others;
  }

  /** Lets a link by chance go that carries nothing. */
  private boolean makeRoom() {
    MeshLink leaving = slots.pick(context.random(), link -> !link.guest && !owner.isCarrying(link));
    if (leaving != null) {
      refuse(leaving);
      gone(leaving);
    }
    return leaving != null;
  }

  private boolean isFull(boolean forGuest) {
    return slots.isFull() || !forGuest && slots.members() >= context.config().meshLinks();
  }

  private void take(MeshLink link) {
    if (isFull(link.guest)) {
      refuse(link);
      return;
    }
    slots.put(link);
    if (link.peer != null) {
      dialler.known().remove(link.peer);
    }
    owner.onLinked(link);
  }

  private void gone(MeshLink link) {
    if (slots.remove(link)) {
      owner.onUnlinked(link);
    }
    link.slot = -1;
  }

  // What links tell.

  @Override
  public void onReady(MeshLink link) {
    long now = context.now();
    link.measured(now - link.since);
    int flags =
        (guest ? MemberFrames.GUEST : 0)
            | (link.near ? MemberFrames.NEAR : 0)
            | (slots.members() == 0 && !guest ? MemberFrames.URGENT : 0)
            | (owner.isAttached() ? 0 : MemberFrames.NEWCOMER);
    link.send(MemberFrames.hello(group, context.self().port(), flags));
  }

  @Override
  public void onFrame(MeshLink link, int type, ByteBuffer body) {
    link.heardNanos = context.now();
    if (closed) {
      return;
    }
    switch (type) {
      case MemberFrames.WELCOME -> {
        link.newcomer = (body.get() & MemberFrames.NEWCOMER) != 0;
        List<Endpoint> peers = Frame.readEndpoints(body, MemberFrames.MOST_PEERS);
        if (dialler.dialling().remove(link)) {
          take(link);
          heardOf(peers);
        }
      }
      case MemberFrames.REDIRECT -> {
        List<Endpoint> peers = Frame.readEndpoints(body, MemberFrames.MOST_PEERS);
        dialler.dialling().remove(link);
        gone(link);
        link.close();
        heardOf(peers);
        lonely();
      }
      case MemberFrames.PEERS -> {
        boolean answer = body.get() != 0;
        List<Endpoint> peers = Frame.readEndpoints(body, MemberFrames.MOST_PEERS);
        if (answer && link.peer != null) {
          link.send(MemberFrames.shuffle(false, others(link.peer)));
        }
        heardOf(peers);
      }
      case MemberFrames.PING -> link.send(MemberFrames.ping(MemberFrames.PONG, body.getLong()));
      case MemberFrames.PONG -> {
        long token = body.getLong();
        if (token - link.since >= 0 && context.now() - token >= 0) {
          link.measured(context.now() - token);
        }
        pong(link, token);
      }
      case MemberFrames.MEMBER -> {
        if (link.guest && isFull(false)) {
          refuse(link);
          gone(link);
        } else if (link.guest && link.slot >= 0) {
          link.newcomer = true;
          slots.promote(link);
          owner.onLinked(link);
        }
      }
      default -> {
        if (link.slot >= 0) {
          owner.onFrame(link, type, body);
        }
      }
    }
  }

  private void pong(MeshLink link, long token) {
    if (link.slot >= 0) {
      owner.onPong(link, token);
    }
  }

  @Override
  public void onRoom(MeshLink link) {
    if (link.slot >= 0) {
      owner.onRoom(link);
    }
  }

  @Override
  public void onOver(MeshLink link, Reason reason) {
    boolean dialled = dialler.dialling().remove(link);
    if (!closed && link.slot >= 0) {
      context.counters().linksLost++;
    }
    gone(link);
    if (!closed && (dialled || slots.members() < 2)) {
      look(context.now());
      lonely();
    }
  }

  private void lonely() {
    if (slots.members() == 0 && !isDialling() && !closed) {
      owner.onLonely();
    }
  }

  // Time.

  /**
   * Does what is due.
   *
   * @return nanoseconds until there is something to do again
   */
  long tick(long now) {
    slots.forEach(
        link -> {
          if (now - link.heardNanos >= SILENT_NANOS) {
            link.abort(Reason.TIMEOUT);
          } else if (now - Math.max(link.heardNanos, link.pingedNanos) >= PING_NANOS) {
            link.pingedNanos = now;
            link.send(MemberFrames.ping(MemberFrames.PING, now));
          }
        });
    for (MeshLink link : List.copyOf(dialler.dialling())) {
      if (now - link.since >= 2 * DIAL_NANOS) {
        link.abort(Reason.TIMEOUT);
      }
    }
    if (now - lookNanos >= 0) {
      look(now);
      keepNearest();
    }
    if (now - shuffleNanos >= 0) {
      shuffleNanos = now + SHUFFLE_NANOS;
      shuffle();
    }
    return PING_NANOS / 2;
  }

  /** Of more near links than it looks for, the farthest that carries nothing goes. */
  private void keepNearest() {
    MeshLink[] farthest = new MeshLink[1];
    slots.forEach(
        link -> {
          boolean farther = farthest[0] == null || link.costMicros() > farthest[0].costMicros();
          if (link.near && link.dialled && farther && !owner.isCarrying(link)) {
            farthest[0] = link;
          }
        });
    int near = slots.count(link -> link.near && link.dialled);
    if (near > context.config().nearLinks() && farthest[0] != null) {
      refuse(farthest[0]);
      gone(farthest[0]);
    }
  }

  private void shuffle() {
    MeshLink link = slots.pick(context.random(), each -> !each.guest);
    if (link != null && link.peer != null) {
      link.send(MemberFrames.shuffle(true, others(link.peer)));
    }
  }

  /** Whoever is linked or being dialled is let go; what was sent is sent still. */
  void close() {
    closed = true;
    List<MeshLink> all = new ArrayList<>(dialler.dialling());
    slots.forEach(all::add);
    dialler.dialling().clear();
    for (MeshLink link : all) {
      gone(link);
      link.close();
    }
  }

  /** What must hold at any time. */
  void checkInvariants() {
    slots.checkInvariants(context.config().meshLinks());
  }
}
