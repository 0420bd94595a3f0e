package io.peerwright.bench;

import io.peerwright.api.Handle;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transport of a host, which shows who accepts connections. */
final class WatchedTransport implements Transport {
  private final Transport inner;
  private @Nullable LinkAcceptor acceptor;

  WatchedTransport(Transport inner) {
    this.inner = inner;
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor taker) {
    acceptor = taker;
    return inner.listen(local, options, taker);
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    return inner.connect(remote, options, handler);
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    return inner.bind(local, options, handler);
  }

  @Override
  public Handle resolve(String hostAndPort, long within, Consumer<List<Endpoint>> found) {
    return inner.resolve(hostAndPort, within, found);
  }

  @Override
  public List<Endpoint> localAddresses() {
    return inner.localAddresses();
  }

  @Override
  public int prefixBits(Endpoint localAddress) {
    return inner.prefixBits(localAddress);
  }

  @Override
  public int maxDatagramBytes() {
    return inner.maxDatagramBytes();
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
