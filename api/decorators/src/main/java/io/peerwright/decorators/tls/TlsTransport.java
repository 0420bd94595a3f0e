package io.peerwright.decorators.tls;

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

/** A transport whose streams are TLS. Datagrams pass as they are. */
final class TlsTransport extends ForwardingTransport {

  private static final Logger LOG = System.getLogger(TlsTransport.class.getName());

  private final Loop loop;
  private final Engines engines;
  private final Scratch scratch = new Scratch();

  TlsTransport(Transport inner, Loop loop, Engines engines) {
    super(inner);
    this.loop = loop;
    this.engines = engines;
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    TlsLink link = new TlsLink(loop, engines::client, scratch, options);
    return connect(link, remote, options, handler);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    if (!engines.canListen()) {
      LOG.log(Level.ERROR, "Cannot listen at {0}: TLS needs a keyStore for that", local);
      loop.execute(() -> acceptor.onClosed(Reason.NOT_PERMITTED));
      return () -> {};
    }
    return listen(
        () -> new TlsLink(loop, engines::server, scratch, options), local, options, acceptor);
  }
}
