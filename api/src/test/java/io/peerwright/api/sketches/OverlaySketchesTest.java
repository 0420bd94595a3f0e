package io.peerwright.api.sketches;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.fake.Lan;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the sketches of overlays among hand-written hosts. */
class OverlaySketchesTest {

  private final Lan lan = new Lan();

  @Test
  void aGnutellaHitFindsTheWayBackThroughTheRing() {
    List<String> answeredBy = new ArrayList<>();
    List<GnutellaFlood> nodes = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      String address = "10.0.0." + i + ":6346";
      boolean hasIt = i == 3;
      GnutellaFlood node =
          new GnutellaFlood(
              (query, answer) -> {
                answeredBy.add(address);
                if (hasIt) {
                  answer.accept(descriptor(0x81, query.getLong(0), query.getLong(8)));
                }
              });
      nodes.add(node);
      Host host = lan.listening(address, node);
      if (i > 1) {
        node.connect(host.transport(), Endpoint.parse("10.0.0." + (i - 1) + ":6346"));
      }
      if (i == 4) {
        node.connect(host.transport(), Endpoint.parse("10.0.0.1:6346"));
      }
    }
    lan.runMillis(10);
    List<ByteBuffer> hits = new ArrayList<>();
    nodes
        .get(0)
        .query(new GnutellaFlood.Guid(7, 9), descriptor(0x80, 7, 9), hit -> hits.add(copy(hit)));
    lan.runMillis(20);

