package io.peerwright.decorators.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each fault does, in virtual time on a network that has none of its own. */
class FaultsTest {

  private static final long MILLI = 1_000_000;
  private static final Endpoint SINK = Endpoint.parse("10.0.0.1:7");

  private Simulation simulation = open();
  private final List<Integer> arrivals = new ArrayList<>();

  private static Simulation open() {
    NetworkModel instant = NetworkModel.DEFAULT.withLatencyMicros(0, 0);
    return Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(instant)).strict();
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private Host plain(String name) {
    return simulation.newHost(name, null, null);
  }

  private Host faulty(NetworkModel model) {
    Host plain = plain("faulty");
    return new DecoratedHost(plain, new FaultsDecorator().decorate(plain, model).transport());
  }

  private static void assertIntact(long bytes, Sink sink) {
    assertEquals(bytes, sink.streams().get(0).bytes);
    assertTrue(sink.streams().get(0).intact);
  }

  @Test
  void doesNothingUnlessAsked() {
    Sink sink = Sink.at(plain("sink"), SINK);
    faulty(Faults.NONE).transport().connect(SINK, SocketOptions.DEFAULT, new Source(1 << 20));
    simulation.runFor(Duration.ofMillis(1));
    assertIntact(1 << 20, sink);
    assertEquals(Reason.ENDED, sink.streams().get(0).closed);
  }

  @Test
  void bytesAndTheirEndAreLate() {
    Sink sink = Sink.at(plain("sink"), SINK);
    NetworkModel model = Faults.NONE.withLatencyMicros(30_000, 30_000);
    faulty(model).transport().connect(SINK, SocketOptions.DEFAULT, new Source(100));
    simulation.runFor(Duration.ofSeconds(1));
    Sink.Stream stream = sink.streams().get(0);
    // One latency for the answer to the attempt to connect, one for the bytes.
    assertEquals(60 * MILLI, stream.firstAt);
    assertEquals(60 * MILLI, stream.endedAt);
    assertEquals(Reason.ENDED, stream.closed);
  }

  @Test
  void latencyIsLogNormalAroundAMedian() {
    NetworkModel model =
        Faults.NONE.withLatencyMicros(1, 10_000_000).withLogNormalLatency(40_000, 0.6);
    Faults faults = new Faults(model, plain("faulty").loop());
    double[] micros = new double[4_000];
    for (int i = 0; i < micros.length; i++) {
      micros[i] = faults.delay(Endpoint.ofIpv4(0x0a00_0001 + i, 7)) / 1e3;
    }
    Arrays.sort(micros);
    // One standard deviation below, none, and one above, as tables have them.
    double[] parts = {0.1587, 0.5, 0.8413};
    for (int i = 0; i < parts.length; i++) {
      double expected = 40_000 * Math.exp(0.6 * (i - 1));
      assertEquals(1, micros[(int) (parts[i] * micros.length)] / expected, 0.08, "at " + parts[i]);
    }
  }

  @Test
  void jitterKeepsStreamsInOrder() {
    Sink sink = Sink.at(plain("sink"), SINK);
    NetworkModel model = Faults.NONE.withLatencyMicros(100, 100).withJitterMicros(50_000);
    SocketOptions small = SocketOptions.DEFAULT.withSendBufferBytes(4_096);
    faulty(model).transport().connect(SINK, small, new Source(100_000));
    simulation.runFor(Duration.ofSeconds(60));
    assertIntact(100_000, sink);
  }

  @Test
  void writesAreCut() {
    Sink sink = Sink.at(plain("sink"), SINK);
    NetworkModel model = Faults.NONE.withSegments(10, false);
    faulty(model).transport().connect(SINK, SocketOptions.DEFAULT, new Source(1_000));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(100, sink.streams().get(0).pieces);
    assertIntact(1_000, sink);
  }

  @Test
  void readsAreCut() {
    Host faulty = faulty(Faults.NONE.withSegments(65_000, true));
    Sink sink = Sink.at(faulty, faulty.listenAddress().withPort(7));
    plain("source").transport().connect(SINK, SocketOptions.DEFAULT, new Source(100_000));
    simulation.runFor(Duration.ofSeconds(1));
    assertTrue(sink.streams().get(0).pieces > 200, "pieces: " + sink.streams().get(0).pieces);
    assertIntact(100_000, sink);
  }

