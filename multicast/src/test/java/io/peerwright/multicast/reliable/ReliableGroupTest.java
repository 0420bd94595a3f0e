package io.peerwright.multicast.reliable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of one LAN on which datagrams are lost, doubled and late. */
class ReliableGroupTest {

  private static final Endpoint GROUP = Endpoint.parse("239.255.7.7:5000");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MESSAGES = 1_000;

  private final class Member implements DatagramHandler, GroupOutput, ReliableListener {
    final Host host;
    final List<Integer> got = new ArrayList<>();
    ReliableGroup group;
    Datagrams socket;
    long lost;
    int nacks;
    boolean isDeaf;

    Member(String name, ReliableSettings settings) {
      host = sim.newHost(name, null, null);
      group = new ReliableGroup(host.loop(), this, settings, this);
      host.transport()
          .bind(Endpoint.parse("0.0.0.0:5000"), SocketOptions.DEFAULT.withReuse(), this);
    }

    @Override
    public void onBound(Datagrams bound) {
      socket = bound;
      bound.join(GROUP, null, null);
    }

    @Override
    public void onDatagram(Datagrams on, Endpoint from, ByteBuffer data) {
      if (!isDeaf) {
        group.onDatagram(from, data);
      }
    }

    @Override
    public SendResult toGroup(ByteBuffer datagram) {
      nacks += datagram.get(4) == BundleFrame.Type.NACK.ordinal() + 1 ? 1 : 0;
      return Objects.requireNonNull(socket).send(GROUP, datagram);
    }

    @Override
    public SendResult toMember(Endpoint member, ByteBuffer datagram) {
      return Objects.requireNonNull(socket).send(member, datagram);
    }

    @Override
    public void onMessage(Endpoint source, ByteBuffer message) {
      got.add(message.getInt());
    }

    @Override
    public void onLost(Endpoint source, long datagrams) {
      lost += datagrams;
    }

    /** A new life, with no memory of the last. */
    void startAgain(ReliableSettings settings) {
      group.close();
      group = new ReliableGroup(host.loop(), this, settings, this);
      group.join();
    }

    SendResult send(int number, int bytes) {
      return group.send(ByteBuffer.allocate(bytes).putInt(0, number));
    }
  }

  private Simulation sim;
  private final List<Member> members = new ArrayList<>();

  @BeforeEach
  void clear() {
    members.clear();
  }

