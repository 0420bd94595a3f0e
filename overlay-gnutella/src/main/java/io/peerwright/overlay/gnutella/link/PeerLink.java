package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.net.RecentEndpoints;
import io.peerwright.kit.tls.TlsTransport;
import io.peerwright.overlay.gnutella.handshake.Handshake;
import io.peerwright.overlay.gnutella.handshake.Outcome;
import io.peerwright.overlay.gnutella.handshake.PeerTraits;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.message.Bye;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.Messages;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to another servent, from the handshake to the end. Messages are read where they
 * arrive and copied once for each link that they are sent on; nothing is allocated for one that
 * lies in one read, and an idle link holds no buffer.
 */
public class PeerLink extends LinkInput implements LinkHandler, TimerTarget {

  private static final long HANDSHAKE_NANOS = 20_000_000_000L;
  private static final Role[] ROLES = Role.values();

  private final LinkOwner owner;
  private final Turn turn;
  private final Endpoint remote;
  private final boolean dialled;
  private final PeerState state = new PeerState();
  private @Nullable Link link;
  private @Nullable Handshake handshake;

  /** Null while nothing is to be sent, unless it compresses. */
  private @Nullable SendQueue queue;

  private PeerTraits traits = PeerTraits.NONE;
  private @Nullable Endpoint listen;
  private @Nullable Guid servent;
  private long timer;
  private int route;
  private int heardAt;
  private int received;
  private int sent;

  // Roles as numbers, for there are many links.
  private byte ours = (byte) Role.LEGACY.ordinal();
  private byte theirs = (byte) Role.LEGACY.ordinal();

  private boolean linked;
  private boolean marked;
  private boolean compressing;
  private boolean over;

  /**
   * One that is not open yet.
   *
   * @param dialled whether it is us who call
   */
  public PeerLink(LinkOwner owner, Turn turn, Endpoint remote, boolean dialled) {
    this.owner = owner;
    this.turn = turn;
    this.remote = remote;
    this.dialled = dialled;
    // From the beginning on: a connection that never opens is over, too.
    timer = turn.loop().schedule(HANDSHAKE_NANOS, this, 0, 0);
  }

  /** Where the other side is, on this connection. */
  public Endpoint remote() {
    return remote;
  }

  /** Where the other side can be dialled, as far as is known. */
  public @Nullable Endpoint dialable() {
    return dialled ? remote : listen;
  }

  /** Whether we have dialled. */
  public boolean isDialled() {
    return dialled;
  }

  /** Whether messages can be sent. */
  public boolean isLinked() {
    return linked && !over;
  }

  /** Whether it is open, and hands are shaken. */
  public boolean isShaking() {
    return handshake != null && !over;
  }

  /** The GUID of the other side, if it is known by it; null otherwise. */
  public @Nullable Guid servent() {
    return servent;
  }

  /** From now on the other side is known by this GUID. */
  public void setServent(Guid guid) {
    servent = guid;
  }

  /** What the other side says of itself. */
  public PeerTraits traits() {
    return traits;
  }

  /** Keeps what the other side says in less memory, where another link says the same. */
  public void share(PeerTraits other) {
    traits = traits.sharing(other);
  }

  /** What we are on this link. */
  public Role ours() {
    return ROLES[ours];
  }

  /** What the other side is on it. */
  public Role theirs() {
    return ROLES[theirs];
  }

  /** A number that the owner finds the link by; 0 until it has given one. */
  public int route() {
    return route;
  }

  /** Gives it a number. */
  public void setRoute(int number) {
    route = number;
  }

  /** What the other side has said since the handshake. */
  public PeerState state() {
    return state;
  }

  /** Messages that came in. */
  public int received() {
    return received;
  }

  /** Messages that were to go out. */
  public int sent() {
    return sent;
  }

  /** Of those that were to go out, how many were dropped. */
  public long dropped() {
    return queue == null ? 0 : queue.dropped();
  }

  /** Seconds since the other side was heard last. */
  public int silentSeconds() {
    return turn.seconds() - heardAt;
  }

  /**
   * Whether a ping may be answered; counts it.
   *
   * @param far whether it asks for more pongs than ours
   */
  public boolean mayAnswerPing(boolean far) {
    return state.mayAnswerPing(far, turn.seconds());
  }

