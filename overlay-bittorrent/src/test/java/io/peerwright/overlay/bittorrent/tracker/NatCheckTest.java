package io.peerwright.overlay.bittorrent.tracker;

import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.SWARM;
import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    String address = ann.listenAddress().withPort(6881).toString();
    announce(relay, 6881, "&ip=" + address.substring(0, address.indexOf(':')));
    announce(relay, 6881, "&ip=192.0.2.77");
    lab.run(12);
    assertEquals(1, lab.meter("tracker.peers.now"));
    assertTrue(lab.server.endpoints().size() == 1);
    assertEquals(1, lab.meter("tracker.checks.failed"));
  }

  @Test
  void checksUnderWayAreBounded() throws BencodeException {
    Host silent = lab.newHost();
    for (int port = 1; port <= 600; port++) {
      lab.simulation.runFor(java.time.Duration.ofMillis(11));
      announce(silent, port, "&ip=192.0.2." + port % 250);
    }
    assertTrue(lab.meter("tracker.checks.now") <= 512);
    lab.run(15);
    assertEquals(0, lab.meter("tracker.checks.now"));
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
