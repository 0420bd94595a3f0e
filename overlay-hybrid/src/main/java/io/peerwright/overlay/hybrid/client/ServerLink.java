package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.OutputQueue;
import io.peerwright.kit.hosts.BackOff;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.Frame;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.NapText;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The link to the index server: finds one that answers, logs in, and does both again when it is
 * lost, with a pause that doubles and varies so that a server's users do not all come back at once.
 */
final class ServerLink implements LinkHandler, TimerTarget {

  private static final int CONNECT = 1;
  private static final int LOGIN_DUE = 2;
  private static final int KEEP_ALIVE = 3;
  private static final int MAX_WAITING_BYTES = 1 << 26;

  private static final String CLIENT = "peerwright 0.1";

  /** What happens at the server; on the loop. */
  interface Owner {

    /** Logged in at a server of this name and address. */
    void onServerReady(String serverName, Endpoint at);

    /** A message after the login. The body is borrowed. */
    void onServerMessage(int type, ByteBuffer body);

    /** A server that we were logged in to is lost; another try follows by itself. */
    void onServerLost(String serverName, Reason reason);

    /**
     * A server could not be used; another try follows by itself.
     *
     * @param said what it has said instead of letting us in; empty if nothing
     * @param obstacle for people, as the reason tells it to programs
     */
    void onNoLogin(String serverName, String said, Reason reason, String obstacle);

    /** No server lets us in, as this one says. */
    void onLoginRefused(String serverName, String text);

    /** Where others fetch our files; 0 if they cannot. */
    int dataPort();

    /** Our name. */
    String nick();
  }

  private final Host host;
  private final HybridConfig config;
  private final Owner owner;
  private final ServerList servers;
  private @Nullable RandomGenerator random;
  private @Nullable Link link;
  private @Nullable Handle resolving;
  private @Nullable FrameBuffer input;
  private @Nullable OutputQueue output;
  private int attempts;
  private long timer;
  private boolean started;
  private boolean ready;
  private boolean heard;
  private final Objections objections = new Objections();

  /** What was in the way at the last try. */
  private String obstacle = "no server has answered yet";

  /** We have been sent to another server. */
  private boolean sent;

  ServerLink(Host host, HybridConfig config, Owner owner) {
    this.host = host;
    this.config = config;
    this.owner = owner;
    this.servers = new ServerList(config.servers(), config.addresses());
  }

  boolean isReady() {
    return ready;
  }

  @Nullable Endpoint endpoint() {
    Link open = link;
    return ready && open != null ? open.remote() : null;
  }

  /** The server's name in the configuration, or where we were sent to. */
  String name() {
    return servers.current();
  }

  /** Why there is no login yet. */
  String obstacle() {
    return obstacle;
  }

  void start() {
    started = true;
    connect();
  }

  void stop() {
    started = false;
    host.loop().cancel(timer);
    if (resolving != null) {
      resolving.close();
    }
    Link open = link;
    link = null;
    ready = false;
    if (open != null) {
      open.close();
    }
  }

  /** Sends frames; drops them if there is no login. */
  void send(FrameWriter frames) {
    if (ready) {
      sendAnyway(frames);
    }
  }

  private void sendAnyway(FrameWriter frames) {
    Link open = link;
    OutputQueue queue = output;
    if (open != null && queue != null) {
      queue.send(open, frames.buffer());
    }
  }

  private void connect() {
    objections.begin();
    long within = config.requestTimeout().toNanos();
    resolving = host.transport().resolve(servers.address(), within, this::onResolved);
  }

  private void onResolved(List<Endpoint> found) {
    resolving = null;
    servers.found(found);
    if (!connectToNext()) {
      onNoLogin(Reason.UNRESOLVED);
      retry(false);
    }
  }

  /** False if no address of the server is left. */
  private boolean connectToNext() {
    Endpoint at = started ? servers.nextAddress() : null;
    if (at == null) {
      return false;
    }
    long within = config.requestTimeout().toNanos();
    SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(within);
    LinkHandler handler =
        servers.isMeta()
            ? new MetaQuery(host.loop(), within, answer -> onMetaAnswer(answer, at))
            : this;
    link = host.transport().connect(at, options, handler);
    return true;
  }

  private void onMetaAnswer(String answer, Endpoint metaserver) {
    link = null;
    if (started && servers.follow(answer, metaserver)) {
      connect();
    } else if (!answer.isEmpty() || !connectToNext()) {
      retry(false);
    }
  }

  @Override
  public void onOpen(Link opened) {
    link = opened;
    servers.settled();
    objections.begin();
    input = new FrameBuffer(Frame.FRAMING, Frame.MAX_BYTES);
    output = new OutputQueue(MAX_WAITING_BYTES);
    timer = host.loop().schedule(config.requestTimeout().toNanos(), this, LOGIN_DUE, 0);
    opened.request(Link.UNLIMITED);
    if (config.email().isEmpty()) {
      logIn(MessageType.LOGIN);
    } else {
      FrameWriter frames = new FrameWriter();
      frames.begin(MessageType.NICK_CHECK).field(owner.nick());
      sendAnyway(frames);
    }
  }

