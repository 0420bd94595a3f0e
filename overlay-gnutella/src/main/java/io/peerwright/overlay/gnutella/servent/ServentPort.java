package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.kit.server.PortProtocol;
import io.peerwright.kit.server.ProtocolPort;
import io.peerwright.overlay.gnutella.bootstrap.WebCache;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one port of a servent, at which others ask for links ({@code GNUTELLA}) and for files ({@code
 * GET}, {@code HEAD}) and bring some that were pushed ({@code GIV}) or waited for ({@code QUEUE}),
 * and where it is. Who says nothing, or says it slowly, shuts out nobody but itself.
 */
final class ServentPort implements ProtocolPort.Owner {

  /** A handshake takes a few round trips, and many leaves may come from one network. */
  private static final ProtocolPort.Limits LIMITS =
      new ProtocolPort.Limits(100, 20, 3_000_000_000L, 20_000_000_000L);

  /** What servents say that try, as the document has it and as they are; some begin with TLS. */
  private static final List<String> CONNECT_BACK = List.of("\n\n", "CONNECT BACK", "\u0016\u0003");

  private static final List<String> WEB_CACHE = List.of("GET " + WebCache.PATH);

  /** Whose port it is. */
  interface Owner {

    /** It listens. */
    void onListening();

    /** It never will, or no more. */
    void onLost(Reason reason, boolean listened);

    /** What answers TLS; null if nothing does. */
    @Nullable ServentTls tls();

    /** Somebody asks for a link. */
    @Nullable PeerLink onServent(Link link);

    /** Somebody has dialled because of a push, or because it is our turn in its queue. */
    @Nullable LinkHandler onCall(Link link, Newcomer newcomer);

    /** Somebody asks for servents over HTTP. */
    @Nullable LinkHandler onWebCache(Link link);

    /** Somebody asks for a file. */
    @Nullable LinkHandler onHttp(Link link);
  }

  /** Something that is spoken at it. */
  private record Spoken(
      String name, List<String> starts, BiFunction<Link, Newcomer, @Nullable LinkHandler> taker)
      implements PortProtocol {

    @Override
    public Match match(ByteBuffer prefix) {
      return PortProtocol.startsWith(prefix, starts.toArray(String[]::new));
    }

    @Override
    public @Nullable LinkHandler onLink(Link link, Newcomer newcomer) {
      LinkHandler handler = taker.apply(link, newcomer);
      if (handler == null) {
        newcomer.release();
      }
      return handler;
    }
  }

  private final Host host;
  private final @Nullable Endpoint configured;
  private final Owner owner;
  private final ProtocolPort port;
  private final boolean webCache;

  /** What is spoken inside of TLS; null until somebody does. */
  private @Nullable ProtocolPort inside;

  /** Of those who have connected and shake hands. */
  private Map<PeerLink, Newcomer> newcomers = Map.of();

  private @Nullable Endpoint local;
  private @Nullable Endpoint outside;
  private @Nullable Runnable whenStopped;
  private boolean stopped;

  /** Somebody has found us. */
  private boolean dialled;

  private boolean closed;

  /**
   * Not open yet.
   *
   * @param configured where it is to be; null takes the host's address
   * @param webCache whether anybody may ask for servents over HTTP
   */
  ServentPort(Host host, @Nullable Endpoint configured, boolean webCache, Owner owner) {
    this.host = host;
    this.configured = configured;
    this.owner = owner;
    this.webCache = webCache;
    port = new ProtocolPort(host.loop(), LIMITS, this, this::all);
  }

  private List<PortProtocol> all() {
    List<PortProtocol> all = new ArrayList<>(spoken());
    ServentTls tls = owner.tls();
    if (tls != null) {
      all.add(0, tls.direct(this::onSecure, () -> dialled = true));
    }
    return all;
  }

  private @Nullable LinkHandler onSecure(Link link) {
    if (inside == null) {
      inside = new ProtocolPort(host.loop(), LIMITS, this, this::spoken);
    }
    return inside.onAccept(link);
  }

