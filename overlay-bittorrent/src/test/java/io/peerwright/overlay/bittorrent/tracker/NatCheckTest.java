package io.peerwright.overlay.bittorrent.tracker;

import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.SWARM;
import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Share;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers are told of only when they can be reached. */
class NatCheckTest {

  private final TrackerLab lab = new TrackerLab("natCheck", true);

  @Test
  void aPeerThatAnswersIsToldOf() throws BencodeException {
    Host ann = lab.newHost();
    List<byte[]> heard = listen(ann, SWARM, "\u0013BitTorrent protocol");
    announce(ann, 6881, "");
    lab.run(2);
    assertEquals(1, heard.size());
    assertEquals(68, heard.get(0).length);
    assertEquals(1, lab.meter("tracker.peers.now"));
    assertEquals(1, lab.meter("tracker.checks.passed"));
    assertEquals(6, announce(lab.newHost(), 1, ""));
    announce(ann, 6881, "");
    lab.run(2);
    assertEquals(1, heard.size());
    announce(ann, 6881, "&event=stopped");
    assertEquals(0, lab.meter("tracker.peers.now"));
  }

  @Test
  void othersAreNot() throws BencodeException {
    Host deaf = lab.newHost();
    Host wrongSwarm = lab.newHost();
    listen(wrongSwarm, new Id20(1, 1, 1), "\u0013BitTorrent protocol");
    Host otherProtocol = lab.newHost();
    listen(otherProtocol, SWARM, "HTTP/1.1 400 Bad Req");
    Host silent = lab.newHost();
    listen(silent, SWARM, "");
    for (Host host : List.of(deaf, wrongSwarm, otherProtocol, silent)) {
      announce(host, 6881, "");
    }
    lab.run(1);
    assertEquals(1, lab.meter("tracker.checks.now"));
    lab.run(12);
    assertEquals(4, lab.meter("tracker.checks.failed"));
    assertEquals(0, lab.meter("tracker.peers.now"));
    assertEquals(0, lab.meter("tracker.checks.now"));
  }

  @Test
  void anAddressThatIsNamedIsBelievedIfItAnswers() throws BencodeException {
    Host ann = lab.newHost();
    Host relay = lab.newHost();
    listen(ann, SWARM, "\u0013BitTorrent protocol");
    announce(relay, 6881, naming(ann));
    announce(relay, 6881, "&ip=192.0.2.77");
    lab.run(12);
    assertEquals(1, lab.meter("tracker.peers.now"));
    assertTrue(lab.server.endpoints().size() == 1);
    assertEquals(1, lab.meter("tracker.checks.failed"));
  }

  @Test
  void checksUnderWayAreBounded() throws BencodeException {
    List<Boolean> ends = new ArrayList<>();
    NatChecks checks = new NatChecks(lab.host, (told, passed) -> ends.add(passed));
    for (int i = 0; i < 600; i++) {
      Host silent = lab.newHost();
      listen(silent, SWARM, "");
      Endpoint peer = silent.listenAddress().withPort(6881);
      Announcement told =
          new Announcement(SWARM, new Id20(1, 2, i), peer, Event.NONE, Share.DOWNLOADER, 0);
      checks.start(told, peer, true);
    }
    assertEquals(512, checks.underWay());
    lab.run(15);
    assertEquals(0, checks.underWay());
    assertEquals(Collections.nCopies(512, false), ends);
  }

  @Test
  void oneAddressIsDialledAtFewPortsAtATime() {
    NatChecks checks = new NatChecks(lab.host, (told, passed) -> {});
    for (int port = 1; port <= 20; port++) {
      checks.start(told("192.0.2.1:" + port), Endpoint.parse("192.0.2.1:5"), true);
    }
    assertEquals(4, checks.underWay());
    checks.start(told("192.0.2.2:1"), Endpoint.parse("192.0.2.2:5"), true);
    assertEquals(5, checks.underWay());
    lab.run(15);
    assertEquals(0, checks.underWay());
  }

  private static Announcement told(String peer) {
    Id20 id = new Id20(1, 2, 3);
    return new Announcement(SWARM, id, Endpoint.parse(peer), Event.NONE, Share.DOWNLOADER, 0);
  }

  /** Those who ask come from everywhere, and name the port of a host that answers otherwise. */
  @Test
  void nobodyIsDialledOftenWhoeverNamesIt() throws BencodeException {
    Host victim = lab.newHost();
    List<byte[]> heard = listen(victim, SWARM, "HTTP/1.1 400 Bad Req");
    for (int second = 0; second < 50; second++) {
      announce(lab.newHost(), 6881, naming(victim));
      lab.run(1);
    }
    assertEquals(11, heard.size(), "six at once, and one in ten seconds");
    lab.run(60);
    announce(lab.newHost(), 6881, naming(victim));
    lab.run(1);
    assertEquals(12, heard.size());
  }

  @Test
  void nobodyNamesManyOthers() throws BencodeException {
    Host scanner = lab.newHost();
    long begin = lab.host.loop().nanoTime();
    for (int i = 0; i < 100; i++) {
      announce(scanner, 80, "&ip=192.0.2." + i);
      lab.simulation.runFor(Duration.ofMillis(50));
    }
    long seconds = (lab.host.loop().nanoTime() - begin) / 1_000_000_000;
    lab.run(12);
    assertEquals(0, lab.meter("tracker.checks.now"));
    long dialled = lab.meter("tracker.checks.failed");
    assertTrue(dialled >= 30 && dialled <= 31 + seconds / 2, "dialled " + dialled);
    Host ann = lab.newHost();
    listen(ann, SWARM, "\u0013BitTorrent protocol");
    announce(lab.newHost(), 6881, naming(ann));
    lab.run(1);
    assertEquals(1, lab.meter("tracker.peers.now"));
  }

  private static String naming(Host host) {
    String address = host.listenAddress().withPort(1).toString();
    return "&ip=" + address.substring(0, address.indexOf(':'));
  }

  private int announce(Host from, int port, String more) throws BencodeException {
    String target = "/announce?" + query(SWARM, port, "&left=5" + more);
    return lab.ask(from, target).string("peers").length();
  }

  /** Answers each connection with a handshake; an empty protocol keeps silent. */
  private static List<byte[]> listen(Host host, Id20 swarm, String protocol) {
    List<byte[]> heard = new ArrayList<>();
    byte[] name = protocol.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer handshake = ByteBuffer.allocate(name.length == 0 ? 0 : 68);
    if (name.length > 0) {
      handshake.put(name).putLong(0);
      swarm.write(handshake);
    }
    LinkHandler handler =
        new LinkHandler() {
          @Override
          public void onOpen(Link link) {
            link.request(Link.UNLIMITED);
            link.write(handshake.duplicate().rewind());
          }

          @Override
          public void onData(Link link, ByteBuffer data) {
            byte[] copy = new byte[data.remaining()];
            data.get(copy);
            heard.add(copy);
          }

          @Override
          public void onClosed(Link link, Reason reason) {}
        };
    LinkAcceptor acceptor = link -> handler;
    host.transport().listen(host.listenAddress().withPort(6881), SocketOptions.DEFAULT, acceptor);
    return heard;
  }
}
