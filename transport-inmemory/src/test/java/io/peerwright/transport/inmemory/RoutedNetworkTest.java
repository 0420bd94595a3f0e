package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.nat.NatModel;
import io.peerwright.transport.inmemory.topology.RouterGraph;
import io.peerwright.transport.inmemory.topology.TransitStub;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Packets of hosts with routers between them. */
class RoutedNetworkTest {

  private static final InMemoryConfig ROUTED =
      InMemoryConfig.DEFAULT.withRouters(TransitStub.INTERNET.withCounting());

  @Test
  void datagramsTakeThatLong() {
    Simulation routed = Simulation.create(ROUTED).strict();
    Host from = routed.newHost("from", null, null);
    Host to = routed.newHost("to", null, null);
    long[] arrived = new long[1];
    to.transport().bind(at(to), SocketOptions.DEFAULT, handler(() -> arrived[0] = now(routed)));
    Datagrams socket = from.transport().bind(at(from), SocketOptions.DEFAULT, handler(() -> {}));
    routed.runFor(Duration.ofMillis(1));
    long sent = now(routed);
    socket.send(at(to), ByteBuffer.allocate(10));
    routed.runFor(Duration.ofSeconds(1));
    assertEquals(routed.routers().delayNanos(from, to), arrived[0] - sent);
    int crossed = routed.routers().path(from, to).size() + 1;
    assertEquals(new RouterGraph.Stress(crossed, crossed, 1), routed.routers().stress());
  }

  @Test
  void hostsBehindABoxAreWhereItIs() {
    Simulation routed = Simulation.create(ROUTED).strict();
    Nat home = routed.newNat("home", NatModel.of("eim+apdf"), null);
    SimHost one = (SimHost) home.newHost("one", null, null);
    SimHost other = (SimHost) home.newHost("other", null, null);
    SimHost far = (SimHost) routed.newHost("far", null, null);
    assertEquals(routed.routers().routerOf(one), routed.routers().routerOf(other));
    assertEquals(routed.wire().latency(one, far, 1), routed.wire().latency(far, other, 1));
    assertEquals(1_000_000, routed.wire().latency(one, other, 1), "no router in between");
  }

  @Test
  void theLeastLatencyHoldsAlsoHere() {
    NetworkModel slow = NetworkModel.DEFAULT.withLatencyMicros(400_000, 400_000);
    Simulation routed = Simulation.create(ROUTED.withNetwork(slow)).strict();
    SimHost from = (SimHost) routed.newHost("from", null, null);
    SimHost to = (SimHost) routed.newHost("to", null, null);
    assertEquals(400_000_000, routed.wire().latency(from, to, 1));
  }

  private static long now(Simulation simulation) {
    return simulation.now().toNanos();
  }

  private static Endpoint at(Host host) {
    return host.listenAddress().withPort(7);
  }

  private static DatagramHandler handler(Runnable received) {
    return (socket, from, payload) -> received.run();
  }
}
