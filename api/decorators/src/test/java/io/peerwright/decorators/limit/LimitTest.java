package io.peerwright.decorators.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.decorators.Sink;
import io.peerwright.decorators.Source;
import io.peerwright.decorators.limit.LimitConfig.Rates;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rates, measured in virtual time. */
class LimitTest {

  private static final int MB = 1_000_000;

  /** What the first burst, the latency and the last piece may add or take away. */
  private static final double PRECISION = 0.02;

  private final Simulation simulation =
      Simulation.create(
              InMemoryConfig.DEFAULT.withNetwork(
                  NetworkModel.DEFAULT.withLatencyMicros(5_000, 5_000)))
          .strict();
  private int hosts;

  @AfterEach
  void close() {
    simulation.close();
  }

  private Host host(LimitConfig config) {
    Host plain = simulation.newHost("h" + hosts++, null, null);
    return new DecoratedHost(plain, new LimitTransport(plain.transport(), plain.loop(), config));
  }

  private Sink sink(LimitConfig config) {
    Host host = host(config);
    return Sink.at(host, host.listenAddress().withPort(7));
  }

  private static Endpoint address(int host) {
    return Endpoint.ofIpv4((10 << 24) + host + 1, 7);
  }

  private static Source send(Host from, Endpoint to, long bytes) {
    Source source = new Source(bytes);
    from.transport().connect(to, SocketOptions.DEFAULT, source);
    return source;
  }

  private static double seconds(Sink.Stream stream) {
    return (stream.lastAt - stream.openedAt) / 1e9;
  }

  private static void assertRate(double expected, Sink.Stream stream) {
    double rate = stream.bytes / seconds(stream);
    assertEquals(expected, rate, expected * PRECISION, stream.bytes + " in " + seconds(stream));
  }

  private static Rates up(long rate) {
    return new Rates(rate, 16_384, 0, 0);
  }

  private static Rates down(long rate) {
    return new Rates(0, 0, rate, 16_384);
  }

  @Test
  void sendsAsFastAsItMay() {
    for (LimitConfig config :
        List.of(
            LimitConfig.DEFAULT.withLink(up(MB)),
            LimitConfig.DEFAULT.withPeer(up(MB)),
            LimitConfig.DEFAULT.withHost(up(MB)),
            LimitConfig.DEFAULT.withLink(up(MB)).withPeer(up(2 * MB)).withHost(up(3 * MB)))) {
      Sink sink = sink(LimitConfig.DEFAULT);
      send(host(config), address(hosts - 2), 10 * MB);
      simulation.runFor(Duration.ofSeconds(20));
      assertRate(MB, sink.streams().get(0));
      assertTrue(sink.streams().get(0).intact);
    }
  }

  @Test
  void receivesAsFastAsItMay() {
    for (LimitConfig config :
        List.of(
            LimitConfig.DEFAULT.withLink(down(MB)),
            LimitConfig.DEFAULT.withPeer(down(MB)),
            LimitConfig.DEFAULT.withHost(down(MB)))) {
      Sink sink = sink(config);
      send(host(LimitConfig.DEFAULT), address(hosts - 2), 10 * MB);
      simulation.runFor(Duration.ofSeconds(20));
      assertRate(MB, sink.streams().get(0));
      assertTrue(sink.streams().get(0).intact);
    }
  }

  @Test
  void isPreciseAtAnyRate() {
    for (long rate : new long[] {2_000, 50_000, 10 * MB, 200 * MB}) {
      Sink sink = sink(LimitConfig.DEFAULT);
      long burst = Math.max(1, rate / 500);
      Host from = host(LimitConfig.DEFAULT.withHost(new Rates(rate, burst, 0, 0)));
      SocketOptions options = SocketOptions.DEFAULT.withSendBufferBytes(1 << 26);
      long bytes = Math.min(5 * rate, 100 * MB);
      from.transport().connect(address(hosts - 2), options, new Source(bytes));
      simulation.runFor(Duration.ofSeconds(8));
      assertEquals(bytes, sink.streams().get(0).bytes);
      assertRate(rate, sink.streams().get(0));
    }
  }

