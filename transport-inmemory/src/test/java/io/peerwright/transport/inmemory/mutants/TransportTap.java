package io.peerwright.transport.inmemory.mutants;

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
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Passes everything on to a transport. */
class TransportTap implements Transport {

  final Transport inner;

  TransportTap(Transport inner) {
    this.inner = inner;
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    return inner.connect(remote, options, handler);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    return inner.listen(local, options, acceptor);
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    return inner.bind(local, options, handler);
  }

  @Override
  public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
    return inner.resolve(hostAndPort, withinNanos, found);
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
  public OptionalInt maxLinks() {
    return inner.maxLinks();
  }

  @Override
  public int maxDatagramBytes() {
    return inner.maxDatagramBytes();
  }
}
