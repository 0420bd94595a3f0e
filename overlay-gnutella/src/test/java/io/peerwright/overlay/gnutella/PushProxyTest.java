package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.Nat;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Ultrapeers that pass on pushes to servents that cannot be dialled. */
class PushProxyTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  private static final GnutellaConfig LEAF = ULTRAPEER.withRole(Tier.LEAF);

  /** Three ultrapeers; a leaf behind a router that lets nobody in. */
  private static SimulatedServents network(long seed) {
    SimulatedServents network = new SimulatedServents(seed).add(3, i -> ULTRAPEER);
    Nat router = network.simulation.newNat("router", NatModel.of("eim+apdf"), null);
    network.add(router.newHost("home", null, null), LEAF);
    network.pass(10);
    return network;
  }

  private static Download fetch(SimulatedServents network, int servent, List<Hit> hits) {
    Path target = network.hosts.get(servent).directory().resolve("fetched");
    Download download = network.fetch(servent, hits, target);
    network.simulation.runUntil(
        () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(60));
    return download;
  }

  private static String answer(SimulatedServents network, Host by, Endpoint to, String request) {
    StringBuilder heard = new StringBuilder();
    LinkHandler handler =
        new LinkHandler() {
          @Override
          public void onOpen(Link link) {
            link.request(Link.UNLIMITED);
            link.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
          }

          @Override
          public void onData(Link link, ByteBuffer data) {
            heard.append(StandardCharsets.ISO_8859_1.decode(data));
          }

          @Override
          public void onClosed(Link link, Reason reason) {}
        };
    by.loop().execute(() -> by.transport().connect(to, SocketOptions.DEFAULT, handler));
    network.simulation.runUntil(() -> heard.indexOf("\n") > 0, Duration.ofSeconds(2));
    return heard.toString();
  }

  private static String request(String path, String node) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + node + "Connection: close\r\n\r\n";
  }

  @Test
  void pushesGoThroughProxiesThatHitsTellOf() throws IOException {
    try (SimulatedServents network = network(51)) {
      byte[] content = network.shareContent(3, "copper rain.ogg", 300_000);
      network.pass(10);
      SimulatedServents.Found found = network.search(1, "copper rain", 20);
      List<String> proxies =
          List.of(found.hits.get(0).attributes().getOrDefault("push-proxies", "").split(" "));
      List<String> ultrapeers =
          network.servents.subList(0, 3).stream()
              .map(each -> each.endpoints().get(0).toString())
              .toList();
      assertTrue(ultrapeers.containsAll(proxies), proxies::toString);
      Download download = fetch(network, 1, found.hits);
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertArrayEquals(
          content, Files.readAllBytes(network.hosts.get(1).directory().resolve("fetched")));
      long passed = network.meter("pushes.passed-on");
      assertTrue(passed > 0, "no proxy was asked");
      assertEquals(passed, network.meter("pushes.dialled"));
      assertEquals(0, network.meter("pushes.sent"), "pushes on the way of the hit");
    }
  }

  @Test
  void proxiesThatAreGoneAreDoneWithout() throws IOException {
    try (SimulatedServents network = network(52)) {
      network.shareContent(3, "copper rain.ogg", 300_000);
      network.pass(10);
      Hit told = network.search(1, "copper rain", 20).hits.get(0);
      Map<String, String> wrong = new TreeMap<>(told.attributes());
      wrong.put("push-proxies", "203.0.113.7:1 203.0.113.8:1");
      Hit hit =
          new Hit(
              told.overlay(), told.peer(), told.name(), told.sizeBytes(), null, told.urns(), wrong);
      Download download = fetch(network, 1, List.of(hit));
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertTrue(network.meter("pushes.asked-of-proxies") > 0);
      assertTrue(network.meter("pushes.sent") > 0, "the way of the hit is left");
    }
  }

  @Test
  void requestsAreAnsweredAsOthersAnswerThem() {
    try (SimulatedServents network = network(53)) {
      network.shareContent(3, "copper rain.ogg", 3_000);
      network.pass(10);
      Hit hit = network.search(1, "copper rain", 20).hits.get(0);
      Endpoint proxy = Endpoint.parse(hit.attributes().get("push-proxies").split(" ")[0]);
      Host asker = network.simulation.newHost("asker", null, null);
      List<String> calls = new ArrayList<>();
      Endpoint at = asker.listenAddress().withPort(99);
      LinkHandler silent =
          new LinkHandler() {
            @Override
            public void onOpen(Link link) {
              link.request(Link.UNLIMITED);
            }

            @Override
            public void onData(Link link, ByteBuffer data) {
              calls.add(StandardCharsets.ISO_8859_1.decode(data).toString());
            }

            @Override
            public void onClosed(Link link, Reason reason) {}
          };
      asker
          .loop()
          .execute(() -> asker.transport().listen(at, SocketOptions.DEFAULT, accepted -> silent));
      String node = "X-Node: " + at + "\r\n";
      String hex = "/gnet/push-proxy?guid=" + hit.peer() + "&file=1";
      assertEquals("202", status(answer(network, asker, proxy, request(hex, node))));
      network.pass(2);
      assertEquals(List.of("GIV 1:" + hit.peer() + "/file\n\n"), calls);
      // Whatever address is named, who asks is dialled.
      String third = "X-Node: " + network.servents.get(0).endpoints().get(0).withPort(99) + "\r\n";
      assertEquals("202", status(answer(network, asker, proxy, request(hex, third))));
      network.pass(2);
      assertEquals(2, calls.size());
      String none = "/gnutella/push-proxy?ServerId=AAAAAAAAAAAAAAAAAAAAAAAAAA";
      assertEquals("410", status(answer(network, asker, proxy, request(none, node))));
      assertEquals("400", status(answer(network, asker, proxy, request(none, ""))));
      assertEquals("400", status(answer(network, asker, proxy, request(none, "X-Node: x:0\r\n"))));
      String bare = "/gnutella/push-proxy";
      assertEquals("400", status(answer(network, asker, proxy, request(bare, node))));
      String odd = "/gnutella/push-proxy?ServerId=1";
      assertEquals("400", status(answer(network, asker, proxy, request(odd, node))));
      String last = "";
      for (int i = 0; i < 45; i++) {
        last = status(answer(network, asker, proxy, request(none, node)));
      }
      assertEquals("429", last);
    }
  }

  private static String status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : answer;
  }
}
