package io.peerwright.bench;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.ForwardingTransport;
import org.jspecify.annotations.Nullable;

/** The transport of a host, which shows who accepts connections. */
final class WatchedTransport extends ForwardingTransport {
  private @Nullable LinkAcceptor acceptor;

  WatchedTransport(Transport inner) {
    super(inner);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor taker) {
    acceptor = taker;
    return super.listen(local, options, taker);
  }

  /** Who accepts. */
  LinkAcceptor acceptor() {
    LinkAcceptor known = acceptor;
    if (known == null) {
      throw new IllegalStateException("nobody listens");
    }
    return known;
  }
}
