package io.peerwright.kit.tls;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.kit.server.PortProtocol;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * TLS beside other protocols at one port: known by its ClientHello (RFC 8446, sections 4 and 5.1),
 * also as versions before 1.3 send it. What is spoken inside is up to another acceptor, which may
 * be a {@link io.peerwright.kit.server.ProtocolPort} again.
 */
public final class TlsProtocol implements PortProtocol {

  private static final int HANDSHAKE = 22;
  private static final int MAJOR_VERSION = 3;
  private static final int CLIENT_HELLO = 1;
  private static final int TYPE_AT = 5;

  private final LinkAcceptor tls;

  /**
   * TLS with a key.
   *
   * @param servers makes engines
   * @param options of the port; its buffer is that of the streams inside
   * @param inside is given the links on which TLS is spoken; not told when the port listens
   */
  public TlsProtocol(
      Host host, Supplier<SSLEngine> servers, SocketOptions options, LinkAcceptor inside) {
    Port port = new Port(host);
    new TlsTransport(port, host.loop(), servers, servers)
        .listen(host.listenAddress(), options, inside);
    this.tls = port.acceptor();
  }

  /** Listens nowhere: links are handed over. */
  private static final class Port extends ForwardingTransport {
    private @Nullable LinkAcceptor acceptor;

    Port(Host host) {
      super(host.transport());
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor handed) {
      acceptor = handed;
      return () -> {};
    }

    LinkAcceptor acceptor() {
      LinkAcceptor known = acceptor;
      if (known == null) {
        throw new IllegalStateException("TLS has not listened");
      }
      return known;
    }
  }

  @Override
  public String name() {
    return "TLS";
  }

  @Override
  public Match match(ByteBuffer prefix) {
    return matchHello(prefix);
  }

  /** Whether somebody says hello, as {@link #match} has it. */
  public static Match matchHello(ByteBuffer prefix) {
    int at = prefix.position();
    int there = prefix.remaining();
    boolean may =
        prefix.get(at) == HANDSHAKE
            && (there <= 1 || prefix.get(at + 1) == MAJOR_VERSION)
            && (there <= TYPE_AT || prefix.get(at + TYPE_AT) == CLIENT_HELLO);
    return !may ? Match.NO : there > TYPE_AT ? Match.YES : Match.UNDECIDED;
  }

  @Override
  public @Nullable LinkHandler onLink(Link link, Newcomer newcomer) {
    newcomer.release();
    return tls.onAccept(link);
  }
}
