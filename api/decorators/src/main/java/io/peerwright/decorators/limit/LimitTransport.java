package io.peerwright.decorators.limit;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.ForwardingTransport;

/**
 * A transport whose streams and datagrams are limited. It keeps no bytes back: what may not be sent
 * yet is not taken, and what may not be received yet gets no credit.
 */
public final class LimitTransport extends ForwardingTransport {

  private final Limits limits;

  /** Around {@code inner}, whose loop this is. */
  public LimitTransport(Transport inner, Loop loop, LimitConfig config) {
    super(inner);
    limits = new Limits(loop, config);
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    return connect(new LimitedLink(limits), remote, options, handler);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    return listen(() -> new LimitedLink(limits), local, options, acceptor);
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    return bind(new LimitedDatagrams(limits, maxDatagramBytes()), local, options, handler);
  }
}