  private void logIn(int type) {
    String email = type == MessageType.REGISTER ? config.email() : "";
    FrameWriter frames = new FrameWriter();
    new Login(owner.nick(), config.password(), owner.dataPort(), CLIENT, config.linkSpeed(), email)
        .write(frames, type);
    sendAnyway(frames);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    FrameBuffer frames = input;
    if (from != link || frames == null) {
      return;
    }
    heard = true;
    ByteBuffer frame = frames.next(data);
    while (frame != null && from == link) {
      onFrame(from, Frame.type(frame), Frame.body(frame));
      frame = frames.next(data);
    }
    if (frames.failure() != null) {
      from.abort(frames.failure());
    }
  }

  private void onFrame(Link from, int type, ByteBuffer body) {
    if (type == MessageType.REDIRECT || type == MessageType.CYCLE) {
      onRedirect(from, type, new Fields(body));
    } else if (ready) {
      owner.onServerMessage(type, body);
    } else {
      onAnswer(from, type, body);
    }
  }

  private void onAnswer(Link from, int type, ByteBuffer body) {
    switch (type) {
      case MessageType.LOGIN_ACK -> onLogin(from.remote());
      case MessageType.NICK_FREE -> logIn(MessageType.REGISTER);
      case MessageType.NICK_TAKEN -> logIn(MessageType.LOGIN);
      case MessageType.NICK_INVALID -> onObjection("invalid nick: it is not allowed there");
      case MessageType.ERROR -> onObjection(text(body));
      case MessageType.NOTICE -> onNotice(text(body));
      default -> {
        // Servers send notices of their own kinds before the login is through.
      }
    }
  }

  /** 821 names a server, 822 a metaserver. What cannot be followed is passed over. */
  private void onRedirect(Link from, int type, Fields fields) {
    String place = fields.next() ? fields.text() : "";
    long port = fields.next() ? fields.number() : -1;
    boolean meta = type == MessageType.CYCLE;
    if (port < 0 && meta && place.indexOf(':') < 0) {
      port = ServerList.META_PORT;
    }
    String address = (meta ? ServerList.META : "") + place + (port < 0 ? "" : ":" + port);
    if (servers.follow(address, from.remote())) {
      sent = true;
      from.close();
    }
  }

  private void onLogin(Endpoint at) {
    ready = true;
    objections.onLogin();
    attempts = 0;
    host.loop().cancel(timer);
    keepAlive();
    servers.wasGood(host);
    owner.onServerReady(name(), at);
  }

  private void onNotice(String text) {
    if (LoginRefusals.isFinal(text)) {
      onObjection(text);
    } else {
      objections.onNotice(text);
    }
  }

  /** The server does not let us in; most close the link themselves then. */
  private void onObjection(String text) {
    Link open = link;
    objections.onError(text);
    if (open != null) {
      open.abort(Reason.REFUSED);
    }
  }

  private void onNoLogin(Reason reason) {
    obstacle = LoginRefusals.obstacle(name(), owner.nick(), objections.last(), reason);
    owner.onNoLogin(name(), objections.last(), reason, obstacle);
  }

  /** True if it was told that no server lets us in. */
  private boolean isRefused() {
    boolean refused = objections.areBelieved(servers.size());
    if (refused) {
      stop();
      owner.onLoginRefused(name(), objections.last());
    }
    return refused;
  }

  private static String text(ByteBuffer body) {
    return NapText.decode(new Fields(body).rest());
  }

  @Override
  public void onWritable(Link writable) {
    if (output != null && writable == link) {
      output.flush(writable);
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    if (closed != link) {
      return;
    }
    boolean was = ready;
    boolean elsewhere = sent;
    sent = false;
    link = null;
    input = null;
    output = null;
    ready = false;
    host.loop().cancel(timer);
    if (was) {
      owner.onServerLost(name(), reason);
    } else if (!elsewhere) {
      onNoLogin(reason);
    }
    if (elsewhere && started) {
      connect();
    } else if (!connectToNext() && (was || !isRefused())) {
      retry(was);
    }
  }

  private void retry(boolean wasIn) {
    if (!started) {
      return;
    }
    servers.next(wasIn);
    servers.findSpare(host);
    if (random == null) {
      random = host.loop().random("hybrid.reconnect");
    }
    long first = config.reconnectMin().toNanos();
    BackOff pauses = new BackOff(first, Math.max(first, config.reconnectMax().toNanos()));
    timer = host.loop().schedule(pauses.varied(++attempts, random), this, CONNECT, 0);
  }

  private void keepAlive() {
    heard = false;
    timer = host.loop().schedule(config.keepAlive().toNanos(), this, KEEP_ALIVE, 0);
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == CONNECT) {
      connect();
    } else if (code == KEEP_ALIVE) {
      onQuiet(link, argument);
    } else if (link != null) {
      link.abort(Reason.TIMEOUT);
    }
  }

  /** After silence asks for statistics, which every server answers; then gives the link up. */
  private void onQuiet(@Nullable Link open, long asked) {
    if (heard) {
      keepAlive();
    } else if (asked == 0) {
      FrameWriter frames = new FrameWriter();
      send(frames.begin(MessageType.STATS));
      timer = host.loop().schedule(config.requestTimeout().toNanos(), this, KEEP_ALIVE, 1);
    } else if (open != null) {
      open.abort(Reason.TIMEOUT);
    }
  }
}