  @Override
  public void onOpen(Link opened) {
    link = opened;
    if (over) {
      opened.close();
      return;
    }
    Handshake.Servent servent = owner.servent();
    boolean tls = TlsTransport.isTls(opened);
    handshake =
        dialled
            ? Handshake.calling(servent, remote, tls)
            : Handshake.answering(servent, remote, tls);
    opened.request(Link.UNLIMITED);
    say(handshake);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    heardAt = turn.seconds();
    Handshake shaking = handshake;
    if (shaking != null && !over) {
      Outcome outcome = shaking.receive(data);
      say(shaking);
      if (!over && outcome instanceof Outcome.Linked agreed) {
        begin(agreed, from);
      } else if (outcome instanceof Outcome.Refused refused) {
        handshake = null;
        owner.onRefused(this, refused);
        close();
      }
    }
    if (handshake == null && !over && data.hasRemaining()) {
      read(data);
    }
    turn.end();
  }

  private void say(Handshake shaking) {
    byte[] bytes = shaking.takeOutput();
    Link to = link;
    if (bytes != null && to != null && to.write(ByteBuffer.wrap(bytes)) < bytes.length) {
      // A block of headers is small, and nothing was sent before it.
      end(Reason.LIMIT);
    }
  }

  /** Messages may be sent. */
  void begin(Outcome.Linked agreed, Link on) {
    turn.loop().cancel(timer);
    timer = 0;
    handshake = null;
    linked = true;
    traits = agreed.traits();
    Endpoint told = traits.listen();
    listen = told == null ? null : RecentEndpoints.same(told);
    ours = (byte) agreed.ours().ordinal();
    theirs = (byte) agreed.theirs().ordinal();
    queue = agreed.deflates() ? new SendQueue(new Deflation()) : null;
    if (agreed.inflates()) {
      inflate();
    }
    owner.onLinked(this, agreed);
  }

  @Override
  boolean isOver() {
    return over;
  }

  @Override
  void onMessage(ByteBuffer data, int at, int length) {
    received++;
    owner.onMessage(this, data, at, length);
  }

  /** Sends a copy of a message with another TTL and other hops. */
  public void forward(ByteBuffer source, int at, int length, int ttl, int hops) {
    Link by = link;
    if (!isLinked() || by == null) {
      return;
    }
    SendQueue to = queue == null ? SendQueue.take() : queue;
    queue = to;
    sent++;
    owner.onSent(Header.type(source, at), length);
    to.add(by, source, at, length, ttl, hops, turn.seconds());
    if (!marked && to.isDirty()) {
      marked = true;
      turn.mark(this);
    }
  }

  /** Sends a message of our own. */
  public void send(Guid guid, int ttl, Message message) {
    ByteBuffer bytes = Messages.encode(guid, ttl, 0, message);
    forward(bytes, 0, bytes.remaining(), ttl, 0);
  }

  /** Hands over what was sent, where nothing came in that ends with this by itself. */
  public void endTurn() {
    turn.end();
  }

  @Override
  boolean flush() {
    marked = false;
    SendQueue to = queue;
    Link by = link;
    if (over || to == null || by == null) {
      return false;
    }
    if (to.flush(by, turn.seconds()) == SendQueue.Outcome.OVERFLOW) {
      end(Reason.LIMIT);
      return false;
    }
    // The first message after a pause goes at once; those that follow it soon wait for more.
    if (to.needsSync() && turn.isSyncDue(to.syncedAt())) {
      sync();
    }
    boolean behind = !over && to.needsSync();
    queue = SendQueue.unlessIdle(to);
    return behind;
  }

  @Override
  void sync() {
    if (!over && queue != null && link != null) {
      queue.sync(link, turn.seconds(), turn.now());
      if (!compressing) {
        compressing = true;
        turn.onCompressing(this);
      }
    }
  }

  @Override
  boolean pause() {
    SendQueue to = queue;
    compressing = !over && to != null && !turn.isPauseDue(to.syncedAt());
    if (!compressing && to != null) {
      to.pause();
    }
    return !compressing;
  }

  @Override
  public void onWritable(Link writable) {
    if (flush()) {
      sync();
    }
  }

  /** Says why, and ends it. */
  public void bye(int code, String reason) {
    if (isLinked() && traits.has(PeerTraits.BYE)) {
      send(new Guid(0, 0), 1, Bye.of(code, reason));
      flush();
      sync();
    }
    close();
  }

  /** Ends it in order. */
  public void close() {
    if (!over) {
      over = true;
      turn.loop().cancel(timer);
      if (link != null) {
        link.close();
      }
    }
  }

  @Override
  public void end(Reason reason) {
    if (!over) {
      over = true;
      turn.loop().cancel(timer);
      if (link != null) {
        link.abort(reason);
      }
    }
  }

  /** Keeps the link that is being opened, so that it can be given up. */
  public void opening(Link attempt) {
    link = attempt;
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    end(Reason.TIMEOUT);
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    over = true;
    turn.loop().cancel(timer);
    timer = 0;
    handshake = null;
    if (queue != null) {
      queue.close();
    }
    closeInput();
    state.tables().close();
    owner.onGone(this, reason);
    turn.end();
  }
}
