package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.OutputQueue;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.Frame;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.WireAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection and, once logged in, one user. Small: there are many of them. */
final class ClientSession extends User implements LinkHandler, TimerTarget, Outbox.Receiver {

  /** What is done with what users say. */
  interface Handler {

    /** A message has come, whose text stands in {@code bytes}. */
    void handle(ClientSession session, int type, byte[] bytes, int from, int to);

    /** There is room for more of the list of files that is being sent. */
    void browseOn(ClientSession session);

    /** The connection is over. */
    void gone(ClientSession session);
  }

  /** What all sessions share. */
  record Shared(
      HybridServerConfig config,
      Loop loop,
      Outbox outbox,
      MemoryBudget memory,
      ServerCounters counters,
      ServerEvents events,
      Handler handler) {}

  /** How far a connection is. */
  enum State {
    /** Not logged in. */
    NEW,
    /** A password is being checked or stored; nothing is read meanwhile. */
    BUSY,
    /** Logged in. */
    READY,
    /** Over. */
    CLOSED
  }

  private static final int LOGIN_TIMEOUT = 1;
  private static final int IDLE = 2;
  private static final int GO_ON = 3;

  /** Bytes a user may send before we have handled them. */
  private static final int WINDOW_BYTES = 16_384;

  /** With more than this waiting, a user's further messages wait, too. */
  private static final int HIGH_WATER_BYTES = 65_536;

  private static final int LOGIN_FRAME_BYTES = 2_048;

  final Link link;
  State state = State.NEW;

  final MessageRates rates;
  final UserMemory memory;

  /** The user whose files are being listed, and how far; only while that goes on. */
  @Nullable Browsing browsing;

  @Nullable List<Channel<ClientSession>> channels;

  private final Shared shared;
  private final ConnectionLimits.Place place;
  private final OutputQueue output;
  private FrameBuffer frames = new FrameBuffer(Frame.FRAMING, LOGIN_FRAME_BYTES);
  private byte @Nullable [] backlog;
  private byte @Nullable [] hitEnd;
  private long lastHeardNanos;

  /** Whether the user was pinged since it was heard of last. */
  private boolean pinged;

  /** Whether silence soon after a ping means that the line is dead: not all clients know pings. */
  boolean answersPings;

  private long timer;
  private long goOnTimer;
  private boolean dirty;

  ClientSession(Shared shared, Link link, ConnectionLimits.Place place) {
    this.shared = shared;
    this.link = link;
    this.place = place;
    memory = new UserMemory(shared.memory, link.remote(), this::shed);
    rates = new MessageRates(shared.loop, shared.config);
    output = new OutputQueue(shared.config.maxWaitingBytes());
  }

  @Override
  public void onOpen(Link opened) {
    timer = shared.loop.schedule(shared.config.loginTimeout().toNanos(), this, LOGIN_TIMEOUT, 0);
    opened.request(WINDOW_BYTES);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    heard();
    if (backlog == null) {
      handle(data);
    } else {
      keep(data);
      account();
    }
  }

  /** The line is alive: something came, or was taken. */
  private void heard() {
    lastHeardNanos = shared.loop.nanoTime();
    pinged = false;
  }

