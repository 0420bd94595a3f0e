package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.transport.inmemory.Nat;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Downloads from servents that cannot be dialled. */
class PushTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  private static final GnutellaConfig LEAF = ULTRAPEER.withRole(Tier.LEAF);

  /** Three ultrapeers; a leaf of the last one behind a router that lets nobody in. */
  private static SimulatedServents network(long seed) {
    SimulatedServents network = new SimulatedServents(seed).add(3, i -> ULTRAPEER);
    Nat router = network.simulation.newNat("router", NatModel.of("eim+apdf"), null);
    network.add(router.newHost("home", null, null), LEAF);
    network.pass(10);
    return network;
  }

  private static byte[] fetched(
      SimulatedServents network, int servent, SimulatedServents.Found found) throws IOException {
    assertEquals(1, found.hits.size());
    Path target = network.hosts.get(servent).directory().resolve("fetched");
    Download download = network.fetch(servent, List.of(withoutProxies(found.hits.get(0))), target);
    network.simulation.runUntil(
        () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(60));
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    return Files.readAllBytes(target);
  }

  /** So that it is asked on the way of the hit. */
  static Hit withoutProxies(Hit hit) {
    Map<String, String> attributes = new TreeMap<>(hit.attributes());
    attributes.remove("push-proxies");
    return new Hit(
        hit.overlay(),
        hit.peer(),
        hit.name(),
        hit.sizeBytes(),
        hit.endpoint(),
        hit.urns(),
        attributes);
  }

  @Test
  void whoCannotBeDialledIsAskedToDial() throws IOException {
    try (SimulatedServents network = network(41)) {
      byte[] content = network.shareContent(3, "copper rain.ogg", 3_000_000);
      network.pass(10);
      SimulatedServents.Found found = network.search(1, "copper rain", 20);
      assertNull(found.hits.get(0).endpoint(), "it cannot be dialled and says so");
      assertArrayEquals(content, fetched(network, 1, found));
      long pushes = network.meter("pushes.sent");
      assertTrue(pushes <= 4, () -> pushes + " pushes: ranges come over links that are there");
      assertEquals(pushes, network.meter("pushes.dialled"));
    }
  }

  @Test
  void aPushTakesTheWayOfTheHitThroughOthers() throws IOException {
    try (SimulatedServents network = network(42)) {
      byte[] content = network.shareContent(3, "copper rain.ogg", 200_000);
      network.add(1, i -> LEAF.withLinks(10, 10, 1));
      network.pass(10);
      assertArrayEquals(content, fetched(network, 4, network.search(4, "copper rain", 20)));
      assertTrue(network.meter("messages.push") >= 2, "no ultrapeer was between");
    }
  }

  @Test
  void whoKnowsThatNobodyFindsItSaysSo() throws IOException {
    try (SimulatedServents network =
        new SimulatedServents(43).add(2, i -> i == 1 ? LEAF.withFirewalled(true) : ULTRAPEER)) {
      network.pass(10);
      byte[] content = network.shareContent(1, "copper rain.ogg", 200_000);
      network.pass(10);
      assertArrayEquals(content, fetched(network, 0, network.search(0, "copper rain", 20)));
      assertEquals(1, network.meter("pushes.dialled"));
    }
  }

  /** Hears what is said to it. */
  private static final class Victim {
    private int calls;
    private final StringBuilder heard = new StringBuilder();

    LinkHandler onAccept(Link link) {
      calls++;
      return new LinkHandler() {
        @Override
        public void onOpen(Link opened) {
          opened.request(Link.UNLIMITED);
        }

        @Override
        public void onData(Link from, ByteBuffer data) {
          heard.append(StandardCharsets.ISO_8859_1.decode(data));
        }

        @Override
        public void onClosed(Link closed, Reason reason) {}
      };
    }
  }

  /** Shakes hands, and sends the same push many times. */
  private static void flood(SimulatedServents network, Endpoint victim, int count) {
    flood(network, i -> victim, count);
  }

  private static void flood(SimulatedServents network, IntFunction<Endpoint> victims, int count) {
    Guid target = Guid.parse(network.search(0, "copper rain", 20).hits.get(0).peer());
    Host attacker = network.simulation.newHost("attacker", null, null);
    LinkHandler handler =
        new LinkHandler() {
          @Override
          public void onOpen(Link link) {
            link.request(Link.UNLIMITED);
            say(link, "GNUTELLA CONNECT/0.6\r\nUser-Agent: x\r\nX-Ultrapeer: False\r\n\r\n");
          }

          @Override
          public void onData(Link link, ByteBuffer data) {
            if (StandardCharsets.ISO_8859_1.decode(data).toString().startsWith("GNUTELLA/0.6 2")) {
              say(link, "GNUTELLA/0.6 200 OK\r\n\r\n");
              ByteBuffer out = ByteBuffer.allocate(count * 60);
              for (int i = 0; i < count; i++) {
                Push push = Push.to(target, 1, victims.apply(i), false);
                out.put(Messages.encode(new Guid(i, 7), 3, 0, push));
              }
              link.write(out.flip());
            }
          }

          @Override
          public void onClosed(Link link, Reason reason) {}
        };
    Endpoint to = network.servents.get(1).endpoints().get(0);
    attacker.loop().execute(() -> attacker.transport().connect(to, SocketOptions.DEFAULT, handler));
    network.pass(30);
  }

  private static void say(Link link, String text) {
    link.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aThirdPartyIsDialledAFewTimesAMinute() {
    try (SimulatedServents network = new SimulatedServents(44).add(2, i -> ULTRAPEER)) {
      network.pass(10);
      network.share(1, "copper rain.ogg");
      Host host = network.simulation.newHost("victim", null, null);
      Victim victim = new Victim();
      Endpoint at = host.listenAddress().withPort(80);
      host.loop()
          .execute(() -> host.transport().listen(at, SocketOptions.DEFAULT, victim::onAccept));
      flood(network, at, 300);
      assertEquals(6, victim.calls);
      assertTrue(victim.heard.length() <= 6 * 60, "and hears little");
      assertEquals(300, network.meter("pushes.dialled") + network.meter("pushes.refused"));
    }
  }

  @Test
  void aNeighbourThatWantsManyDialledLeavesPlacesToOthers() {
    try (SimulatedServents network = new SimulatedServents(47).add(2, i -> ULTRAPEER)) {
      network.pass(10);
      network.share(1, "copper rain.ogg");
      // Nobody is there: each dial takes ten seconds.
      flood(network, i -> Endpoint.parse("10.200." + i + ".1:80"), 100);
      assertEquals(8, network.meter("pushes.dialled"));
      assertEquals(92, network.meter("pushes.refused"));
    }
  }

  /** Pushes go two ways where it is not known which of them is right. */
  @Test
  void aPushThatComesTwiceIsDialledOnce() {
    try (SimulatedServents network = new SimulatedServents(48).add(2, i -> ULTRAPEER)) {
      network.pass(10);
      network.share(1, "copper rain.ogg");
      Guid servent = Guid.parse(network.search(0, "copper rain", 10).hits.get(0).peer());
      Push push = Push.to(servent, 1, Endpoint.parse("10.200.1.1:80"), false);
      ScriptedNeighbour one = ScriptedNeighbour.at(network, 1, true);
      ScriptedNeighbour other = ScriptedNeighbour.at(network, 1, true);
      one.send(new Guid(8, 8), 2, 1, push);
      other.send(new Guid(8, 8), 2, 3, push);
      network.pass(1);
      assertEquals(1, network.meter("pushes.dialled"));
      assertEquals(1, network.meter("pushes.duplicate"));
    }
  }

  @Test
  void nobodyIsMadeToDialItsOwnHost() {
    try (SimulatedServents network = new SimulatedServents(45).add(2, i -> ULTRAPEER)) {
      network.pass(10);
      network.share(1, "copper rain.ogg");
      flood(network, Endpoint.parse("127.0.0.1:80"), 5);
      assertEquals(0, network.meter("pushes.dialled"));
      assertEquals(5, network.meter("pushes.refused"));
    }
  }

  @Test
  void aPushIsThatOfOthers() throws MalformedException {
    for (int number : new int[] {45, 46}) {
      Capture capture = Capture.number(number);
      Guid servent = Guid.parse(capture.facts("servent-guid").get(0));
      Capture.Item pushed =
          capture.messages().stream()
              .filter(each -> each.ours() && (each.bytes()[16] & 0xff) == 0x40)
              .findFirst()
              .orElseThrow();
      Push push = (Push) Messages.read(ByteBuffer.wrap(pushed.bytes()), 0);
      assertEquals(Push.to(servent, 3, push.endpoint(), false), push);
      assertEquals(push.endpoint(), push.asker());
    }
  }
}
