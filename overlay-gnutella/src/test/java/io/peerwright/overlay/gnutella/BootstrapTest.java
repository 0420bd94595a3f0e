package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Newcomers that find the network, and what it costs others when they do not. */
class BootstrapTest {

  private static final GnutellaConfig ULTRAPEER = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER);

  private final SimulatedServents network = new SimulatedServents(9);

  @AfterEach
  void end() {
    network.close();
  }

  private Endpoint at(int servent) {
    return network.servents.get(servent).endpoints().get(0);
  }

  private Host host(String name) {
    return network.simulation.newHost(name, null, null);
  }

  private static Endpoint at(Host host) {
    return host.listenAddress().withPort(6_346);
  }

  private String url(int servent) {
    return "http://" + at(servent) + "/gwebcache";
  }

  private int newcomer(GnutellaConfig config) {
    network.addAlone(host("newcomer" + network.hosts.size()), config);
    return network.hosts.size() - 1;
  }

  private boolean isLinked(int servent, int seconds) {
    return network.simulation.runUntil(
        () -> !network.servents.get(servent).neighbours().isEmpty(), Duration.ofSeconds(seconds));
  }

  @Test
  void anyUltrapeerIsAHostCacheOverUdp() {
    network.add(6, i -> ULTRAPEER);
    network.pass(5);
    int servent = newcomer(ULTRAPEER.withHostCaches(List.of(at(2).toString())));
    assertTrue(isLinked(servent, 15));
    network.pass(10);
    assertTrue(network.meter(servent, "links.ultrapeers.now") >= 3);
    assertTrue(network.meter(2, "datagrams.pings-answered") <= 2);
  }

  /** The first one of a network has nobody to name but itself. */
  @Test
  void aHostCacheThatKnowsNobodyIsANeighbourItself() {
    network.addAlone(host("cache"), ULTRAPEER.withHostCache(true));
    int leaf = newcomer(GnutellaConfig.DEFAULT.withRole(Tier.LEAF).withHostCaches(caches(0)));
    assertTrue(isLinked(leaf, 15));
    int next = newcomer(ULTRAPEER.withHostCaches(caches(0)));
    assertTrue(isLinked(next, 15));
    network.pass(1);
    assertEquals(
        2, network.meter(0, "links.ultrapeers.now") + network.meter(0, "links.leaves.now"));
  }

  /** A leaf has a place for nobody, and answers pings nevertheless. */
  @Test
  void noLeafIsDialledForAnUltrapeer() {
    network.add(2, i -> ULTRAPEER).add(8, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF));
    network.pass(300);
    assertEquals(8, network.meter(0, "links.leaves.now"));
    for (int ultrapeer = 0; ultrapeer < 2; ultrapeer++) {
      assertEquals(0, network.meter(ultrapeer, "links.refused-by-others"));
      assertTrue(network.meter(ultrapeer, "hosts.now") <= 2);
    }
  }

  private List<String> caches(int servent) {
    return List.of(at(servent).toString());
  }

  @Test
  void aGWebCacheIsAskedWhenNoHostCacheAnswers() {
    network.add(1, i -> ULTRAPEER.withHostCache(true)).add(5, i -> ULTRAPEER);
    network.pass(5);
    GnutellaConfig config = ULTRAPEER.withHostCaches(List.of("10.99.99.99:6346", url(0)));
    int servent = newcomer(config);
    assertTrue(isLinked(servent, 120));
  }

  @Test
  void whomItKnewIsKeptForTheNextTime() {
    network.add(5, i -> ULTRAPEER);
    network.pass(5);
    Host host = host("again");
    GnutellaConfig config = ULTRAPEER.withKnownHosts(Path.of("known"));
    network.addAlone(host, config.withBootstrap(List.of(HostPort.parse(at(0).toString()))));
    assertTrue(isLinked(5, 15));
    network.pass(10);
    network.servents.get(5).leave();
    network.servents.get(0).leave();
    network.pass(5);
    network.addAlone(host, config);
    assertTrue(isLinked(6, 30));
  }

  /** It is in the list that everybody has, and named by whom it has told. */
  @Test
  void noServentIsItsOwnNeighbour() {
    List<Host> hosts = List.of(host("one"), host("other"));
    List<HostPort> all = hosts.stream().map(each -> HostPort.parse(at(each).toString())).toList();
    hosts.forEach(
        each -> network.addAlone(each, ULTRAPEER.withListen(at(each)).withBootstrap(all)));
    network.pass(60);
    assertEquals(1, network.servents.get(0).neighbours().size());
    assertEquals(1, network.servents.get(1).neighbours().size());
    assertEquals(0, network.meter("links.refused-by-us"), "nobody has dialled itself");
  }

  /** Dead caches are left in peace: one that is dead is asked less and less often. */
  @Test
  void deadCachesAreAskedSeldom() {
    int[] asked = new int[1];
    Host web = host("web");
    Endpoint at = web.listenAddress().withPort(80);
    web.transport()
        .listen(
            at,
            SocketOptions.DEFAULT,
            link -> {
              asked[0]++;
              return null;
            });
    Stranger cache = new Stranger(network.simulation, host("cache"));
    String webCache = "http://" + at + "/gwc.php";
    int servent = newcomer(ULTRAPEER.withHostCaches(List.of(cache.at().toString(), webCache)));
    network.pass(3_600);
    int datagrams = cache.take(10).size();
    System.out.println("dead caches in an hour: " + datagrams + " pings, " + asked[0] + " GETs");
    assertTrue(datagrams >= 9 && datagrams <= 30, datagrams + " pings");
    assertTrue(asked[0] >= 3 && asked[0] <= 9, asked[0] + " requests");
    assertEquals(datagrams, network.meter(servent, "datagrams.sent"));
  }

  // The cache that a servent is.

  /** What is answered to a request. */
  private String get(Host host, int servent, String query) {
    StringBuilder answer = new StringBuilder();
    boolean[] over = new boolean[1];
    HttpClient client = new HttpClient(host, TlsClient.Trust.DEFAULT);
    host.loop()
        .execute(
            () ->
                client.get(
                    Url.parse(url(servent) + "?" + query),
                    null,
                    new HttpClient.Manner(
                        HttpFields.NONE, SocketOptions.DEFAULT, 10_000_000_000L, Link.UNLIMITED),
                    new HttpCall.Listener() {
                      @Override
                      public void onResponse(HttpResponse response) {
                        answer.append(response.status()).append(' ');
                      }

                      @Override
                      public void onBody(ByteBuffer data) {
                        answer.append(StandardCharsets.ISO_8859_1.decode(data));
                      }

                      @Override
                      public void onEnd(OverlayException failure) {
                        over[0] = true;
                      }
                    }));
    network.simulation.runUntil(() -> over[0], Duration.ofSeconds(20));
    return answer.toString();
  }

  @Test
  void answersInBothForms() {
    network.add(1, i -> ULTRAPEER.withHostCache(true)).add(3, i -> ULTRAPEER);
    network.pass(5);
    Host asker = host("asker");
    String first = get(asker, 0, "client=TEST&version=1&hostfile=1");
    assertTrue(first.startsWith("200 "), first);
    assertTrue(first.contains(at(1) + "\n") && first.contains(at(3) + "\n"), first);
    String second = get(asker, 0, "get=1&net=gnutella&client=TEST&version=1");
    assertTrue(second.contains("H|" + at(1) + "|0\n"), second);
    assertEquals("200 PONG Peerwright 0.1\n", get(asker, 0, "ping=1"));
    assertEquals("200 I|net-not-supported\n", get(asker, 0, "get=1&net=gnutella2"));
    assertTrue(get(asker, 1, "ping=1").startsWith("404 "), "not configured");
  }

  @Test
  void onlyThoseAreToldThatWereFoundThere() {
    network.add(1, i -> ULTRAPEER.withHostCache(true));
    network.pass(5);
    Host asker = host("asker");
    Host liar = host("liar");
    String other = asker.listenAddress().withPort(6346).toString();
    assertEquals("200 OK\nWARNING: not taken\n", get(liar, 0, "ip=" + other));
    String nobody = liar.listenAddress().withPort(6346).toString();
    assertEquals("200 OK\n", get(liar, 0, "ip=" + nobody));
    network.pass(20);
    assertEquals("200 I|NO-HOSTS\n", get(asker, 0, "get=1"));
    // One that is there is told, and not more than once in 55 minutes heard.
    Host servent = host("servent");
    network.addAlone(servent, ULTRAPEER);
    String own = servent.listenAddress().withPort(6346).toString();
    assertEquals("200 I|update|OK\n", get(servent, 0, "update=1&ip=" + own));
    network.pass(5);
    assertTrue(get(asker, 0, "get=1").startsWith("200 H|" + own + "|"));
    assertEquals("200 I|update|WARNING|not taken\n", get(servent, 0, "update=1&ip=" + own));
  }

  @Test
  void oneAddressAsksSixTimesInAMinute() {
    network.add(1, i -> ULTRAPEER.withHostCache(true));
    Host asker = host("asker");
    for (int i = 0; i < 6; i++) {
      assertTrue(get(asker, 0, "ping=1").startsWith("200 "));
    }
    assertTrue(get(asker, 0, "ping=1").startsWith("503 "));
    assertTrue(get(host("other"), 0, "ping=1").startsWith("200 "));
  }

  @Test
  void anUltrapeerTellsACacheOfItselfAfterAnHour() {
    network.add(1, i -> ULTRAPEER.withHostCache(true));
    network.pass(5);
    Host host = host("teller");
    network.addAlone(host, ULTRAPEER.withHostCaches(List.of(url(0))));
    network.pass(3_500);
    assertEquals(0, network.meter(0, "datagrams.sent"));
    network.pass(200);
    assertTrue(network.meter(0, "datagrams.sent") > 0, "it was asked whether it is there");
    String own = host.listenAddress().withPort(6346).toString();
    assertTrue(get(host("asker"), 0, "hostfile=1").contains(own));
  }
}
