package io.peerwright.transport.vertx;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A peer's share of this process. */
final class VertxHost implements Host {

  private final VertxNetwork network;
  private final String name;
  private final Reactor reactor;
  private final VertxLoop loop;
  private final VertxTransport transport;
  private final Endpoint listenAddress;
  private final Path directory;

  /** Touched on the loop only. */
  private final Set<SocketHandle<?>> sockets = new LinkedHashSet<>();

  private volatile boolean closed;

  VertxHost(
      VertxNetwork network, String name, Reactor reactor, Endpoint listenAddress, Path directory) {
    this.network = network;
    this.name = name;
    this.reactor = reactor;
    this.listenAddress = listenAddress;
    this.directory = directory;
    this.loop = new VertxLoop(reactor, this);
    this.transport = new VertxTransport(this, network.resolver(), network.config());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public VertxLoop loop() {
    return loop;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public Endpoint listenAddress() {
    return listenAddress;
  }

  Reactor reactor() {
    return reactor;
  }

  int maxLinks() {
    return network.maxLinks();
  }

  boolean isClosed() {
    return closed;
  }

  void add(SocketHandle<?> socket) {
    sockets.add(socket);
  }

  void remove(SocketHandle<?> socket) {
    sockets.remove(socket);
  }

  /** Ends the links from addresses that the machine does not have any more; on the loop. */
  void cutOff(Set<Endpoint> lost) {
    for (SocketHandle<?> socket : List.copyOf(sockets)) {
      if (socket instanceof TcpLink link && lost.contains(link.local().withPort(0))) {
        link.abort(Reason.UNREACHABLE);
      }
    }
  }

  /** From now on whatever ends is said to end because of this. */
  void markClosed() {
    closed = true;
  }

  @Override
  public <C extends Capability> List<C> offered(Class<C> capability) {
    return List.of();
  }

  @Override
  public void close() {
    if (network.forget(this)) {
      markClosed();
      reactor.post(this::shutDown);
    }
  }

  private void shutDown() {
    List.copyOf(sockets).forEach(socket -> socket.end(Reason.SHUTDOWN));
    reactor.cancelAll(loop);
  }
}
