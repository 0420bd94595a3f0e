package io.peerwright.tck;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;

/** A host of the network under test, with what a test opens on it. Used by the test thread. */
final class Machine extends MachineLoop {

  private final Host host;

  Machine(Host host, Driver driver, CallbackChecker referee) {
    super(host.loop(), driver, referee);
    this.host = host;
  }

  Host host() {
    return host;
  }

  Transport transport() {
    return host.transport();
  }

  /** Where this machine listens, port 0. */
  Endpoint address() {
    return host.listenAddress().withPort(0);
  }

  /** Listens at a free port and waits until it does. */
  AcceptorProbe listen() {
    return listen(new AcceptorProbe(this), address(), SocketOptions.DEFAULT);
  }

  AcceptorProbe listen(AcceptorProbe acceptor, Endpoint local, SocketOptions options) {
    startListening(acceptor, local, options);
    await("the socket to listen at " + local, acceptor::isListening);
    return acceptor;
  }

  void startListening(AcceptorProbe acceptor, Endpoint local, SocketOptions options) {
    run(() -> acceptor.setHandle(transport().listen(local, options, acceptor)));
  }

  /** Starts to connect; the outcome is not waited for. */
  Link connect(Endpoint remote, SocketOptions options, LinkProbe handler) {
    return ask(() -> handler.setLink(transport().connect(remote, options, handler)));
  }

  /** Binds a datagram socket at a free port and waits until it is bound. */
  DatagramProbe bind() {
    return bind(new DatagramProbe(this), address(), SocketOptions.DEFAULT);
  }

  DatagramProbe bind(DatagramProbe handler, Endpoint local, SocketOptions options) {
    startBinding(handler, local, options);
    await("the socket to be bound to " + local, handler::isBound);
    return handler;
  }

  void startBinding(DatagramProbe handler, Endpoint local, SocketOptions options) {
    run(() -> handler.setSocket(transport().bind(local, options, handler)));
  }
}