  @Test
  void linksShareTheHostEvenly() {
    Sink sink = sink(LimitConfig.DEFAULT);
    Host from = host(LimitConfig.DEFAULT.withHost(up(MB)));
    for (int i = 0; i < 10; i++) {
      send(from, address(0), 100 * MB);
    }
    simulation.runFor(Duration.ofSeconds(20));
    assertEquals(10, sink.streams().size());
    for (Sink.Stream stream : sink.streams()) {
      assertEquals(2 * MB, stream.bytes, 2 * MB * PRECISION);
    }
  }

  @Test
  void linksReceiveEvenly() {
    Sink sink = sink(LimitConfig.DEFAULT.withHost(down(MB)));
    Host from = host(LimitConfig.DEFAULT);
    for (int i = 0; i < 10; i++) {
      send(from, address(0), 100 * MB);
    }
    simulation.runFor(Duration.ofSeconds(20));
    assertEquals(10, sink.streams().size());
    for (Sink.Stream stream : sink.streams()) {
      assertEquals(2 * MB, stream.bytes, 2 * MB * 0.03);
    }
  }

  @Test
  void latecomersGetTheirShare() {
    Sink sink = sink(LimitConfig.DEFAULT);
    Host from = host(LimitConfig.DEFAULT.withHost(up(MB)));
    send(from, address(0), 100 * MB);
    simulation.runFor(Duration.ofSeconds(10));
    send(from, address(0), 100 * MB);
    simulation.runFor(Duration.ofSeconds(10));
    assertEquals(15 * MB, sink.streams().get(0).bytes, 15 * MB * PRECISION);
    assertEquals(5 * MB, sink.streams().get(1).bytes, 5 * MB * PRECISION);
  }

  @Test
  void slowLinksLeaveTheRestToOthers() {
    Sink sink = sink(LimitConfig.DEFAULT);
    Sink other = sink(LimitConfig.DEFAULT);
    Host from = host(LimitConfig.DEFAULT.withPeer(up(MB)).withHost(up(3 * MB / 2)));
    send(from, address(0), 100 * MB);
    send(from, address(0), 100 * MB);
    send(from, address(1), 100 * MB);
    simulation.runFor(Duration.ofSeconds(20));
    long first = sink.streams().get(0).bytes + sink.streams().get(1).bytes;
    long second = other.streams().get(0).bytes;
    assertEquals(30 * MB, first + second, 30 * MB * PRECISION);
    assertTrue(first <= 20.4 * MB && second >= 9.6 * MB, first + " and " + second);
  }

  @Test
  void aLinkThatEndsMakesRoom() {
    Sink sink = sink(LimitConfig.DEFAULT);
    Host from = host(LimitConfig.DEFAULT.withHost(up(MB)));
    send(from, address(0), MB);
    Source second = send(from, address(0), 9 * MB);
    simulation.runFor(Duration.ofSeconds(11));
    assertEquals(MB, sink.streams().get(0).bytes);
    assertEquals(9 * MB, sink.streams().get(1).bytes);
    assertRate(9 * MB / 10.0, sink.streams().get(1));
    assertEquals(Reason.ENDED, second.closed());
  }

  @Test
  void burstsAfterAPause() {
    Sink sink = sink(LimitConfig.DEFAULT);
    Host from = host(LimitConfig.DEFAULT.withHost(new Rates(1_000, 50_000, 0, 0)));
    send(from, address(0), 50_000);
    simulation.runFor(Duration.ofMillis(100));
    assertEquals(50_000, sink.streams().get(0).bytes);
    send(from, address(0), 10_000);
    simulation.runFor(Duration.ofMillis(9_000));
    assertTrue(sink.streams().get(1).bytes < 9_200, "sent " + sink.streams().get(1).bytes);
    simulation.runFor(Duration.ofMillis(1_300));
    assertEquals(10_000, sink.streams().get(1).bytes);
  }

