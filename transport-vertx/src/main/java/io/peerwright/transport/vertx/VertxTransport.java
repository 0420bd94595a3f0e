package io.peerwright.transport.vertx;

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

/** The real network, as one host reaches it. */
final class VertxTransport implements Transport {

  private final HostSockets host;
  private final Resolver resolver;
  private final VertxConfig config;
  private final int maxLinks;

  VertxTransport(HostSockets host, Resolver resolver, VertxConfig config, int maxLinks) {
    this.host = host;
    this.resolver = resolver;
    this.config = config;
    this.maxLinks = maxLinks;
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    host.reactor().checkCurrent();
    Endpoint local = options.local() == null ? anyLocal(remote) : options.local();
    TcpLink link = new TcpLink(host, options, local, remote);
    link.connecting(options.connectWithinNanos(), handler);
    host.reactor().postAfterSelect(new TcpAttempt(link, options));
    return link;
  }

  private static Endpoint anyLocal(Endpoint remote) {
    return remote.isIpv4() ? Endpoint.ofIpv4(0, 0) : new Endpoint(0, 0, 0, 0);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    host.reactor().checkCurrent();
    AcceptLimits limits =
        new AcceptLimits(maxLinks, config.acceptsPerSecond(), host.loop().nanoTime());
    return new TcpListener(host, local, options, acceptor, limits).listen();
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    host.reactor().checkCurrent();
    UdpSocket socket = new UdpSocket(host, local, options, handler);
    socket.bind(config.datagramQueueBytes());
    return socket;
  }

  @Override
  public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
    host.reactor().checkCurrent();
    return resolver.resolve(host.loop(), hostAndPort, withinNanos, found);
  }

  @Override
  public List<Endpoint> localAddresses() {
    return List.copyOf(Interfaces.addresses().keySet());
  }

  @Override
  public int prefixBits(Endpoint localAddress) {
    Integer bits = Interfaces.addresses().get(localAddress.withPort(0));
    if (bits == null) {
      throw new IllegalArgumentException(localAddress + " is no address of this host");
    }
    return bits;
  }

  @Override
  public OptionalInt maxLinks() {
    return OptionalInt.of(maxLinks);
  }

  @Override
  public int maxDatagramBytes() {
    return UdpSocket.MAX_PAYLOAD_BYTES;
  }
}
