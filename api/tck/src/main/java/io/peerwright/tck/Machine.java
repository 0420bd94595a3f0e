package io.peerwright.tck;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** A host of the network under test, with what a test does on its loop. Used by the test thread. */
final class Machine {

  private final Host host;
  private final Driver driver;
  private final CallbackChecker referee;

  Machine(Host host, Driver driver, CallbackChecker referee) {
    this.host = host;
    this.driver = driver;
    this.referee = referee;
  }

  Host host() {
    return host;
  }

  Loop loop() {
    return host.loop();
  }

  Transport transport() {
    return host.transport();
  }

  CallbackChecker referee() {
    return referee;
  }

  <T> T ask(Callable<T> question) {
    return driver.ask(loop(), question);
  }

  void run(Runnable action) {
    driver.ask(
        loop(),
        () -> {
          action.run();
          return true;
        });
  }

  void await(String what, BooleanSupplier condition) {
    driver.await(loop(), what, condition);
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