  @Test
  void linesAreLimited() {
    Sink sink = Sink.at(plain("sink"), SINK);
    NetworkModel model = Faults.NONE.withBandwidth(1_000_000, 0).withLatencyMicros(1_000, 1_000);
    faulty(model).transport().connect(SINK, SocketOptions.DEFAULT, new Source(20_000_000));
    simulation.runFor(Duration.ofSeconds(30));
    assertEquals(20, sink.streams().get(0).endedAt / 1e9, 0.2);
  }

  @Test
  void aClosedLinkSendsWhatItTook() {
    Sink sink = Sink.at(plain("sink"), SINK);
    NetworkModel model = Faults.NONE.withLatencyMicros(10_000, 10_000);
    List<Reason> closed = new ArrayList<>();
    LinkHandler once =
        new LinkHandler() {
          @Override
          public void onOpen(Link link) {
            link.write(ByteBuffer.wrap(Source.bytes(5_000)));
            link.close();
          }

          @Override
          public void onData(Link link, ByteBuffer data) {}

          @Override
          public void onClosed(Link link, Reason reason) {
            closed.add(reason);
          }
        };
    faulty(model).transport().connect(SINK, SocketOptions.DEFAULT, once);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(5_000, sink.streams().get(0).bytes);
    assertEquals(Reason.ENDED, sink.streams().get(0).closed);
    assertEquals(List.of(Reason.CANCELLED), closed);
  }

  /** Sends numbered datagrams, so many, and closes. */
  private void sendDatagrams(NetworkModel model, int count) {
    plain("sink")
        .transport()
        .bind(SINK, SocketOptions.DEFAULT, (socket, from, data) -> arrivals.add(data.getInt()));
    Host faulty = faulty(model);
    faulty
        .transport()
        .bind(
            faulty.listenAddress(),
            SocketOptions.DEFAULT,
            new DatagramHandler() {
              private int next;

              @Override
              public void onBound(Datagrams socket) {
                onWritable(socket);
              }

              @Override
              public void onWritable(Datagrams socket) {
                while (next < count) {
                  ByteBuffer number = ByteBuffer.allocate(100).putInt(0, next);
                  if (socket.send(SINK, number) == SendResult.WOULD_BLOCK) {
                    return;
                  }
                  next++;
                }
                socket.close();
              }

              @Override
              public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {}
            });
    simulation.runFor(Duration.ofSeconds(60));
  }

  @Test
  void datagramsAreLost() {
    sendDatagrams(Faults.NONE.withDatagramFaults(250_000, 0, 0), 10_000);
    assertEquals(7_500, arrivals.size(), 200);
    assertEquals(arrivals.size(), new TreeSet<>(arrivals).size());
  }

  @Test
  void datagramsAreDoubled() {
    sendDatagrams(Faults.NONE.withDatagramFaults(0, 100_000, 0), 10_000);
    assertEquals(11_000, arrivals.size(), 150);
    assertEquals(10_000, new TreeSet<>(arrivals).size());
  }

  @Test
  void datagramsOvertakeEachOther() {
    sendDatagrams(
        Faults.NONE.withLatencyMicros(10_000, 10_000).withDatagramFaults(0, 0, 300_000), 1_000);
    List<Integer> inOrder = arrivals.stream().sorted().toList();
    assertEquals(1_000, arrivals.size());
    assertNotEquals(inOrder, arrivals);
  }

  @Test
  void datagramsWaitForASlowLine() {
    sendDatagrams(Faults.NONE.withBandwidth(100_000, 0).withLatencyMicros(10_000, 10_000), 10_000);
    assertEquals(10_000, arrivals.size());
    assertEquals(arrivals.stream().sorted().toList(), arrivals);
  }

  @Test
  void datagramsHaveALargestSize() {
    NetworkModel model = Faults.NONE;
    Host faulty = faulty(model);
    assertEquals(model.maxDatagramBytes(), faulty.transport().maxDatagramBytes());
  }

  @Test
  void aSeedRepeatsItsFaults() {
    NetworkModel model =
        Faults.NONE
            .withLatencyMicros(1_000, 9_000)
            .withJitterMicros(5_000)
            .withDatagramFaults(100_000, 100_000, 100_000);
    sendDatagrams(model, 1_000);
    List<Integer> first = List.copyOf(arrivals);
    long hash = simulation.traceHash();
    arrivals.clear();
    simulation.close();
    simulation = open();
    sendDatagrams(model, 1_000);
    assertEquals(first, arrivals);
    assertEquals(hash, simulation.traceHash());
  }
}
