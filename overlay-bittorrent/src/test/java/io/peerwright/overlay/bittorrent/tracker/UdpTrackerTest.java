package io.peerwright.overlay.bittorrent.tracker;

import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.SWARM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** BEP 15 and 41, packet by packet. */
class UdpTrackerTest {

  private static final Id20 OTHER = new Id20(9, 9, 9);

  @Test
  void peersHearOfEachOther() {
    TrackerLab lab = new TrackerLab();
    UdpProbe ann = new UdpProbe(lab, lab.newHost()).connect();
    UdpProbe bob = new UdpProbe(lab, lab.newHost()).connect();
    ByteBuffer first = ann.ask(ann.announce(SWARM, 2, 5, -1, 6881, 0));
    assertEquals(20, first.remaining());
    int interval = first.getInt(8);
    assertTrue(interval >= 1800 && interval <= 1800 + 1800 / 16, () -> "interval " + interval);
    assertEquals(1, first.getInt(12));
    assertEquals(0, first.getInt(16));
    ByteBuffer second = bob.ask(bob.announce(SWARM, 0, 70_000));
    assertEquals(List.of(ann.host.listenAddress().withPort(6881)), UdpProbe.peers(second, 4));
    assertEquals(1, second.getInt(12));
    assertEquals(1, second.getInt(16));
    Endpoint bobs = bob.host.listenAddress().withPort(70_000 & 0xffff);
    assertEquals(List.of(bobs), UdpProbe.peers(ann.ask(ann.announce(SWARM, 5, 6881)), 4));
    assertEquals(List.of(), UdpProbe.peers(ann.ask(ann.announce(SWARM, 0, 5, 0, 6881, 0)), 4));
    bob.ask(bob.announce(SWARM, 3, 0, -1, 70_000, 0));
    assertEquals(List.of(), UdpProbe.peers(ann.ask(ann.announce(SWARM, 5, 6881)), 4));
    assertEquals(6, lab.meter("tracker.announces.udp"));
  }

  @Test
  void ipv6PeersHearOfIpv6Peers() {
    TrackerLab lab = new TrackerLab();
    AnnounceService service = AnnounceServices.of(lab.host, Trackers.config());
    UdpTrackerHandler front = new UdpTrackerHandler(service);
    Endpoint from = Endpoint.parse("[2001:db8::7]:4000");
    Packets packets = new Packets();
    front.onDatagram(packets, from, Packets.connect());
    long id = packets.last().getLong(8);
    for (int i = 0; i < 100; i++) {
      front.onDatagram(packets, from, Packets.announce(id, SWARM, 1000 + i));
    }
    ByteBuffer answer = packets.last();
    assertEquals(50, UdpProbe.peers(answer, 16).size());
    assertTrue(UdpProbe.peers(answer, 16).stream().allMatch(peer -> peer.high() == from.high()));
    assertEquals(100, answer.getInt(12));
  }

  @Test
  void scrapesAreAnsweredUpTo74() {
    TrackerLab lab = new TrackerLab();
    UdpProbe ann = new UdpProbe(lab, lab.newHost()).connect();
    ann.ask(ann.announce(SWARM, 1, 0, 0, 6881, 0));
    ann.ask(ann.announce(OTHER, 2, 7, 0, 6881, 0));
    ByteBuffer packet = ByteBuffer.allocate(16 + 80 * 20);
    packet.putLong(ann.connection()).putInt(UdpTrackerHandler.SCRAPE).putInt(99);
    SWARM.write(packet);
    OTHER.write(packet);
    ByteBuffer answer = ann.ask(packet);
    assertEquals(8 + 74 * 12, answer.remaining());
    assertEquals(UdpTrackerHandler.SCRAPE, answer.getInt(0));
    assertEquals(99, answer.getInt(4));
    assertEquals(List.of(1, 1, 0, 0, 0, 1), ints(answer, 8, 6));
  }

