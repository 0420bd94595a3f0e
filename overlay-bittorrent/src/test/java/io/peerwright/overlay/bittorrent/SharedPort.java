package io.peerwright.overlay.bittorrent;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.kit.server.PortProtocol;
import io.peerwright.kit.server.ProtocolPort;
import io.peerwright.kit.tls.KeyFiles;
import io.peerwright.kit.tls.TlsProtocol;
import io.peerwright.kit.tls.Trusting;
import io.peerwright.overlay.bittorrent.connections.PeerWireProtocol;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Puts HTTP and TLS beside a BitTorrent peer at the peer's own port: what the peer listens with is
 * given the links that begin with a handshake of BEP 3. Inside TLS is HTTP again.
 */
final class SharedPort extends ForwardingTransport {

  /** Silence is ended after five seconds. */
  private static final ProtocolPort.Limits LIMITS =
      new ProtocolPort.Limits(20, 20, 1_000_000_000L, 5_000_000_000L);

  /** The handshake of TLS is part of the time in which its inside is to be known. */
  private static final ProtocolPort.Limits LIMITS_INSIDE =
      new ProtocolPort.Limits(20, 20, 1_000_000_000L, 60_000_000_000L);

  private static final HttpServer.Limits SERVER_LIMITS =
      new HttpServer.Limits(20, 20, 8192, 1 << 24, 600_000_000_000L);

  private static final char[] PASSWORD = "secret".toCharArray();

  /** Why strangers were cut off. */
  final Queue<Reason> refused = new ConcurrentLinkedQueue<>();

  private final Host host;
  private final HttpServer http;
  private final TlsProtocol tls;

  /** At the port of {@code host}, with a file for whoever asks by HTTP. */
  SharedPort(Host host, byte[] file) {
    super(host.transport());
    this.host = host;
    this.http =
        new HttpServer(
            host.loop(),
            SERVER_LIMITS,
            new MemoryBudget(1L << 30),
            (request, exchange) -> answer(file, request, exchange));
    SSLContext context = context();
    ProtocolPort inside =
        new ProtocolPort(host.loop(), LIMITS_INSIDE, new Inside(), List.of(http.protocol()));
    this.tls = new TlsProtocol(host, () -> engine(context), SocketOptions.DEFAULT, inside);
  }

  private static void answer(byte[] file, HttpRequest request, HttpExchange exchange) {
    boolean found = request.path().equals("/file");
    exchange.reply(found ? 200 : 404, HttpFields.NONE, ByteBuffer.wrap(found ? file : new byte[0]));
  }

  /** What the peer is to run on. */
  Host peerHost() {
    return new DecoratedHost(host, this);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor peer) {
    ProtocolPort port =
        new ProtocolPort(
            host.loop(),
            LIMITS,
            new Outside(peer),
            List.of(http.protocol(), tls, new PeerLinks(peer)));
    port.listen(inner(), local, options);
    return port::close;
  }

  /** The certificate for {@code web} and 127.0.0.1, which has signed itself. */
  static Path certificate() {
    return resource("loopback.pem");
  }

  /** Whoever trusts that certificate alone. */
  static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, Trusting.those(KeyFiles.read(certificate(), PASSWORD)), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext context() {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(KeyFiles.read(resource("loopback.p12"), PASSWORD), PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLEngine engine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  private static Path resource(String name) {
    try {
      return Path.of(SharedPort.class.getResource("/https/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Links for the port that the peer thinks is its own, known as the peer would know them. */
  private static final class PeerLinks implements PortProtocol {
    private final PeerWireProtocol wire = new PeerWireProtocol(null);
    private final LinkAcceptor peer;

    private PeerLinks(LinkAcceptor peer) {
      this.peer = peer;
    }

    @Override
    public String name() {
      return wire.name();
    }

    @Override
    public Match match(ByteBuffer prefix) {
      return wire.match(prefix);
    }

    @Override
    public @Nullable LinkHandler onLink(Link link, Newcomer newcomer) {
      newcomer.release();
      return peer.onAccept(link);
    }
  }

  private class Inside implements ProtocolPort.Owner {

    @Override
    public void onListening(Endpoint bound) {}

    @Override
    public void onRefused(Endpoint remote, Reason reason) {
      refused.add(reason);
    }

    @Override
    public void onStopped(Reason reason) {}
  }

  private final class Outside extends Inside {
    private final LinkAcceptor peer;

    private Outside(LinkAcceptor peer) {
      this.peer = peer;
    }

    @Override
    public void onListening(Endpoint bound) {
      peer.onListening(bound);
    }

    @Override
    public void onStopped(Reason reason) {
      peer.onClosed(reason);
    }
  }
}