    assertEquals(1, hits.size(), "one hit, though two ways lead to the node");
    assertEquals(descriptor(0x81, 7, 9), hits.get(0));
    assertEquals(3, answeredBy.size(), "each of the others sees the query once");
  }

  private static ByteBuffer descriptor(int type, long guidHigh, long guidLow) {
    ByteBuffer frame = ByteBuffer.allocate(25).putLong(guidHigh).putLong(guidLow);
    frame.put((byte) type).put((byte) 7).put((byte) 0);
    return frame.order(ByteOrder.LITTLE_ENDIAN).putInt(2).putShort((short) 0).flip();
  }

  private static ByteBuffer copy(ByteBuffer borrowed) {
    return ByteBuffer.allocate(borrowed.remaining()).put(borrowed.duplicate()).flip();
  }

  @Test
  void aTorrentSpreadsFromTheSeedToALeecherTheTrackerNamed(@TempDir Path folder) throws Exception {
    byte[] content = new byte[5 * PieceStore.PIECE_BYTES];
    new SplittableRandom(1).nextBytes(content);
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(content, i * PieceStore.PIECE_BYTES, PieceStore.PIECE_BYTES);
      hashes.add(sha1.digest());
    }
    Path seedFolder = Files.createDirectory(folder.resolve("seed"));
    Path leechFolder = Files.createDirectory(folder.resolve("leech"));
    Files.write(seedFolder.resolve("file"), content);
    ByteBuffer handshake = ByteBuffer.allocate(68);
    Host seed = lan.host("10.0.0.1:6881", seedFolder);
    BitSet all = new BitSet();
    all.set(0, 5);
    new BitTorrentSwarm(seed, handshake, new PieceStore(seed, "file", hashes), all);
    Host leech = lan.host("10.0.0.2:6881", leechFolder);
    BitTorrentSwarm leecher =
        new BitTorrentSwarm(leech, handshake, new PieceStore(leech, "file", hashes), new BitSet());
    trackerThatNames(seed.listenAddress(), 1);
    new UdpTracker(
        leech, Endpoint.parse("10.0.0.9:6969"), ByteBuffer.allocate(40), leecher::connect);
    lan.runMillis(40_000);

    assertArrayEquals(content, Files.readAllBytes(leechFolder.resolve("file")));
  }

  /** Answers as BEP 15 says, but not the first {@code lost} requests. */
  private void trackerThatNames(Endpoint peer, int lost) {
    Host host = lan.host("10.0.0.9:6969");
    DatagramHandler tracker =
        new DatagramHandler() {
          private int seen;

          @Override
          public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
            if (seen++ < lost) {
              return;
            }
            ByteBuffer answer =
                ByteBuffer.allocate(26).putInt(data.getInt(8)).putInt(data.getInt(12));
            if (data.getInt(8) == 0) {
              assertEquals(0x41727101980L, data.getLong(0));
              answer.putLong(4711);
            } else {
              assertEquals(4711, data.getLong(0));
              assertEquals(98, data.remaining());
              answer.putInt(1800).putInt(0).putInt(1).putInt(peer.ipv4());
              answer.putShort((short) peer.port());
            }
            socket.send(from, answer.flip());
          }
        };
    host.transport().bind(host.listenAddress(), SocketOptions.DEFAULT, tracker);
  }

  @Test
  void titForTatPrefersThoseWhoGaveAndKeepsLuckForThreeRounds() {
    List<TitForTat.ChokeCandidate<String>> peers =
        List.of(
            new TitForTat.ChokeCandidate<>("gave 1", true, 1, true),
            new TitForTat.ChokeCandidate<>("gave 2", true, 2, false),
            new TitForTat.ChokeCandidate<>("gave 3", true, 3, false),
            new TitForTat.ChokeCandidate<>("gave 4", true, 4, false),
            new TitForTat.ChokeCandidate<>("not interested", false, 9, false),
            new TitForTat.ChokeCandidate<>("gave nothing", true, 0, false));
    assertEquals(
        List.of("gave 4", "gave 3", "gave 2", "gave 1"),
        TitForTat.unchoked(peers, 1, new SplittableRandom(1)));
    List<String> lucky = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20; i++) {
      lucky.add(TitForTat.unchoked(peers, 3, random).get(3));
    }
    assertTrue(lucky.contains("gave nothing"), "every third round draws anew");
  }

  @Test
  void aFreenetRequestBacksOutOfADeadEndAndTheDataIsKeptOnTheWay() {
    // 1 asks for 0.5; 2 (0.49) looks nearest and is a dead end; 3 (0.6) leads to 4, who has it.
    FreenetRequest one = new FreenetRequest(0.1);
    FreenetRequest two = new FreenetRequest(0.49);
    FreenetRequest three = new FreenetRequest(0.6);
    FreenetRequest four = new FreenetRequest(0.9);
    Host first = lan.listening("10.0.0.1:1", one);
    lan.listening("10.0.0.2:1", two);
    Host third = lan.listening("10.0.0.3:1", three);
    lan.listening("10.0.0.4:1", four);
    one.connect(first.transport(), Endpoint.parse("10.0.0.2:1"));
    one.connect(first.transport(), Endpoint.parse("10.0.0.3:1"));
    three.connect(third.transport(), Endpoint.parse("10.0.0.4:1"));
    three.connect(third.transport(), Endpoint.parse("10.0.0.2:1"));
    byte[] data = "old song".getBytes(StandardCharsets.UTF_8);
    four.insertHere(0.5, data);
    lan.runMillis(10);
    List<ByteBuffer> answers = new ArrayList<>();
    Consumer<ByteBuffer> asker = answer -> answers.add(copy(answer));

    one.request(11, 0.5, 10, asker);
    lan.runMillis(50);
    assertEquals(FreenetRequest.DATA, answers.get(0).get(0));
    assertEquals(ByteBuffer.wrap(data), answers.get(0).position(22));
    three.request(12, 0.5, 1, asker);
    assertEquals(FreenetRequest.DATA, answers.get(1).get(0), "kept by the forwarder");
    one.request(13, 0.7, 2, asker);
    lan.runMillis(50);
    assertEquals(FreenetRequest.DATA_NOT_FOUND, answers.get(2).get(0), "hops to live are spent");
    one.request(14, 0.7, 10, asker);
    lan.runMillis(50);
    assertEquals(FreenetRequest.ROUTE_NOT_FOUND, answers.get(3).get(0), "all ways are dead ends");
  }

  @Test
  void onlyAPeerThatTwoStrangersCanCallBackBecomesASupernode() {
    List<String> promoted = new ArrayList<>();
    List<Endpoint> strangers = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      Host stranger = lan.host("10.0.0." + i + ":1214");
      new SupernodeElection(stranger, List.of(), 0, () -> promoted.add("stranger"));
      strangers.add(stranger.listenAddress());
    }
    new SupernodeElection(lan.host("10.0.0.3:1214"), strangers, 1, () -> promoted.add("two"));
    new SupernodeElection(
        lan.host("10.0.0.4:1214"), strangers.subList(0, 1), 1, () -> promoted.add("one"));
    lan.runMillis(14 * 60_000);
    assertEquals(List.of(), promoted, "not before a quarter of an hour");
    lan.runMillis(2 * 60_000);
    assertEquals(List.of("two"), promoted);
  }
}