  private static List<Integer> ints(ByteBuffer answer, int from, int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> answer.getInt(from + 4 * i))
        .toList();
  }

  @Test
  void withoutAProvedAddressNothingIsAnswered() {
    TrackerLab lab = new TrackerLab();
    UdpProbe ann = new UdpProbe(lab, lab.newHost());
    ann.nothingComesBack(ann.announce(SWARM, 5, 6881));
    ann.nothingComesBack(ByteBuffer.allocate(16).putLong(UdpTrackerHandler.PROTOCOL_ID).putInt(1));
    ann.nothingComesBack(ByteBuffer.allocate(15).putLong(UdpTrackerHandler.PROTOCOL_ID));
    ann.nothingComesBack(ByteBuffer.allocate(0));
    ann.connect();
    ann.ask(ann.announce(SWARM, 5, 6881));
    lab.run(110);
    ann.ask(ann.announce(SWARM, 5, 6881));
    lab.run(15);
    ann.nothingComesBack(ann.announce(SWARM, 5, 6881));
    ann.connect();
    ByteBuffer good = ann.announce(SWARM, 5, 6881);
    UdpProbe mallory = new UdpProbe(lab, lab.newHost());
    mallory.nothingComesBack(good);
    assertEquals(4, lab.meter("tracker.forged.udp"));
  }

  /** Whatever somebody sends under the address of another one, who gets no more of it. */
  @Test
  void anAddressThatIsNotProvedGetsNoMoreThanItSent() {
    TrackerLab lab = new TrackerLab();
    AnnounceService service =
        AnnounceServices.of(lab.host, Trackers.config("maxRequestsPerSecond", 100_000_000));
    UdpTrackerHandler front = new UdpTrackerHandler(service);
    Packets packets = new Packets();
    Endpoint victim = Endpoint.parse("10.0.0.9:7000");
    Random random = new Random(16);
    int answers = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      if (bytes.length >= 16 && random.nextBoolean()) {
        ByteBuffer.wrap(bytes).putLong(UdpTrackerHandler.PROTOCOL_ID).putInt(random.nextInt(4));
      }
      packets.sent.clear();
      front.onDatagram(packets, victim, ByteBuffer.wrap(bytes));
      int sent = packets.sent.stream().mapToInt(ByteBuffer::remaining).sum();
      assertTrue(sent <= bytes.length, () -> sent + " bytes for " + bytes.length);
      answers += packets.sent.size();
    }
    assertTrue(answers > 1000);
    assertEquals(0, service.store.peers());
  }

  @Test
  void nonsenseIsRefusedInWords() {
    TrackerLab lab = new TrackerLab();
    UdpProbe ann = new UdpProbe(lab, lab.newHost()).connect();
    ByteBuffer cut = ByteBuffer.wrap(ann.announce(SWARM, 5, 6881).array(), 0, 97).slice();
    assertTrue(UdpProbe.error(ann.ask(cut)).contains("98 bytes"));
    ByteBuffer unknown = ByteBuffer.allocate(40).putLong(ann.connection()).putInt(7).putInt(99);
    assertTrue(UdpProbe.error(ann.ask(unknown)).contains("not a request"));
    assertEquals(2, lab.meter("tracker.malformed"));
  }

  @Test
  void aWhitelistIsKept() {
    TrackerLab lab = new TrackerLab("whitelist", List.of(SWARM.toString()));
    UdpProbe ann = new UdpProbe(lab, lab.newHost()).connect();
    assertEquals(20, ann.ask(ann.announce(SWARM, 5, 6881)).remaining());
    assertTrue(UdpProbe.error(ann.ask(ann.announce(OTHER, 5, 6881))).contains("not serve"));
    assertEquals(1, lab.meter("tracker.refused"));
    assertEquals(1, lab.meter("tracker.swarms.now"));
  }

  @Test
  void aKeyIsFoundInTheOptions() {
    TrackerLab lab = new TrackerLab("keys", List.of("sesame"));
    UdpProbe ann = new UdpProbe(lab, lab.newHost()).connect();
    assertTrue(UdpProbe.error(ann.ask(ann.announce(SWARM, 5, 6881))).contains("private"));
    byte[][] right = {
      {2, 16, '/', 's', 'e', 's', 'a', 'm', 'e', '/', 'a', 'n', 'n', 'o', 'u', 'n', 'c', 'e'},
      {1, 9, 2, 0, 0, 2, 7, '/', 's', 'e', 's', 'a', 'm', 'e', 0, 2},
      {2, 3, '/', 's', 'e', 1, 2, 4, 's', 'a', 'm', 'e'}
    };
    for (byte[] options : right) {
      assertEquals(20, ann.ask(withOptions(ann, options)).remaining());
    }
    byte[][] wrong = {
      {0, 2, 7, '/', 's', 'e', 's', 'a', 'm', 'e'},
      {2, 7, '/', 's', 'e', 's', 'a', 'm', 'i'},
      {2, (byte) 200, '/', 's', 'e', 's', 'a', 'm', 'e'},
      {2},
      {2, 1, '/'},
      {7}
    };
    for (byte[] options : wrong) {
      assertTrue(UdpProbe.error(ann.ask(withOptions(ann, options))).contains("private"));
    }
    ByteBuffer scrape = ByteBuffer.allocate(36).putLong(ann.connection()).putInt(2).putInt(99);
    assertTrue(UdpProbe.error(ann.ask(scrape)).contains("private"));
  }

  private static ByteBuffer withOptions(UdpProbe probe, byte[] options) {
    return probe.announce(SWARM, 0, 5, 0, 6881, options.length).put(options);
  }

  @Test
  void aNamedAddressIsBelievedOnlyIfToldTo() {
    TrackerLab careful = new TrackerLab();
    TrackerLab trusting = new TrackerLab("believeAddresses", true);
    assertEquals(List.of("10."), named(careful));
    assertEquals(List.of("192"), named(trusting));
  }

  private static List<String> named(TrackerLab lab) {
    UdpProbe ann = new UdpProbe(lab, lab.newHost()).connect();
    ann.ask(ann.announce(SWARM, 5, 6881).putInt(84, 0xc0000201));
    UdpProbe bob = new UdpProbe(lab, lab.newHost()).connect();
    return UdpProbe.peers(bob.ask(bob.announce(SWARM, 5, 6881)), 4).stream()
        .map(peer -> peer.toString().substring(0, 3))
        .toList();
  }

  @Test
  void aFloodOfOneAddressIsCutShort() {
    TrackerLab lab = new TrackerLab("maxRequestsPerSecond", 10);
    UdpProbe flood = new UdpProbe(lab, lab.newHost()).connect();
    UdpProbe other = new UdpProbe(lab, lab.newHost()).connect();
    lab.run(1);
    flood.received.clear();
    for (int i = 0; i < 1000; i++) {
      flood.send(flood.announce(SWARM, 5, 1 + i));
    }
    other.ask(other.announce(SWARM, 5, 6881));
    int answered = flood.received.size();
    assertTrue(answered >= 10 && answered <= 20, () -> "answered: " + answered);
    assertTrue(lab.meter("tracker.toomany") >= 980);
  }

  /** Each mutated packet is answered with no more bytes than a whole answer has, or not at all. */
  @Test
  void damagedPacketsHarmNobody() {
    TrackerLab lab = new TrackerLab("keys", List.of("sesame"));
    AnnounceService service =
        AnnounceServices.of(lab.host, Trackers.config("maxRequestsPerSecond", 100_000_000));
    UdpTrackerHandler front = new UdpTrackerHandler(service);
    Packets packets = new Packets();
    Endpoint from = Endpoint.parse("10.0.0.9:7000");
    front.onDatagram(packets, from, Packets.connect());
    long id = packets.last().getLong(8);
    Random random = new Random(15);
    Set<Integer> actions = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = Packets.announce(id, SWARM, 6881).array();
      bytes[8 + 3] = (byte) random.nextInt(4);
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
      packets.sent.clear();
      front.onDatagram(packets, from, ByteBuffer.wrap(bytes, 0, length).slice());
      assertTrue(packets.sent.size() <= 1);
      packets.sent.forEach(answer -> actions.add(answer.getInt(0)));
    }
    assertEquals(Set.of(1, 2, 3), actions);
    assertTrue(service.store.peers() <= 1000);
  }
}
