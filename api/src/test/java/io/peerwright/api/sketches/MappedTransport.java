package io.peerwright.api.sketches;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
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
import org.jspecify.annotations.Nullable;

/**
 * A transport around a transport: maps each listening port at the router, and tells whoever listens
 * the address that others reach it at.
 *
 * <p>Shows what a decorator is: it answers the calls of the overlay, passes them on, and puts
 * itself between a socket and its handler only where it has something to say.
 */
final class MappedTransport implements Transport {

  /** A router that maps ports (UPnP IGD, NAT-PMP, PCP). */
  interface Router {

    /** Maps a port of ours until the handle is closed. */
    Handle map(Endpoint local, Consumer<Endpoint> outside);
  }

  private final Transport inner;
  private final Router router;

  MappedTransport(Transport inner, Router router) {
    this.inner = inner;
    this.router = router;
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    Mapping mapping = new Mapping(acceptor);
    Handle listening = inner.listen(local, options, mapping);
    return () -> {
      listening.close();
      mapping.end();
    };
  }

  /** Stands between the listening socket and its acceptor. */
  private final class Mapping implements LinkAcceptor {

    private final LinkAcceptor acceptor;
    private Handle mapped = () -> {};

    Mapping(LinkAcceptor acceptor) {
      this.acceptor = acceptor;
    }

    @Override
    public void onListening(Endpoint local) {
      acceptor.onListening(local);
      mapped = router.map(local, acceptor::onReachable);
    }

    @Override
    public @Nullable LinkHandler onAccept(Link link) {
      return acceptor.onAccept(link);
    }

    @Override
    public void onClosed(Reason reason) {
      end();
      acceptor.onClosed(reason);
    }

    void end() {
      mapped.close();
    }
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
