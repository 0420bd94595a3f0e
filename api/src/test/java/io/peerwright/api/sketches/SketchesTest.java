package io.peerwright.api.sketches;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.fake.Lan;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each sketch among hand-written hosts. */
class SketchesTest {

  private final Lan lan = new Lan();

  private Host listening(String address, LinkAcceptor acceptor) {
    Host host = lan.host(address);
    host.transport().listen(host.listenAddress(), SocketOptions.DEFAULT, acceptor);
    return host;
  }

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
      Host host = listening(address, node);
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
    List<TitForTat.Standing<String>> peers =
        List.of(
            new TitForTat.Standing<>("gave 1", true, 1, true),
            new TitForTat.Standing<>("gave 2", true, 2, false),
            new TitForTat.Standing<>("gave 3", true, 3, false),
            new TitForTat.Standing<>("gave 4", true, 4, false),
            new TitForTat.Standing<>("not interested", false, 9, false),
            new TitForTat.Standing<>("gave nothing", true, 0, false));
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
    Host first = listening("10.0.0.1:1", one);
    listening("10.0.0.2:1", two);
    Host third = listening("10.0.0.3:1", three);
    listening("10.0.0.4:1", four);
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

  @Test
  void aLowIdClientIsCalledByWayOfTheServer() {
    Host server = lan.host("10.0.0.1:4661");
    server
        .transport()
        .listen(
            server.listenAddress(), SocketOptions.DEFAULT, new EdonkeyCallback(server.transport()));
    Recorder low = new Recorder();
    Link lowLink = logIn("10.0.0.2:4662", low);
    listening("10.0.0.3:4662", link -> new Recorder());
    Recorder high = new Recorder();
    Link highLink = logIn("10.0.0.3:4662", high);
    lan.runMillis(20);
    assertEquals(1, low.body(EdonkeyCallback.ID_CHANGE).getInt());
    assertEquals(0x0300000a, high.body(EdonkeyCallback.ID_CHANGE).getInt());

    highLink.write(EdonkeyCallback.frame(EdonkeyCallback.CALLBACK_REQUEST, 4).putInt(1).flip());
    lowLink.write(EdonkeyCallback.frame(EdonkeyCallback.CALLBACK_REQUEST, 4).putInt(99).flip());
    lan.runMillis(20);
    ByteBuffer call = low.body(EdonkeyCallback.CALLBACK_REQUESTED);
    assertEquals(0x0300000a, call.getInt());
    assertEquals(4662, call.getShort());
    assertEquals(0, low.body(EdonkeyCallback.CALLBACK_FAILED).remaining());
  }

  private Link logIn(String address, Recorder recorder) {
    Link link =
        lan.host(address)
            .transport()
            .connect(Endpoint.parse("10.0.0.1:4661"), SocketOptions.DEFAULT, recorder);
    lan.runMillis(5);
    link.write(
        EdonkeyCallback.frame(EdonkeyCallback.LOGIN, 22)
            .put(new byte[20])
            .putShort((short) 4662)
            .flip());
    return link;
  }

  /** Keeps what comes in. */
  private static final class Recorder implements LinkHandler {
    final ByteBuffer bytes = ByteBuffer.allocate(1024);
    Reason closed = Reason.ENDED;
    boolean opened;

    @Override
    public void onOpen(Link link) {
      opened = true;
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      bytes.put(data);
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      closed = reason;
    }

    /** The body of the first eDonkey frame with this opcode. */
    ByteBuffer body(int opcode) {
      ByteBuffer all = bytes.duplicate().flip().order(ByteOrder.LITTLE_ENDIAN);
      while (all.hasRemaining()) {
        int length = all.getInt(all.position() + 1);
        if (all.get(all.position() + 5) == opcode) {
          return all.slice(all.position() + 6, length - 1).order(ByteOrder.LITTLE_ENDIAN);
        }
        all.position(all.position() + 5 + length);
      }
      throw new AssertionError("no frame with opcode " + opcode);
    }
  }

  @Test
  void turnAllocatesAfterAChallengeAndRefreshes() {
    List<Integer> seen = new ArrayList<>();
    Host server = lan.host("10.0.0.1:3478");
    server
        .transport()
        .bind(
            server.listenAddress(),
            SocketOptions.DEFAULT,
            (socket, from, data) -> {
              int type = data.getShort(0);
              boolean signed = data.remaining() > 28;
              seen.add(signed ? type : -type);
              socket.send(from, signed ? granted(data) : challenge(data));
            });
    AtomicReference<Endpoint> relayed = new AtomicReference<>();
    new TurnAllocation(
        lan.host("10.0.0.2:1"), server.listenAddress(), "user", "secret", relayed::set);
    lan.runMillis(10);
    assertEquals(Endpoint.parse("192.0.2.15:49152"), relayed.get());
    assertEquals(List.of(-3, 3), seen, "without, then with credentials");
    lan.runMillis(301_000);
    assertEquals(List.of(-3, 3, 4), seen, "one Refresh at half time");
  }

