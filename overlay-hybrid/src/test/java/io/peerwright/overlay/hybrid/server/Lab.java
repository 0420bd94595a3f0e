package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A server and its clients in a simulation, where any exception of a handler fails the test. */
final class Lab {

  static final Endpoint SERVER = Endpoint.parse("10.78.0.1:8888");

  final Simulation simulation;
  final Host host;
  final HybridServer server;
  private int hosts;

  private final Endpoint at;

  Lab(HybridServerConfig config) {
    this(config, SERVER.toString());
  }

  Lab(HybridServerConfig config, String address) {
    this(config, address, NetworkModel.DEFAULT);
  }

  /** With a transport that never gives a line up, however long nothing is acknowledged. */
  static Lab patient(HybridServerConfig config) {
    NetworkModel patient = NetworkModel.DEFAULT.withSilenceMillis(Integer.MAX_VALUE);
    return new Lab(config, SERVER.toString(), patient);
  }

  /** In which what is sent first comes first, whoever sends it. */
  static Lab inOrder(HybridServerConfig config) {
    NetworkModel even = NetworkModel.DEFAULT.withLatencyMicros(10_000, 10_000);
    return new Lab(config, SERVER.toString(), even);
  }

  private Lab(HybridServerConfig config, String address, NetworkModel network) {
    simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(network));
    at = Endpoint.parse(address);
    simulation.onError(
        (failed, thrown) -> {
          throw new AssertionError(thrown);
        });
    host = simulation.newHost("server", at, null);
    server = new HybridServer("hybrid-server", host, config);
    server.join();
    run(1);
    assertNotNull(server.local());
  }

  void run(long seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  /** A connection from a host of its own. */
  WireClient connect() {
    return new WireClient(newHost(), at);
  }

  /** A connection from a host with this address. */
  WireClient connectFrom(String address) {
    Endpoint own = Endpoint.parse(address);
    return new WireClient(simulation.newHost("client" + hosts++, own, null), at);
  }

  WireClient connect(int credit) {
    return new WireClient(newHost(), at, credit);
  }

  /** A user who has logged in; what the login answered is forgotten. */
  WireClient user(String nick) {
    WireClient client = connect();
    login(client, nick);
    run(1);
    assertTrue(client.received.contains("3 anon@hub1"), () -> client.received.toString());
    client.received.clear();
    client.reads = 0;
    return client;
  }

  static void login(WireClient client, String nick) {
    client.send(MessageType.LOGIN, nick + " pw 6699 \"test 1.0\" 4");
  }

  Map<String, Long> meters() {
    Map<String, Long> meters = new HashMap<>();
    server.meters(meters::put);
    return meters;
  }

  Host newHost() {
    return simulation.newHost("client" + hosts++, null, null);
  }
}