  private void start(long seed, NetworkModel model, ReliableSettings settings, int count) {
    sim =
        Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(model).withPoison())
            .strict();
    for (int i = 0; i < count; i++) {
      members.add(new Member("m" + i, settings));
    }
    sim.runFor(SECOND);
    members.forEach(each -> each.group.join());
    sim.runFor(SECOND);
  }

  private static NetworkModel good() {
    return NetworkModel.DEFAULT.withLatencyMicros(200, 1_000);
  }

  private static NetworkModel bad() {
    return good().withDatagramFaults(100_000, 50_000, 100_000);
  }

  /** Sends numbers, some in a turn of the loop, one turn in a millisecond. */
  private void sendAll(Member from, int first, int count, int bytes) {
    int sent = 0;
    while (sent < count) {
      for (int i = 0; i < 7 && sent < count; i++) {
        if (from.send(first + sent, bytes) == SendResult.ACCEPTED) {
          sent++;
        }
      }
      sim.runFor(Duration.ofMillis(1));
    }
  }

  private static List<Integer> numbers(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyMemberGetsAllInOrderThoughATenthIsLost(long seed) {
    start(seed, bad(), ReliableSettings.DEFAULT, 5);
    sendAll(members.get(0), 0, MESSAGES, 100);
    sim.runFor(Duration.ofSeconds(10));
    for (Member each : members) {
      assertEquals(numbers(0, MESSAGES), each.got, each.host.name());
      assertEquals(0, each.lost);
    }
  }

  @Test
  void lostEndIsNoticed() {
    start(1, good(), ReliableSettings.DEFAULT, 2);
    members.get(0).send(1, 100);
    sim.runFor(SECOND);
    members.get(1).isDeaf = true;
    members.get(0).send(2, 100);
    sim.runFor(Duration.ofMillis(15));
    members.get(1).isDeaf = false;
    assertEquals(List.of(1), members.get(1).got);
    sim.runFor(Duration.ofMillis(100));
    assertEquals(List.of(1, 2), members.get(1).got);
  }

  @Test
  void sourcesDoNotDisturbEachOther() {
    start(3, bad(), ReliableSettings.DEFAULT, 4);
    for (int i = 0; i < 200; i++) {
      members.get(0).send(i, 100);
      members.get(1).send(10_000 + i, 500);
      sim.runFor(Duration.ofMillis(1));
    }
    sim.runFor(Duration.ofSeconds(10));
    for (Member each : members) {
      assertEquals(numbers(0, 200), each.got.stream().filter(n -> n < 10_000).toList());
      assertEquals(numbers(10_000, 200), each.got.stream().filter(n -> n >= 10_000).toList());
    }
  }

  @Test
  void liveMembersGetWhatComesOnce() {
    start(4, bad(), ReliableSettings.DEFAULT.live(), 3);
    sendAll(members.get(0), 0, MESSAGES, 700);
    sim.runFor(SECOND);
    Member receiver = members.get(1);
    assertEquals(receiver.got.size(), new HashSet<>(receiver.got).size(), "heard twice");
    assertTrue(receiver.got.size() > MESSAGES * 8 / 10, receiver.got.size() + " came");
    assertTrue(receiver.got.size() < MESSAGES, "nothing was lost, so this shows nothing");
    assertEquals(0, members.stream().mapToInt(each -> each.nacks).sum());
  }

  @Test
  void whoJoinsLateGetsWhatIsKeptIfItWantsHistory() {
    start(5, good(), ReliableSettings.DEFAULT, 2);
    sendAll(members.get(0), 0, 100, 100);
    Member late = new Member("late", ReliableSettings.DEFAULT.withHistory());
    Member later = new Member("later", ReliableSettings.DEFAULT);
    sim.runFor(SECOND);
    late.group.join();
    later.group.join();
    sim.runFor(SECOND);
    sendAll(members.get(0), 100, 10, 100);
    sim.runFor(SECOND);
    assertEquals(numbers(0, 110), late.got);
    assertEquals(numbers(100, 10), later.got);
    assertEquals(0, late.lost);
  }

  @Test
  void historyEndsWhereTheSourceKeepsNoMore() {
    ReliableSettings settings =
        new ReliableSettings(200, 1 << 16, 30_000_000_000L, 800, true, true, 8);
    start(6, good(), settings, 1);
    sendAll(members.get(0), 0, 2_000, 150);
    Member late = new Member("late", settings);
    sim.runFor(SECOND);
    late.group.join();
    sim.runFor(Duration.ofSeconds(3));
    assertTrue(late.got.size() > 300 && late.got.size() < 400, late.got.size() + " of 64 KiB");
    assertEquals(numbers(2_000 - late.got.size(), late.got.size()), late.got);
    assertEquals(0, late.lost, "what was gone before it joined is not lost");
  }

  @Test
  void whatTheSourceKeepsNoMoreIsCountedAndTheRestGoesOn() {
    ReliableSettings settings =
        new ReliableSettings(200, 1 << 16, 30_000_000_000L, 1 << 16, true, false, 8);
    start(7, good(), settings, 2);
    Member deaf = members.get(1);
    sendAll(members.get(0), 0, 10, 150);
    sim.runFor(SECOND);
    deaf.isDeaf = true;
    sendAll(members.get(0), 10, 2_000, 150);
    deaf.isDeaf = false;
    sendAll(members.get(0), 2_010, 10, 150);
    sim.runFor(Duration.ofSeconds(5));
    assertTrue(deaf.lost > 1_500, deaf.lost + " lost");
    assertEquals(2_020, deaf.got.size() + deaf.lost, "each has a bundle of its own");
    List<Integer> sorted = new ArrayList<>(deaf.got);
    Collections.sort(sorted);
    assertEquals(sorted, deaf.got);
    assertEquals(2_019, deaf.got.get(deaf.got.size() - 1));
  }

  @Test
  void sourceIsNeverFartherAheadThanAWindowOfWhoFollows() {
    ReliableSettings settings =
        new ReliableSettings(1_000, 1 << 20, 30_000_000_000L, 8_000, true, false, 8);
    start(8, good(), settings, 2);
    members.get(0).send(0, 900);
    sim.runFor(SECOND);
    int taken = 0;
    while (members.get(0).send(1 + taken, 900) == SendResult.ACCEPTED) {
      taken++;
    }
    assertTrue(taken >= 7 && taken <= 9, taken + " in one turn");
    sim.runFor(SECOND);
    assertEquals(SendResult.ACCEPTED, members.get(0).send(100, 900));
  }

  @Test
  void whoHearsNothingMoreHoldsTheOthersForASecondAtMost() {
    ReliableSettings settings =
        new ReliableSettings(1_000, 1 << 20, 30_000_000_000L, 8_000, true, false, 8);
    start(9, good(), settings, 3);
    members.get(0).send(0, 900);
    sim.runFor(SECOND);
    members.get(1).isDeaf = true;
    long before = sim.now().toNanos();
    sendAll(members.get(0), 1, 500, 900);
    long took = sim.now().toNanos() - before;
    assertTrue(took < 2_500_000_000L, took + " ns");
    sim.runFor(SECOND);
    assertEquals(numbers(0, 501), members.get(2).got);
  }

  @Test
  void newLifeOfASourceIsHeardFromItsBeginning() {
    start(10, good(), ReliableSettings.DEFAULT, 2);
    sendAll(members.get(0), 0, 50, 100);
    members.get(0).startAgain(ReliableSettings.DEFAULT);
    sendAll(members.get(0), 50, 50, 100);
    sim.runFor(SECOND);
    assertEquals(numbers(0, 100), members.get(1).got);
  }

  @Test
  void oneAsksForWhatAllMiss() {
    start(11, good(), ReliableSettings.DEFAULT, 12);
    sendAll(members.get(0), 0, 10, 100);
    sim.runFor(SECOND);
    members.forEach(each -> each.isDeaf = each != members.get(0));
    sendAll(members.get(0), 10, 1, 100);
    sim.runFor(Duration.ofMillis(3));
    members.forEach(each -> each.isDeaf = false);
    sendAll(members.get(0), 11, 1, 100);
    sim.runFor(SECOND);
    members.forEach(each -> assertEquals(numbers(0, 12), each.got));
    int nacks = members.stream().mapToInt(each -> each.nacks).sum();
    assertTrue(nacks >= 1 && nacks <= 8, nacks + " asked, of 11 that missed it");
  }

  @Test
  void tooLongMessagesAreRefused() {
    start(12, good(), ReliableSettings.DEFAULT, 1);
    ReliableGroup group = members.get(0).group;
    assertEquals(SendResult.ACCEPTED, group.send(ByteBuffer.allocate(group.mostBytes())));
    assertEquals(SendResult.TOO_LARGE, group.send(ByteBuffer.allocate(group.mostBytes() + 1)));
  }

  @Test
  void sourcesAreBounded() {
    ReliableSettings settings =
        new ReliableSettings(1_000, 1 << 20, 30_000_000_000L, 8_000, true, false, 16);
    start(13, good(), settings, 1);
    ReliableGroup group = members.get(0).group;
    ByteBuffer bundle = ByteBuffer.allocate(100);
    for (int i = 0; i < 10_000; i++) {
      BundleFrame.begin(bundle, BundleFrame.Type.BUNDLE, i)
          .putLong(5)
          .putShort((short) 4)
          .putInt(1);
      group.onDatagram(Endpoint.ofIpv4(i, 1), bundle.flip());
    }
    assertEquals(16, group.sources());
  }
}