  private List<PortProtocol> spoken() {
    PortProtocol gnutella = new Spoken("Gnutella", List.of("GNUTELLA "), this::onServent);
    PortProtocol giv = new Spoken("GIV", List.of("GIV ", "QUEUE "), owner::onCall);
    PortProtocol tried = new Spoken("connect back", CONNECT_BACK, this::onConnectBack);
    PortProtocol http = new Spoken("HTTP", List.of("GET /", "HEAD /"), this::onHttp);
    return webCache
        ? List.of(gnutella, giv, tried, new Spoken("GWebCache", WEB_CACHE, this::onWebCache), http)
        : List.of(gnutella, giv, tried, http);
  }

  private @Nullable LinkHandler onServent(Link link, Newcomer newcomer) {
    dialled = true;
    PeerLink handler = owner.onServent(link);
    if (handler != null) {
      newcomers = newcomers.isEmpty() ? new HashMap<>() : newcomers;
      newcomers.put(handler, newcomer);
    }
    return handler;
  }

  /** Hands have been shaken, or never will be. */
  void settled(PeerLink link) {
    Newcomer newcomer = newcomers.get(link);
    if (newcomer != null) {
      newcomers.remove(link);
      newcomer.release();
    }
  }

  /** A neighbour tries whether it can reach us, and that is all. */
  private @Nullable LinkHandler onConnectBack(Link link, Newcomer newcomer) {
    dialled = true;
    return null;
  }

  /** Whether somebody has found us. */
  boolean isDialled() {
    return dialled || outside != null;
  }

  private @Nullable LinkHandler onWebCache(Link link, Newcomer newcomer) {
    newcomer.release();
    return owner.onWebCache(link);
  }

  private @Nullable LinkHandler onHttp(Link link, Newcomer newcomer) {
    // The limits of the server apply from now on.
    newcomer.release();
    return owner.onHttp(link);
  }

  void open() {
    Endpoint at = configured == null ? host.listenAddress() : configured;
    port.listen(host.transport(), at, SocketOptions.DEFAULT);
  }

  void close() {
    closed = true;
    port.close();
    if (inside != null) {
      inside.close();
    }
  }

  /** Runs when the port is free again, which may be now. */
  void whenStopped(Runnable then) {
    if (stopped) {
      then.run();
    } else {
      whenStopped = then;
    }
  }

  @Override
  public void onListening(Endpoint bound) {
    local = bound;
    owner.onListening();
  }

  @Override
  public void onReachable(Endpoint at) {
    outside = at;
  }

  @Override
  public void onStopped(Reason reason) {
    boolean listened = local != null;
    local = null;
    stopped = true;
    if (whenStopped != null) {
      whenStopped.run();
      whenStopped = null;
    } else if (!closed) {
      owner.onLost(reason, listened);
    }
  }

  /** Where it listens; null if it does not. */
  @Nullable Endpoint local() {
    return closed ? null : local;
  }

  /**
   * Whether others can connect, as far as is known: a router has a port for us, or somebody has
   * connected, or we are seen at an address of our own.
   *
   * @param seenAs where others see us; null if nobody has said
   */
  boolean isReachable(@Nullable Endpoint seenAs) {
    Endpoint at = local;
    if (outside != null || dialled || seenAs == null || at == null) {
      return true;
    }
    Endpoint seen = seenAs.withPort(0);
    return seen.equals(at.withPort(0)) || host.transport().localAddresses().contains(seen);
  }

  /**
   * Where others can connect, as far as is known.
   *
   * @param seenAs where others see us; null if nobody has said
   */
  @Nullable Endpoint own(@Nullable Endpoint seenAs) {
    Endpoint at = outside == null ? local : outside;
    if (at == null || !at.isAnyLocal()) {
      return at;
    }
    return seenAs == null ? at : seenAs.withPort(at.port());
  }
}
