package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.OutputQueue;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.overlay.hybrid.wire.Frame;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.WireAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection and, once logged in, one user. Small: there are many of them. */
final class ClientSession implements LinkHandler, TimerTarget {

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
  String nick = "";
  String client = "";
  int dataPort;
  int linkType;
  int owner = -1;
  boolean registered;
  int uploads;
  int downloads;
  long loginNanos;

  final MessageRates rates;
  final UserMemory memory;

  /** The user whose files are being listed, and how far; only while that goes on. */
  @Nullable Browsing browsing;

  @Nullable Set<String> hotlist;
  @Nullable Set<String> ignored;
  @Nullable List<Channel> channels;

  private final ServerState hub;
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

  ClientSession(ServerState hub, Link link, ConnectionLimits.Place place) {
    this.hub = hub;
    this.link = link;
    this.place = place;
    memory = new UserMemory(hub.memory, link.remote(), this::shed);
    rates = new MessageRates(hub.loop, hub.config);
    output = new OutputQueue(hub.config.maxWaitingBytes());
  }

  @Override
  public void onOpen(Link opened) {
    timer = hub.loop.schedule(hub.config.loginTimeout().toNanos(), this, LOGIN_TIMEOUT, 0);
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
    lastHeardNanos = hub.loop.nanoTime();
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
    hub.loop.cancel(timer);
    hub.loop.cancel(goOnTimer);
    backlog = null;
    place.release();
    memory.close();
    hub.gone(this);
    hub.flushOthers();
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
    hub.counters.shed++;
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
    place.useful(hub.loop.nanoTime());
    nick = login.nick();
    client = login.client();
    dataPort = login.dataPort();
    linkType = login.linkType();
    loginNanos = hub.loop.nanoTime();
    answersPings = client.startsWith("peerwright");
    frames = new FrameBuffer(Frame.FRAMING, hub.config.maxFrameBytes());
    hub.loop.cancel(timer);
    timer = hub.loop.schedule(hub.config.idleTimeout().toNanos() / 2, this, IDLE, 0);
  }

  /** The user has answered a ping of the server. */
  void answeredPing() {
    answersPings = true;
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
    hub.to(this).begin(type).field(text);
    disconnect();
  }

  /** Hangs up after what has been said. */
  void disconnect() {
    hub.flushCurrent(this);
    state = State.CLOSED;
    link.close();
  }

  /** Puts bytes behind those that wait. */
  void add(ByteBuffer bytes) {
    if (!memory.isClosed()) {
      output.add(bytes);
      account();
    }
  }

  /** Writes what the current call has to say. */
  void send(ByteBuffer bytes) {
    if (!memory.isClosed()) {
      output.send(link, bytes);
      account();
    }
  }

  void flush() {
    dirty = false;
    if (!memory.isClosed()) {
      output.flush(link);
      account();
    }
  }

  /** True the first time after a flush. */
  boolean markDirty() {
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

  boolean ignores(ClientSession other) {
    return ignored != null && ignored.contains(ServerState.key(other.nick));
  }

  Set<String> hotlist() {
    hotlist = hotlist == null ? new LinkedHashSet<>() : hotlist;
    return hotlist;
  }

  Set<String> ignored() {
    ignored = ignored == null ? new LinkedHashSet<>() : ignored;
    return ignored;
  }

  List<Channel> channels() {
    channels = channels == null ? new ArrayList<>(2) : channels;
    return channels;
  }

  private void handle(ByteBuffer data) {
    int before = data.remaining();
    ByteBuffer bytes = hub.readable(data);
    hub.enter(this);
    if (browsing != null) {
      hub.commands.search.browseOn(this);
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
    hub.leave(this);
    finish(before - (backlog == null ? 0 : backlog.length));
  }

  private void handleFrame(byte[] bytes, int from, int count) {
    int type = Frame.type(bytes, from);
    rates.take(type);
    hub.commands.handle(this, type, bytes, from + Frame.HEADER_BYTES, from + count);
    hub.relieve(this);
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
      goOnTimer = hub.loop.schedule(rates.waitNanos(), this, GO_ON, 0);
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
    long idle = hub.config.idleTimeout().toNanos();
    long silent = hub.loop.nanoTime() - Math.max(lastHeardNanos, loginNanos);
    if (pinged && silent >= idle) {
      link.abort(Reason.TIMEOUT);
      return;
    }
    if (silent >= idle / 2) {
      hub.enter(this);
      hub.to(this).begin(MessageType.PING).field(hub.config.serverName());
      hub.leave(this);
      pinged = true;
    }
    // Where the process itself stood still for so long there is time for an answer, too.
    long next = pinged ? Math.max(idle - silent, idle / 4) : idle / 2 - silent;
    timer = hub.loop.schedule(next, this, IDLE, 0);
  }
}
