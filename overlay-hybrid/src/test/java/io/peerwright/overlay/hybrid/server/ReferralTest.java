package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.hybrid.HybridProvider;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.config.ServerReferrals;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Where a server sends those for whom it has no room. */
class ReferralTest {

  private static final Endpoint META = Endpoint.parse("10.78.0.1:8875");
  private static final String FULL = "0 This server is full (1 users).";

  private static HybridServerConfig forOne(ServerReferrals referrals) {
    return Servers.asRecorded().withMaxUsers(1).withReferrals(referrals);
  }

  private static WireClient asks(Lab lab, int type, String nick) {
    WireClient client = lab.connect();
    String email = type == MessageType.REGISTER ? " a@example.test" : "";
    client.send(type, nick + " pw 6699 \"test 1.0\" 4" + email);
    lab.run(1);
    return client;
  }

  @Test
  void aFullServerNamesOthersInTurn() {
    List<String> others = List.of("10.9.0.1:8888", "b.example:7777");
    Lab lab = new Lab(forOne(ServerReferrals.NONE.withServers(others)));
    lab.user("ann");
    List<String> named = new ArrayList<>();
    for (int type : new int[] {MessageType.LOGIN, MessageType.REGISTER, MessageType.LOGIN}) {
      WireClient client = asks(lab, type, "bob");
      named.add(client.received.get(0));
      assertEquals(FULL, client.received.get(1));
      assertEquals(2, client.received.size());
      assertNotNull(client.closed);
    }
    assertEquals(List.of("821 b.example 7777", "821 10.9.0.1 8888", "821 b.example 7777"), named);
  }

  @Test
  void aFullServerNamesAMetaserverIfItKnowsNoOthers() {
    Lab lab = new Lab(forOne(ServerReferrals.NONE.withMetaserver("meta.example")));
    lab.user("ann");
    assertEquals(List.of("822 meta.example", FULL), asks(lab, MessageType.LOGIN, "bob").received);
  }

  @Test
  void whoIsRefusedForOtherReasonsIsSentNowhere() {
    List<String> others = List.of("10.9.0.1:8888");
    Lab lab = new Lab(forOne(ServerReferrals.NONE.withServers(others)));
    WireClient ann = asks(lab, MessageType.REGISTER, "ann");
    ann.link.close();
    lab.run(1);
    WireClient thief = lab.connect();
    thief.send(MessageType.LOGIN, "ann wrong 6699 \"test 1.0\" 4");
    lab.run(1);
    assertEquals(List.of("0 Invalid Password"), thief.received);
  }

  /** One of ours goes where it is sent, and gets in. */
  @Test
  void aClientGetsInAtTheServerThatIsNamed() {
    Lab lab = new Lab(forOne(ServerReferrals.NONE.withServers(List.of("10.78.0.2:8888"))));
    Endpoint second = Endpoint.parse("10.78.0.2:8888");
    Host host = lab.simulation.newHost("second", second, null);
    HybridServer other = new HybridServer("hybrid-server", host, Servers.asRecorded());
    other.join();
    lab.user("ann");
    Overlay bob = client(lab, "bob", "10.78.0.1:8888");
    assertEquals(second, bob.neighbours().get(0).endpoint());
    assertEquals(1, other.neighbours().size());
  }

  private static Overlay client(Lab lab, String nick, String server) {
    Host host = lab.simulation.newHost(nick, null, null);
    HybridConfig config =
        HybridConfig.DEFAULT
            .withServers(List.of(server))
            .withUser(nick, "pw", "")
            .withAddresses(AddressPolicy.ANY);
    Overlay overlay = new HybridProvider().create(host, config);
    overlay.join();
    lab.run(5);
    return overlay;
  }

  @Test
  void aMetaserverNamesThisServerThenOthersThenNone() {
    ServerReferrals none = ServerReferrals.NONE.withListen(META);
    Lab lab = new Lab(forOne(none));
    assertEquals("10.78.0.1:8888\n", line(lab));
    WireClient ann = lab.user("ann");
    assertEquals("127.0.0.1:0\n", line(lab));
    ann.link.close();
    lab.run(1);
    assertEquals("10.78.0.1:8888\n", line(lab));

    Lab more = new Lab(forOne(none.withServers(List.of("a.example:1", "b.example:2"))));
    assertEquals("10.78.0.1:8888\n", line(more));
    more.user("ann");
    assertEquals("b.example:2\n", line(more));
    assertEquals("a.example:1\n", line(more));

    ServerReferrals behindNat = new ServerReferrals(List.of(), "", META, "hub.example:8888");
    assertEquals("hub.example:8888\n", line(new Lab(forOne(behindNat))));
  }

