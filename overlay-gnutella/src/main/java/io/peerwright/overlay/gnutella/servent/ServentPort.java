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
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one port of a servent, at which others ask for links ({@code GNUTELLA}) and for files ({@code
 * GET}, {@code HEAD}), and where it is. Who says nothing, or says it slowly, shuts out nobody but
 * itself.
 */
final class ServentPort implements ProtocolPort.Owner {

  /** A handshake takes a few round trips, and many leaves may come from one network. */
  private static final ProtocolPort.Limits LIMITS =
      new ProtocolPort.Limits(100, 20, 3_000_000_000L, 20_000_000_000L);

  /** Whose port it is. */
  interface Owner {

    /** It listens. */
    void onListening();

    /** It never will, or no more. */
    void onLost(Reason reason, boolean listened);

    /** Somebody asks for a link. */
    @Nullable LinkHandler onServent(Link link, Newcomer newcomer);

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
  private @Nullable Endpoint local;
  private @Nullable Endpoint outside;
  private @Nullable Runnable whenStopped;
  private boolean stopped;
  private boolean closed;

  /**
   * Not open yet.
   *
   * @param configured where it is to be; null takes the host's address
   */
  ServentPort(Host host, @Nullable Endpoint configured, Owner owner) {
    this.host = host;
    this.configured = configured;
    this.owner = owner;
    port =
        new ProtocolPort(
            host.loop(),
            LIMITS,
            this,
            List.of(
                new Spoken("Gnutella", List.of("GNUTELLA "), owner::onServent),
                new Spoken("HTTP", List.of("GET /", "HEAD /"), this::onHttp)));
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
