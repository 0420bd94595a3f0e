package io.peerwright.transport.vertx;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A peer's share of this process. */
final class VertxHost implements Host {

  private final HostSockets sockets;
  private final Transport transport;
  private final Endpoint listenAddress;
  private final Path directory;

  /** Takes it out of its network; false if it was out before. */
  private final Predicate<VertxHost> leaving;

  VertxHost(
      HostSockets sockets,
      Transport transport,
      Endpoint listenAddress,
      Path directory,
      Predicate<VertxHost> leaving) {
    this.sockets = sockets;
    this.transport = transport;
    this.listenAddress = listenAddress;
    this.directory = directory;
    this.leaving = leaving;
  }

  @Override
  public String name() {
    return sockets.name();
  }

  @Override
  public VertxLoop loop() {
    return sockets.loop();
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

  /** Ends the links from addresses that the machine does not have any more; on the loop. */
  void cutOff(Set<Endpoint> lost) {
    sockets.cutOff(lost);
  }

  /** From now on whatever ends is said to end because of this. */
  void markClosed() {
    loop().markClosed();
  }

  @Override
  public <C extends Capability> List<C> offered(Class<C> capability) {
    return List.of();
  }

  @Override
  public void close() {
    if (leaving.test(this)) {
      markClosed();
      loop().execute(sockets::shutDown);
    }
  }
}