  /** It tries again when the metaserver says that no server has room. */
  @Test
  void aClientThatAsksAMetaserverGetsInWhenThereIsRoom() {
    Lab lab = new Lab(forOne(ServerReferrals.NONE.withListen(META)));
    WireClient ann = lab.user("ann");
    Overlay bob = client(lab, "bob", "meta:" + META);
    lab.run(60);
    assertEquals(List.of(), bob.neighbours());
    ann.link.close();
    lab.run(180);
    assertEquals(Lab.SERVER, bob.neighbours().get(0).endpoint());
  }

  @Test
  void strangersWhoDoNotHangUpAreCutOff() {
    Lab lab = new Lab(forOne(ServerReferrals.NONE.withListen(META)));
    Host stranger = lab.simulation.newHost("stranger", null, null);
    for (int i = 0; i < 300; i++) {
      LinkHandler holding =
          new Line() {
            @Override
            public void onInputClosed(Link link) {
              // It keeps its end open.
            }
          };
      stranger.transport().connect(META, SocketOptions.DEFAULT, holding);
    }
    lab.run(1);
    assertEquals("10.78.0.1:8888\n", line(lab));
    lab.run(30);
    // Its two listeners.
    assertEquals(2, lab.simulation.sockets(lab.host));
  }

  @Test
  void leavingClosesItAndJoiningOpensItAgain() {
    Lab lab = new Lab(forOne(ServerReferrals.NONE.withListen(META)));
    for (int i = 0; i < 3; i++) {
      var left = lab.server.leave().toCompletableFuture();
      assertFalse(left.isDone());
      var joined = lab.server.join().toCompletableFuture();
      lab.run(30);
      assertTrue(left.isDone() && joined.isDone());
      joined.join();
      assertEquals("10.78.0.1:8888\n", line(lab));
    }
    lab.server.leave();
    lab.run(30);
    assertEquals(0, lab.simulation.sockets(lab.host));
  }

  @Test
  void anAddressThatIsTakenIsTold() {
    for (Endpoint taken : List.of(META, Lab.SERVER)) {
      Lab lab = new Lab(Servers.asRecorded(), "10.78.0.1:9999");
      lab.host.transport().listen(taken, SocketOptions.DEFAULT, accepted -> null);
      lab.run(1);
      HybridServerConfig config =
          forOne(ServerReferrals.NONE.withListen(META)).withListen(Lab.SERVER);
      HybridServer second = new HybridServer("hybrid-server", lab.host, config);
      var joined = second.join().toCompletableFuture();
      lab.run(1);
      String told = assertThrows(CompletionException.class, joined::join).getMessage();
      assertTrue(told.contains("on " + taken), told);
      lab.run(30);
      assertEquals(2, lab.simulation.sockets(lab.host), "what it had opened is closed");
    }
  }

  @Test
  void badAddressesAreNamed() {
    for (String bad : List.of("", "a", "a:0", ":1", "a b:1", "a:123456", "\u00e4:1")) {
      List<String> servers = List.of(bad);
      assertThrows(
          IllegalArgumentException.class, () -> ServerReferrals.NONE.withServers(servers), bad);
    }
    assertThrows(IllegalArgumentException.class, () -> ServerReferrals.NONE.withMetaserver("a b"));
    ServerReferrals.NONE.withServers(List.of("[2001:db8::1]:8888")).withMetaserver("m.example:1");
  }

  private static String line(Lab lab) {
    Line line = new Line();
    lab.newHost().transport().connect(META, SocketOptions.DEFAULT, line);
    lab.run(1);
    assertEquals(Reason.ENDED, line.closed, "it does not hang up");
    return line.text.toString();
  }

  /** Reads a line, hangs up when the other side does. */
  private static class Line implements LinkHandler {
    private final StringBuilder text = new StringBuilder();
    private Reason closed;

    @Override
    public void onOpen(Link link) {
      link.request(1_000);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      text.append(StandardCharsets.US_ASCII.decode(data));
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      closed = reason;
    }
  }
}