  /** Idle links with credit must neither wake anybody up nor hold what others could use. */
  @Test
  void idleLinksCostNothing() {
    Sink sink = sink(LimitConfig.DEFAULT.withHost(down(MB)).withLink(down(MB)));
    Host from = host(LimitConfig.DEFAULT.withHost(up(2 * MB)));
    for (int i = 0; i < 100; i++) {
      from.transport().connect(address(0), SocketOptions.DEFAULT, new Idle());
    }
    simulation.runFor(Duration.ofSeconds(1));
    long events = simulation.events();
    simulation.runFor(Duration.ofHours(1));
    assertEquals(events, simulation.events());
    send(from, address(0), 10 * MB);
    simulation.runFor(Duration.ofSeconds(20));
    assertRate(MB, sink.streams().get(100));
  }

  private static final class Idle implements LinkHandler {
    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  /** Sends datagrams of one size as fast as its socket takes them. */
  private static final class Flood implements DatagramHandler {
    private final Endpoint to;
    private final int size;
    private int blocked;

    Flood(Endpoint to, int size) {
      this.to = to;
      this.size = size;
    }

    @Override
    public void onBound(Datagrams socket) {
      onWritable(socket);
    }

    @Override
    public void onWritable(Datagrams socket) {
      while (socket.send(to, ByteBuffer.allocate(size)) == SendResult.ACCEPTED) {}
      blocked++;
    }

    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {}
  }

  private static final class Counter implements DatagramHandler {
    private long bytes;

    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
      bytes += data.remaining();
    }
  }

  private Counter counter(Host host) {
    Counter counter = new Counter();
    host.transport().bind(host.listenAddress().withPort(7), SocketOptions.DEFAULT, counter);
    return counter;
  }

  @Test
  void datagramsAreSentAsFastAsTheyMay() {
    for (int size : new int[] {1, 100, 1_400, 65_507}) {
      Counter counter = counter(host(LimitConfig.DEFAULT));
      Host from = host(LimitConfig.DEFAULT.withHost(up(MB)));
      Flood flood = new Flood(address(hosts - 2), size);
      from.transport().bind(from.listenAddress().withPort(9), SocketOptions.DEFAULT, flood);
      simulation.runFor(Duration.ofSeconds(10));
      from.close();
      assertEquals(10 * MB, counter.bytes, 10 * MB * PRECISION, "of " + size + " bytes each");
      assertTrue(flood.blocked < 10_000, "told " + flood.blocked + " times that there is room");
    }
  }

  @Test
  void datagramsAboveTheRateAreDropped() {
    Counter counter = counter(host(LimitConfig.DEFAULT.withHost(down(MB))));
    Host from = host(LimitConfig.DEFAULT.withHost(up(5 * MB)));
    from.transport()
        .bind(from.listenAddress(), SocketOptions.DEFAULT, new Flood(address(0), 1_000));
    simulation.runFor(Duration.ofSeconds(10));
    assertEquals(10 * MB, counter.bytes, 10 * MB * PRECISION);
  }

  /** Anybody can make up addresses; none of them may be remembered for ever. */
  @Test
  void forgetsPeersThatAreSilent() {
    Host host = simulation.newHost("h", null, null);
    Limits limits = new Limits(host.loop(), LimitConfig.DEFAULT.withPeer(down(MB)));
    List<Boolean> admitted = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      admitted.add(limits.admits(Endpoint.ofIpv4(i, 7), 500));
    }
    assertTrue(limits.peers() <= 1 << 16, "remembers " + limits.peers());
    assertTrue(admitted.subList(0, 1 << 16).stream().allMatch(each -> each), "refused the first");
    assertTrue(admitted.contains(false), "made-up addresses are not limited together");
    simulation.runFor(Duration.ofSeconds(1));
    limits.admits(Endpoint.ofIpv4(1 << 30, 7), 500);
    assertTrue(limits.peers() < 10, "remembers " + limits.peers());
  }
}