  private static ByteBuffer stunAnswer(ByteBuffer request, int kind, ByteBuffer attributes) {
    return ByteBuffer.allocate(512)
        .putShort((short) (request.getShort(0) | kind))
        .putShort((short) attributes.remaining())
        .put(request.slice(4, 16))
        .put(attributes)
        .flip();
  }

  private static ByteBuffer challenge(ByteBuffer request) {
    ByteBuffer attributes = ByteBuffer.allocate(64);
    attributes.putShort((short) 9).putShort((short) 4).putInt(0x401);
    attributes.putShort((short) 0x14).putShort((short) 3).putInt('a' << 24 | 'b' << 16 | 'c' << 8);
    attributes.putShort((short) 0x15).putShort((short) 4).putInt(0x31323334);
    return stunAnswer(request, 0x110, attributes.flip());
  }

  private static ByteBuffer granted(ByteBuffer request) {
    Endpoint relayed = Endpoint.parse("192.0.2.15:49152");
    ByteBuffer attributes = ByteBuffer.allocate(64);
    attributes.putShort((short) 0x16).putShort((short) 8).putShort((short) 1);
    attributes.putShort((short) (relayed.port() ^ 0x2112)).putInt(relayed.ipv4() ^ 0x2112A442);
    attributes.putShort((short) 0x0D).putShort((short) 4).putInt(600);
    return stunAnswer(request, 0x100, attributes.flip());
  }

  @Test
  void aSimultaneousOpenCallsFromThePortItListensOnUntilItOpens() {
    Recorder user = new Recorder();
    AtomicReference<Endpoint> ours = new AtomicReference<>();
    SimultaneousOpen punching = new SimultaneousOpen(lan.host("10.0.0.1:1"), ours::set, user);
    lan.runMillis(1);
    Endpoint otherSide = Endpoint.parse("10.0.0.2:7000");
    punching.punch(otherSide);
    lan.runMillis(1_200);
    assertFalse(user.opened);
    List<Endpoint> callers = new ArrayList<>();
    listening(
        "10.0.0.2:7000",
        link -> {
          callers.add(link.remote());
          return new Recorder();
        });
    lan.runMillis(1_000);
    assertTrue(user.opened);
    assertEquals(List.of(ours.get()), callers);
  }

  @Test
  void aPeerThatNeverAnswersEndsTheSimultaneousOpen() {
    Recorder user = new Recorder();
    SimultaneousOpen punching = new SimultaneousOpen(lan.host("10.0.0.1:1"), local -> {}, user);
    punching.punch(Endpoint.parse("10.0.0.2:7000"));
    lan.runMillis(60_000);
    assertEquals(Reason.REFUSED, user.closed);
  }

  @Test
  void reversePathsCarryEachMessageOnceAndPruneThoseWhoDoNotWantIt() {
    // A square: 1 is the source, 2 and 3 its neighbours, 4 behind both.
    ReversePathMulticast one = node(1, 2, 3);
    node(2, 1, 4);
    ReversePathMulticast three = node(3, 1, 4);
    ReversePathMulticast four = node(4, 2, 3);
    one.announce();
    lan.runMillis(20);
    List<String> heard = new ArrayList<>();
    four.join(message -> heard.add(StandardCharsets.UTF_8.decode(message).toString()));
    for (String text : List.of("a", "b", "c")) {
      one.send(StandardCharsets.UTF_8.encode(text));
      lan.runMillis(20);
    }
    assertEquals(List.of("a", "b", "c"), heard);

    List<String> late = new ArrayList<>();
    three.join(message -> late.add(StandardCharsets.UTF_8.decode(message).toString()));
    lan.runMillis(20);
    one.send(StandardCharsets.UTF_8.encode("d"));
    lan.runMillis(20);
    assertEquals(List.of("d"), late, "a graft undoes the prune");
    assertEquals(List.of("a", "b", "c", "d"), heard);
  }

  private ReversePathMulticast node(int self, int... others) {
    List<Endpoint> neighbours = new ArrayList<>();
    for (int other : others) {
      neighbours.add(Endpoint.parse("10.0.0." + other + ":5000"));
    }
    return new ReversePathMulticast(lan.host("10.0.0." + self + ":5000"), neighbours);
  }

