package io.peerwright.decorators.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.decorators.Sink;
import io.peerwright.decorators.Source;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A server and a client in a simulation. */
abstract class TlsWorld {

  static final Endpoint SERVER = Endpoint.parse("10.0.0.1:7");
  static final TlsConfig PEER = Certificates.trusting("peer", "peer");
  static final int BYTES = 300_000;

  private final List<Throwable> errors = new ArrayList<>();
  Simulation simulation = open();
  Sink sink;

  final Simulation open() {
    NetworkModel network = NetworkModel.DEFAULT.withLatencyMicros(1_000, 1_000);
    Simulation opened = Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(network));
    opened.onError((host, thrown) -> errors.add(thrown));
    return opened;
  }

  @AfterEach
  final void close() {
    simulation.close();
    assertEquals(List.of(), errors);
  }

  final Host host(String name, TlsConfig config) {
    Host plain = simulation.newHost(name, null, null);
    return new DecoratedHost(plain, new TlsDecorator().decorate(plain, config).transport());
  }

  /** Sends from a client of one configuration to a server of another one; the client's side. */
  final Source exchange(TlsConfig server, TlsConfig client) {
    sink = Sink.at(host("server", server), SERVER);
    return send(host("client", client), SERVER);
  }

  final Source send(Host client, Endpoint to) {
    Source source = new Source(BYTES);
    client.transport().connect(to, SocketOptions.DEFAULT, source);
    simulation.runFor(Duration.ofSeconds(60));
    return source;
  }

  final void assertExchanged(Source source) {
    assertEquals(BYTES, sink.streams().get(0).bytes);
    assertTrue(sink.streams().get(0).intact);
    assertEquals(Reason.ENDED, sink.streams().get(0).closed);
    assertEquals(Reason.ENDED, source.closed());
  }

  final void assertRefused(Source source, Reason here, Reason there) {
    assertEquals(here, source.closed());
    assertEquals(there, sink.streams().get(0).closed);
    assertEquals(0, sink.streams().get(0).bytes);
  }
}
