package io.peerwright.multicast.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.api.spi.Network;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SelfTestTest {

  private static final Endpoint NOT_OURS = Endpoint.parse("192.0.2.77:0");

  @Test
  void worksOnAllSimulatedInterfaces() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict()) {
      Host host = simulation.newHost("a", null, null);
      List<SelfTest.Result> results = new ArrayList<>();
      List<Endpoint> all = new ArrayList<>();
      host.loop()
          .execute(
              () -> {
                all.addAll(SelfTest.interfaces(host));
                all.forEach(each -> SelfTest.run(host, each, results::add));
              });
      simulation.runFor(Duration.ofSeconds(2));
      assertFalse(all.isEmpty());
      assertEquals(all.size(), results.size(), "each is told once");
      for (SelfTest.Result each : results) {
        assertTrue(each.works(), each.toString());
        assertTrue(each.tookNanos() <= SelfTest.WITHIN_NANOS);
        assertTrue(each.toString().contains("works: "), each.toString());
      }
    }
  }

  @Test
  void failsWhereThereIsNoSuchInterface() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = simulation.newHost("a", null, null);
      List<SelfTest.Result> results = new ArrayList<>();
      host.loop().execute(() -> SelfTest.run(host, NOT_OURS, results::add));
      simulation.runFor(Duration.ofSeconds(2));
      assertEquals(1, results.size());
      assertEquals(Reason.NOT_PERMITTED, results.get(0).failure());
      assertTrue(results.get(0).toString().contains("does not work"), results.toString());
    }
  }

  /** Datagrams go out, and none comes in. */
  private static final class Deaf extends ForwardingTransport {
    Deaf(Transport inner) {
      super(inner);
    }

    @Override
    public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
      return super.bind(
          local,
          options,
          new DatagramHandler() {
            @Override
            public void onBound(Datagrams socket) {
              handler.onBound(socket);
            }

            @Override
            public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {}

            @Override
            public void onMembership(
                Datagrams socket, Endpoint group, Endpoint source, Reason failure) {
              handler.onMembership(socket, group, source, failure);
            }
          });
    }
  }

  @Test
  void failsWhereNothingComesBackUnlessItIsBrokenOff() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = simulation.newHost("a", null, null);
      Host deaf = new DecoratedHost(host, new Deaf(host.transport()));
      Endpoint own = host.transport().localAddresses().get(0);
      List<SelfTest.Result> results = new ArrayList<>();
      host.loop().execute(() -> SelfTest.run(deaf, own, results::add).close());
      simulation.runFor(Duration.ofSeconds(3));
      assertEquals(List.of(), results, "broken off");
      host.loop().execute(() -> SelfTest.run(deaf, own, results::add));
      simulation.runFor(Duration.ofSeconds(3));
      assertEquals(Reason.TIMEOUT, results.get(0).failure());
      assertTrue(results.get(0).toString().contains("did not come back within 200 ms"));
    }
  }

  @Test
  void worksOnTheRealLoopbackInterface() throws Exception {
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Endpoint loopback = Endpoint.parse("127.0.0.1:0");
      Host host = network.newHost("a", loopback, null);
      CompletableFuture<SelfTest.Result> works = new CompletableFuture<>();
      CompletableFuture<SelfTest.Result> fails = new CompletableFuture<>();
      host.loop()
          .execute(
              () -> {
                SelfTest.run(host, loopback, works::complete);
                SelfTest.run(host, NOT_OURS, fails::complete);
              });
      SelfTest.Result result = works.get(5, TimeUnit.SECONDS);
      assertTrue(result.works(), result.toString());
      assertFalse(fails.get(5, TimeUnit.SECONDS).works());
    }
  }
}
