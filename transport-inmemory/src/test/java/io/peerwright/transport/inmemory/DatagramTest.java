package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DatagramTest {

  private static final int COUNT = 10_000;

  private static final class Socket implements DatagramHandler {

    final List<Integer> received = new ArrayList<>();
    Endpoint from;
    Datagrams socket;
    Reason reason;
    int writable;

    @Override
    public void onBound(Datagrams bound) {
      socket = bound;
    }

    @Override
    public void onDatagram(Datagrams on, Endpoint sender, ByteBuffer data) {
      from = sender;
      received.add(data.getInt());
    }

    @Override
    public void onWritable(Datagrams on) {
      writable++;
    }

    @Override
    public void onClosed(Datagrams closed, Reason why) {
      reason = why;
    }
  }

  private Simulation sim;
  private Host a;
  private Host b;
  private final Socket near = new Socket();
  private final Socket far = new Socket();

  private void start(NetworkModel network) {
    sim = Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(network)).strict();
    a = sim.newHost("a", null, null);
    b = sim.newHost("b", null, null);
    a.transport().bind(Endpoint.parse("0.0.0.0:0"), SocketOptions.DEFAULT, near);
    b.transport().bind(b.listenAddress(), SocketOptions.DEFAULT, far);
    assertTrue(sim.runUntilIdle(Duration.ofSeconds(1)));
  }

  private void sendAll(int bytes) {
    for (int i = 0; i < COUNT; i++) {
      ByteBuffer payload = ByteBuffer.allocate(bytes).putInt(0, i);
      assertEquals(SendResult.ACCEPTED, near.socket.send(far.socket.local(), payload));
      assertEquals(0, payload.remaining());
    }
    assertTrue(sim.runUntilIdle(Duration.ofSeconds(10)));
    assertEquals(0, sim.shards().get(0).arena.blocks());
  }

  @Test
  void arriveOnceAndInOrderWithoutFaults() {
    start(NetworkModel.DEFAULT);
    sendAll(8);
    assertEquals(COUNT, far.received.size());
    assertEquals(far.received.stream().sorted().toList(), far.received);
    assertEquals(
        a.transport().localAddresses().get(0).withPort(near.socket.local().port()), far.from);
  }

  /** What happens to the receiver while a datagram is under way does not happen to the datagram. */
  @Test
  void areUnderWayWhateverBecomesOfTheReceiver() {
    List<Consumer<Host>> fates =
        List.of(
            Host::close, host -> sim.crash(host), host -> sim.faults().slow(host, Duration.ZERO));
    for (Consumer<Host> fate : fates) {
      start(NetworkModel.DEFAULT);
      near.socket.send(far.socket.local(), ByteBuffer.allocate(4));
      fate.accept(b);
      assertTrue(sim.runUntilIdle(Duration.ofSeconds(1)));
      assertEquals(0, sim.shards().get(0).arena.blocks());
    }
    assertEquals(List.of(0), far.received, "only the slow one is still there");
  }

  @Test
  void areLostAndDoubledAsOftenAsConfigured() {
    start(NetworkModel.DEFAULT.withDatagramFaults(200_000, 0, 0));
    sendAll(8);
    assertEquals(0.8 * COUNT, far.received.size(), 0.02 * COUNT);
    start(NetworkModel.DEFAULT.withDatagramFaults(0, 100_000, 0));
    far.received.clear();
    sendAll(8);
    assertEquals(1.1 * COUNT, far.received.size(), 0.02 * COUNT);
    assertEquals(COUNT, far.received.stream().distinct().count());
  }

  @Test
  void overtakeEachOtherIfConfigured() {
    start(NetworkModel.DEFAULT.withDatagramFaults(0, 0, 50_000));
    for (int i = 0; i < 100; i++) {
      near.socket.send(far.socket.local(), ByteBuffer.allocate(4).putInt(0, i));
      sim.runFor(Duration.ofMillis(1));
    }
    assertTrue(sim.runUntilIdle(Duration.ofSeconds(10)));
    assertEquals(100, far.received.size());
    assertTrue(!far.received.equals(far.received.stream().sorted().toList()));
  }

  @Test
  void blockWhenTheUpLinkIsFull() {
    start(NetworkModel.DEFAULT.withBandwidth(1_000_000, 0));
    int accepted = 0;
    while (near.socket.send(far.socket.local(), ByteBuffer.allocate(1_000))
        != SendResult.WOULD_BLOCK) {
      accepted++;
    }
    assertEquals(NetworkModel.DEFAULT.queueBytes() / 1_000 + 1, accepted);
    assertEquals(0, near.writable);
    assertTrue(sim.runUntilIdle(Duration.ofSeconds(10)));
    assertEquals(1, near.writable);
    assertEquals(accepted, far.received.size());
  }

  @Test
  void areDroppedInFrontOfASlowDownLink() {
    start(NetworkModel.DEFAULT);
    sim.setModel(b, NetworkModel.DEFAULT.withBandwidth(0, 100_000));
    sendAll(1_000);
    assertTrue(far.received.size() < 300 && far.received.size() > 200, "" + far.received.size());
  }

  @Test
  void areTakenOnlyByABoundSocketAndUpToTheLimit() {
    start(NetworkModel.DEFAULT);
    ByteBuffer tooLarge = ByteBuffer.allocate(65_508);
    assertEquals(SendResult.TOO_LARGE, near.socket.send(far.socket.local(), tooLarge));
    assertEquals(65_508, tooLarge.remaining());
    near.socket.close();
    near.socket.close();
    assertEquals(SendResult.CLOSED, near.socket.send(far.socket.local(), ByteBuffer.allocate(1)));
    sim.runUntilIdle(Duration.ofSeconds(1));
    assertEquals(Reason.CANCELLED, near.reason);
  }
}