  @Test
  void aGroupWithASourceFilterHearsThatSourceAlone() {
    Endpoint group = Endpoint.parse("232.71.0.5:5004");
    Endpoint wanted = Endpoint.parse("10.0.0.1:5004");
    List<String> heard = new ArrayList<>();
    List<Reason> failures = new ArrayList<>();
    new SourceFilteredGroup(
        lan.host("10.0.0.3:1"),
        group,
        wanted,
        (from, data) -> heard.add(from + " " + data.get()),
        failures::add);
    SourceFilteredGroup speaker = silent(lan.host("10.0.0.1:1"), group);
    SourceFilteredGroup stranger = silent(lan.host("10.0.0.2:1"), group);
    lan.runMillis(5);
    speaker.send(ByteBuffer.wrap(new byte[] {1}));
    stranger.send(ByteBuffer.wrap(new byte[] {2}));
    lan.runMillis(5);
    assertEquals(List.of("10.0.0.1:5004 1"), heard);
    assertEquals(List.of(), failures);

    new SourceFilteredGroup(
        lan.host("10.0.0.4:1"),
        Endpoint.parse("10.9.9.9:5004"),
        wanted,
        (from, data) -> {},
        failures::add);
    lan.runMillis(5);
    assertEquals(List.of(Reason.UNSUPPORTED), failures, "that is no group");
  }

  private static SourceFilteredGroup silent(Host host, Endpoint group) {
    Endpoint nobody = Endpoint.parse("10.0.0.99:1");
    return new SourceFilteredGroup(host, group, nobody, (from, data) -> {}, failure -> {});
  }

  @Test
  void aUserNameBelongsToTheKeyThatSignedFirst() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
    KeyPair alice = keys.generateKeyPair();
    KeyPair mallory = keys.generateKeyPair();
    Urn name = Urn.user("alice");
    NameRecord home = NameRecord.unsigned(List.of(Endpoint.parse("10.0.0.1:33033")), Map.of());
    UserDirectory directory = new UserDirectory(lan.loop);
    NameRecord record = UserDirectory.signed(name, home, 5, alice);
    var first = directory.register(name, record, Duration.ofHours(72)).toCompletableFuture();
    lan.runMillis(5);
    Handle registration = first.getNow(() -> {});
    assertEquals(List.of(record), resolve(directory, name));

    assertRefused(directory, name, UserDirectory.signed(name, home, 9, mallory), "another key");
    assertRefused(directory, name, UserDirectory.signed(name, home, 5, alice), "not newer");
    assertRefused(directory, name, home, "not signed");
    assertRefused(directory, Urn.user("bob"), record, "signed for another name");
    registration.close();
    assertEquals(List.of(), resolve(directory, name));
  }

  private void assertRefused(UserDirectory directory, Urn name, NameRecord record, String why) {
    var refused = directory.register(name, record, Duration.ofHours(1)).toCompletableFuture();
    lan.runMillis(5);
    assertTrue(refused.isCompletedExceptionally(), why);
  }

  private List<NameRecord> resolve(UserDirectory directory, Urn name) {
    var found = directory.resolve(name, Duration.ofSeconds(5)).toCompletableFuture();
    lan.runMillis(5);
    return found.getNow(null);
  }

  @Test
  void aMappedPortIsToldToWhoeverListensAndEndsWithIt() {
    List<String> events = new ArrayList<>();
    MappedTransport mapped =
        new MappedTransport(
            lan.host("10.0.0.1:6346").transport(),
            (local, outside) -> {
              outside.accept(Endpoint.parse("192.0.2.1:6346"));
              return () -> events.add("unmapped");
            });
    LinkAcceptor acceptor =
        new LinkAcceptor() {
          @Override
          public void onReachable(Endpoint outside) {
            events.add("reachable at " + outside);
          }

          @Override
          public LinkHandler onAccept(Link link) {
            events.add("called");
            return new Recorder();
          }
        };
    Handle listening =
        mapped.listen(Endpoint.parse("10.0.0.1:6346"), SocketOptions.DEFAULT, acceptor);
    lan.runMillis(1);
    lan.host("10.0.0.2:1")
        .transport()
        .connect(Endpoint.parse("10.0.0.1:6346"), SocketOptions.DEFAULT, new Recorder());
    lan.runMillis(5);
    listening.close();
    assertEquals(List.of("reachable at 192.0.2.1:6346", "called", "unmapped"), events);
  }
}
