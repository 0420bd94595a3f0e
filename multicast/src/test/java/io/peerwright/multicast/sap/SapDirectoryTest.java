package io.peerwright.multicast.sap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Directories on one wire that counts what is said. */
class SapDirectoryTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Group GROUP = group(1);

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final List<Member> members = new ArrayList<>();
  private long bytes;
  private final List<String> said = new ArrayList<>();

  private static Group group(int number) {
    Endpoint address = Endpoint.ofIpv4(0xefff_0000 + number, 4_000);
    return new Group(address, "group number " + number);
  }

  /** A directory and the loop that it is on. */
  private final class Member implements SapSender {
    final Endpoint address;
    final Loop loop;
    final SapDirectory directory;
    final List<Group> found = new ArrayList<>();
    boolean isThere = true;

    Member(int number) {
      Host host = simulation.newHost("h" + number, null, null);
      loop = host.loop();
      address = Endpoint.ofIpv4(0xc000_0200 + number, 9_875);
      directory = new SapDirectory(loop, this, 4_000, 15);
      members.add(this);
    }

    Member start() {
      loop.execute(
          () -> {
            directory.discover(found::add);
            directory.start(SapGroups.all(true));
          });
      return this;
    }

    Handle announce(Group group) {
      Handle[] handle = new Handle[1];
      loop.execute(() -> handle[0] = directory.announce(group));
      return () -> loop.execute(() -> handle[0].close());
    }

    /** Gone without a word. */
    void vanish() {
      isThere = false;
      members.remove(this);
    }

    @Override
    public void send(Endpoint sapGroup, ByteBuffer packet) {
      if (!isThere) {
        return;
      }
      SapPacket read = SapPacket.read(packet.duplicate());
      said.add(
          read.payloadType().equals(SapDirectory.QUERY)
              ? "ask"
              : read.isDeletion() ? "withdraw" : "announce");
      bytes += packet.remaining();
      byte[] copy = new byte[packet.remaining()];
      packet.get(copy);
      for (Member each : List.copyOf(members)) {
        each.loop.execute(() -> each.directory.received(address, ByteBuffer.wrap(copy)));
      }
    }

    @Override
    public Endpoint origin(boolean ipv4) {
      return address.withPort(0);
    }

    Map<String, Long> meters() {
      Map<String, Long> meters = new HashMap<>();
      directory.meters(meters::put);
      return meters;
    }
  }

  private void run(long millis) {
    simulation.runFor(Duration.ofMillis(millis));
  }

  private long count(String what) {
    return said.stream().filter(what::equals).count();
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void theFirstThreeComeAfterZeroFiveAndFifteenSeconds() {
    Member a = new Member(1).start();
    a.announce(GROUP);
    run(10);
    assertEquals(1, count("announce"));
    run(4_980);
    assertEquals(1, count("announce"));
    run(20);
    assertEquals(2, count("announce"));
    run(9_980);
    assertEquals(2, count("announce"));
    run(20);
    assertEquals(3, count("announce"));
    run(190_000);
    assertEquals(3, count("announce"), "then the interval of 300 s, less a third");
    run(3_600_000);
    assertTrue(count("announce") >= 3 + 9 && count("announce") <= 3 + 18, said.toString());
  }

  @Test
  void latecomersAskTheAnnouncer() {
    Member a = new Member(1).start();
    a.announce(GROUP);
    run(1_000_000);
    Member late = new Member(2).start();
    run(30);
    assertEquals(List.of(GROUP), late.found);
  }

  /** Announced once and gone: a neighbour remembers. Of many who do, few speak. */
  @Test
  void latecomersAskTheNeighbours() {
    Member a = new Member(1).start();
    for (int i = 2; i < 102; i++) {
      new Member(i).start();
    }
    run(2_000);
    a.announce(GROUP);
    run(1_000);
    a.vanish();
    run(600_000);
    said.clear();
    Member late = new Member(200).start();
    run(500);
    assertEquals(List.of(GROUP), late.found);
    run(5_000);
    assertTrue(count("announce") <= 5, count("announce") + " of 100 answered");
  }

  @Test
  void whatIsWithdrawnIsForgottenByAll() {
    Member a = new Member(1).start();
    Member b = new Member(2).start();
    Handle handle = a.announce(GROUP);
    run(1_000);
    assertEquals(1, b.meters().get("sessions.now"));
    handle.close();
    run(10);
    assertEquals(0, b.meters().get("sessions.now"));
    run(10_000);
    assertEquals(3, count("withdraw"), "for one may be lost");
    Member late = new Member(3).start();
    run(1_000);
    assertEquals(List.of(), late.found);
  }

  /** Who is neither the origin nor the host that announced it. */
  @Test
  void strangersWithdrawNothing() {
    Member a = new Member(1).start();
    Member b = new Member(2).start();
    a.announce(GROUP);
    run(1_000);
    OwnSession forged = new OwnSession(GROUP, 7, a.origin(true), 15);
    assertEquals(1, b.meters().get("sessions.now"));
    Endpoint stranger = Endpoint.parse("192.0.2.99:9875");
    b.loop.execute(() -> b.directory.received(stranger, forged.announcement()));
    run(10);
    assertEquals(2, b.meters().get("sessions.now"));
    Endpoint other = Endpoint.parse("192.0.2.98:9875");
    b.loop.execute(() -> b.directory.received(other, forged.deletion()));
    run(10);
    assertEquals(2, b.meters().get("sessions.now"));
    b.loop.execute(() -> b.directory.received(stranger, forged.deletion()));
    run(10);
    assertEquals(1, b.meters().get("sessions.now"));
  }

  @Test
  void whatIsAnnouncedNoMoreIsForgottenAfterAnHour() {
    Member a = new Member(1).start();
    Member b = new Member(2).start();
    a.announce(GROUP);
    run(1_000);
    a.vanish();
    run(3_500_000);
    // Its answers to latecomers keep nothing alive.
    new Member(3).start();
    run(1_000);
    assertEquals(1, b.meters().get("sessions.now"));
    run(200_000);
    assertEquals(0, b.meters().get("sessions.now"));
  }

  @Test
  void aThousandGroupsTakeTheBandwidthOfOneScope() {
    for (int i = 0; i < 20; i++) {
      Member member = new Member(i).start();
      for (int k = 0; k < 50; k++) {
        member.announce(group(100 * i + k));
      }
    }
    Member hearing = new Member(99).start();
    run(2_000_000);
    assertEquals(1_000, hearing.found.size());
    bytes = 0;
    run(3_600_000);
    double bitsPerSecond = 8.0 * bytes / 3_600;
    assertTrue(bitsPerSecond < 4_400 && bitsPerSecond > 1_000, bitsPerSecond + " bit/s");
  }

  /** Whoever asks all the time makes nobody say more than its share. */
  @Test
  void questionsDoNotMultiply() {
    Member a = new Member(1).start();
    for (int i = 0; i < 1_000; i++) {
      a.announce(group(i));
    }
    run(3_000_000);
    bytes = 0;
    Endpoint from = Endpoint.parse("192.0.2.50:1");
    for (int i = 0; i < 6_000; i++) {
      ByteBuffer question =
          new SapPacket(false, 1 + i, from.withPort(0), SapDirectory.QUERY, new byte[0]).write();
      a.loop.execute(() -> a.directory.received(from, question));
      run(10);
    }
    // A minute of answers and one of announcements, and the burst of the answers.
    assertTrue(bytes <= 2 * 60 * 500 + SapDirectory.ANSWER_BURST_BYTES + 2_000, bytes + " bytes");
  }

  @Test
  void aFloodOfAnnouncementsStaysBounded() {
    Member a = new Member(1).start();
    Member b = new Member(2).start();
    b.announce(GROUP);
    run(1_000);
    Random random = new Random(1);
    Endpoint flooder = Endpoint.parse("192.0.2.50:1");
    a.loop.execute(
        () -> {
          for (int i = 0; i < 20_000; i++) {
            OwnSession forged = new OwnSession(group(i), random.nextLong(), flooder, 1);
            a.directory.received(flooder, forged.announcement());
          }
        });
    run(1_000);
    assertEquals(SapDirectory.MOST_OF_ONE_HOST + 1, a.meters().get("sessions.now"));
    Member late = new Member(3);
    late.start();
    b.vanish();
    run(60_000);
    assertTrue(a.found.contains(GROUP));
  }

  @Test
  void namesThatShareAnAddressAreCounted() {
    Member a = new Member(1).start();
    Member b = new Member(2).start();
    Member c = new Member(3).start();
    a.announce(GROUP);
    b.announce(new Group(GROUP.address(), "another name"));
    run(1_000);
    assertEquals(1, c.meters().get("announcements.collisions"));
  }

  @Test
  void answersComeWithinTheirTimeAndMostlyLate() {
    long latest = SapDirectory.answerDelay(1);
    assertTrue(latest <= SECOND / 2);
    assertTrue(SapDirectory.answerDelay(0) > 10_000_000, "after the announcer itself");
    assertTrue(SapDirectory.answerDelay(0.5) > latest * 8 / 10);
  }
}