  @Override
  public void onWritable(Link writable) {
    heard();
    flush();
    goOn();
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    state = State.CLOSED;
    shared.loop.cancel(timer);
    shared.loop.cancel(goOnTimer);
    backlog = null;
    place.release();
    memory.close();
    shared.handler.gone(this);
    shared.outbox.flushOthers();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == GO_ON) {
      goOnTimer = 0;
      goOn();
    } else if (code == LOGIN_TIMEOUT) {
      link.abort(Reason.TIMEOUT);
    } else {
      probeIfIdle();
    }
  }

  /** It costs the server most when there is no memory left. */
  private void shed() {
    shared.counters.shed++;
    shared.events.userShed(nick, link);
    state = State.CLOSED;
    backlog = null;
    browsing = null;
    link.abort(Reason.LIMIT);
  }

  /** True as long as it may have something to say. */
  boolean isOpen() {
    return state != State.CLOSED;
  }

  private void account() {
    memory.buffers(
        output.waitingBytes() + frames.heldBytes() + (backlog == null ? 0 : backlog.length));
  }

  /** The login has been accepted. */
  void ready(Login login) {
    state = State.READY;
    place.useful(shared.loop.nanoTime());
    nick = login.nick();
    client = login.client();
    dataPort = login.dataPort();
    linkType = login.linkType();
    loginNanos = shared.loop.nanoTime();
    answersPings = client.startsWith("peerwright");
    frames = new FrameBuffer(Frame.FRAMING, shared.config.maxFrameBytes());
    shared.loop.cancel(timer);
    timer = shared.loop.schedule(shared.config.idleTimeout().toNanos() / 2, this, IDLE, 0);
  }

  /** Whether nothing came since then, though all is read and pings are answered as a rule. */
  boolean isMuteSince(long nanos) {
    return backlog == null && browsing == null && lastHeardNanos <= nanos;
  }

  /** Goes on with what came in while nothing could be read. */
  void goOn() {
    byte[] rest = backlog;
    if (rest != null && state != State.CLOSED) {
      // It may have had to wait here for longer than a user may be silent.
      heard();
      backlog = null;
      handle(ByteBuffer.wrap(rest));
    } else if (browsing != null) {
      handle(ByteBuffer.allocate(0));
    }
  }

  /** Says one last thing in the protocol's words and hangs up. */
  void refuse(int type, String text) {
    shared.outbox.to(this).begin(type).field(text);
    disconnect();
  }

  /** Hangs up after what has been said. */
  void disconnect() {
    shared.outbox.flushCurrent(this);
    state = State.CLOSED;
    link.close();
  }

  @Override
  public void add(ByteBuffer bytes) {
    if (!memory.isClosed()) {
      output.add(bytes);
      account();
    }
  }

  @Override
  public void send(ByteBuffer bytes) {
    if (!memory.isClosed()) {
      rates.chargeAnswer(bytes.remaining());
      output.send(link, bytes);
      account();
    }
  }

  @Override
  public void flush() {
    dirty = false;
    if (!memory.isClosed()) {
      output.flush(link);
      account();
    }
  }

  @Override
  public boolean markDirty() {
    boolean first = !dirty;
    dirty = true;
    return first;
  }

  void changeLinkType(int type) {
    linkType = type;
    hitEnd = null;
  }

  /** What each hit at this user ends with: nick, address and link type. */
  byte[] hitEnd() {
    byte[] end = hitEnd;
    if (end == null) {
      String text = nick + ' ' + address() + ' ' + linkType;
      end = text.getBytes(StandardCharsets.ISO_8859_1);
      hitEnd = end;
    }
    return end;
  }

  /** True if so much waits that nothing more should be written of one's own accord. */
  boolean isFull() {
    return output.waitingBytes() > HIGH_WATER_BYTES;
  }

  /** Where it says that it listens; port 0 behind a firewall. */
  Endpoint dataAddress() {
    return link.remote().withPort(dataPort);
  }

  /** Its address in the numbers of the protocol; 0 if it has none of IPv4. */
  long address() {
    return WireAddress.of(link.remote());
  }

  List<Channel<ClientSession>> channels() {
    channels = channels == null ? new ArrayList<>(2) : channels;
    return channels;
  }

  private void handle(ByteBuffer data) {
    int before = data.remaining();
    ByteBuffer bytes = shared.outbox.readable(data);
    shared.outbox.enter(this);
    if (browsing != null) {
      shared.handler.browseOn(this);
    }
    while (state != State.CLOSED) {
      if (isHeldUp()) {
        keep(bytes);
        break;
      }
      int whole = frames.nextWhole(bytes);
      if (whole > 0) {
        int from = bytes.position();
        bytes.position(from + whole);
        handleFrame(bytes.array(), bytes.arrayOffset() + from, whole);
        continue;
      }
      ByteBuffer frame = frames.next(bytes);
      if (frame == null) {
        break;
      }
      handleFrame(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
    }
    shared.outbox.leave(this);
    finish(before - (backlog == null ? 0 : backlog.length));
  }

  private void handleFrame(byte[] bytes, int from, int count) {
    int type = Frame.type(bytes, from);
    rates.take(type);
    shared.handler.handle(this, type, bytes, from + Frame.HEADER_BYTES, from + count);
    shared.outbox.relieve(this);
  }

  private void finish(int handled) {
    account();
    if (state == State.CLOSED) {
      return;
    }
    if (state == State.READY) {
      place.useful(lastHeardNanos);
    }
    Reason failure = frames.failure();
    if (failure != null) {
      link.abort(failure);
      return;
    }
    if (handled > 0) {
      link.request(handled);
    }
    boolean paced = state != State.BUSY && browsing == null && !isFull();
    if (backlog != null && paced && goOnTimer == 0) {
      goOnTimer = shared.loop.schedule(rates.waitNanos(), this, GO_ON, 0);
    }
  }

  private boolean isHeldUp() {
    return state == State.BUSY || browsing != null || isFull() || rates.waitNanos() > 0;
  }

  private void keep(ByteBuffer data) {
    int count = data.remaining();
    if (count == 0) {
      return;
    }
    byte[] old = backlog == null ? new byte[0] : backlog;
    byte[] all = new byte[old.length + count];
    System.arraycopy(old, 0, all, 0, old.length);
    data.get(all, old.length, count);
    backlog = all;
  }

  /**
   * Pings a user after half of the time for which one may be silent; who has not answered at the
   * end of it is gone: a line that was cut gives no other sign for a quarter of an hour.
   */
  private void probeIfIdle() {
    long idle = shared.config.idleTimeout().toNanos();
    long silent = shared.loop.nanoTime() - Math.max(lastHeardNanos, loginNanos);
    if (pinged && silent >= idle) {
      link.abort(Reason.TIMEOUT);
      return;
    }
    if (silent >= idle / 2) {
      shared.outbox.enter(this);
      shared.outbox.to(this).begin(MessageType.PING).field(shared.config.serverName());
      shared.outbox.leave(this);
      pinged = true;
    }
    // Where the process itself stood still for so long there is time for an answer, too.
    long next = pinged ? Math.max(idle - silent, idle / 4) : idle / 2 - silent;
    timer = shared.loop.schedule(next, this, IDLE, 0);
  }
}
