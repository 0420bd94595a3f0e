package io.peerwright.transport.vertx;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The sockets of one host, and the loop that they are on. Touched on the loop only. */
final class HostSockets {

  /** A socket as its host knows it. */
  interface Socket {

    /** Ends it because its host closes. */
    void end(Reason reason);

    /** The machine does not have these addresses any more. */
    void addressesLost(Set<Endpoint> lost);
  }

  private final Reactor reactor;
  private final VertxLoop loop;
  private final Set<Socket> sockets = new LinkedHashSet<>();

  HostSockets(Reactor reactor, VertxLoop loop) {
    this.reactor = reactor;
    this.loop = loop;
  }

  /** The name of the host. */
  String name() {
    return loop.hostName();
  }

  Reactor reactor() {
    return reactor;
  }

  VertxLoop loop() {
    return loop;
  }

  /** Whether the host is closed, which is why its sockets end; any thread. */
  boolean isClosed() {
    return loop.isClosed();
  }

  void add(Socket socket) {
    sockets.add(socket);
  }

  void remove(Socket socket) {
    sockets.remove(socket);
  }

  /** Ends the links from addresses that the machine does not have any more. */
  void cutOff(Set<Endpoint> lost) {
    List.copyOf(sockets).forEach(socket -> socket.addressesLost(lost));
  }

  /** Ends all of them, and whatever is scheduled. */
  void shutDown() {
    List.copyOf(sockets).forEach(socket -> socket.end(Reason.SHUTDOWN));
    loop.cancelAll();
  }
}
