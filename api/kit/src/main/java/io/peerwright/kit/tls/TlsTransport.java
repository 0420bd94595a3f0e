package io.peerwright.kit.tls;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.ForwardingTransport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A transport whose streams are TLS. Datagrams pass as they are. */
public final class TlsTransport extends ForwardingTransport {

  private static final Logger LOG = System.getLogger(TlsTransport.class.getName());

  private final Loop loop;
  private final Supplier<SSLEngine> clients;
  private final @Nullable Supplier<SSLEngine> servers;
  private final Scratch scratch = new Scratch();

  /**
   * TLS over the streams of {@code inner}.
   *
   * @param clients makes engines for streams that we open
   * @param servers makes engines for streams that others open; null if we have no key
   */
  public TlsTransport(
      Transport inner,
      Loop loop,
      Supplier<SSLEngine> clients,
      @Nullable Supplier<SSLEngine> servers) {
    super(inner);
    this.loop = loop;
    this.clients = clients;
    this.servers = servers;
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    TlsLink link = new TlsLink(loop, clients, scratch, options);
    return connect(link, remote, options, handler);
  }

  /** Whether a stream is TLS of such a transport. */
  public static boolean isTls(Link link) {
    return link instanceof TlsLink;
  }

  /**
   * Begins TLS on a stream that is open, as protocols do that agree on it first.
   *
   * @param client whether it is us who say hello
   * @param handler of what is spoken inside; hears {@code onOpen} when that can begin
   * @return whom to tell from now on what happens on the stream, {@code onOpen} first
   */
  public LinkHandler begin(Link open, boolean client, SocketOptions options, LinkHandler handler) {
    TlsLink link = link(client ? clients : servers, options);
    put(link, open, handler);
    return link;
  }

  /**
   * Answers somebody who begins with TLS on a stream that others have accepted.
   *
   * @param inside is given what is spoken inside
   * @return whom to tell from now on what happens on the stream, {@code onOpen} first; null to hang
   *     up
   */
  public @Nullable LinkHandler answer(Link open, SocketOptions options, LinkAcceptor inside) {
    TlsLink link = link(servers, options);
    return put(link, open, inside) ? link : null;
  }

  private TlsLink link(@Nullable Supplier<SSLEngine> engines, SocketOptions options) {
    if (engines == null) {
      throw new IllegalStateException("TLS needs a key to answer");
    }
    return new TlsLink(loop, engines, scratch, options);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    Supplier<SSLEngine> engines = servers;
    if (engines == null) {
      LOG.log(Level.ERROR, "Cannot listen at {0}: TLS needs a keyStore for that", local);
      loop.execute(() -> acceptor.onClosed(Reason.NOT_PERMITTED));
      return () -> {};
    }
    return listen(() -> new TlsLink(loop, engines, scratch, options), local, options, acceptor);
  }
}
