package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.testkit.NetworkFaults;
import io.peerwright.testkit.OverlayResults;
import io.peerwright.testkit.OverlayTestKit;
import io.peerwright.testkit.PeerChurn;
import io.peerwright.testkit.PeerEvent.Kind;
import io.peerwright.testkit.Site;
import io.peerwright.testkit.Steps;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many clients at one server: in peace, on bad lines, and while they come and go. */
class ManyClientsTest {

  private static final Duration SPREAD = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Endpoint address(Host server) {
    return server.listenAddress().withPort(8888);
  }

  private static HybridServerConfig server(Site site) {
    return HybridServerConfig.DEFAULT.withListen(address(site.host()));
  }

  private static HybridConfig client(Site site) {
    Host server = site.network().infrastructure("hybrid-server", 0);
    return HybridConfig.DEFAULT.withServers(List.of(address(server).toString()));
  }

  private static OverlayTestKit napster(int peers) {
    return OverlayTestKit.overlay("hybrid")
        .with("hybrid-server", 1, ManyClientsTest::server)
        .configured(ManyClientsTest::client)
        .peers(peers);
  }

  private static OverlayTestKit exchange(OverlayTestKit napster) {
    return napster
        .step("share", SPREAD, Steps.share(3, 20_000))
        .step("search", SPREAD, Steps.search(PATIENCE))
        .step("fetch", SPREAD, Steps.fetch());
  }

  @Test
  void everybodyFindsAndFetchesAFile() {
    OverlayResults results =
        exchange(napster(200))
            .seed(7)
            .step("leave", SPREAD, Steps.leave())
            .twice()
            .run()
            .assertAllJoined()
            .assertNothingFailed()
            .assertMeter("logins", 200, 200)
            .assertMeter("searches.sent", 200, 200)
            .assertMeter("hits.received", 200, 200)
            .assertMeter("downloads.active.now", 0, 0)
            .assertMeter("uploads.active.now", 0, 0);
    results
        .events()
        .about("fetch")
        .of(Kind.DONE)
        .assertCount(200)
        .assertDetails("a tune", detail -> detail.startsWith("tune peer"));
    results.events().of(Kind.LEFT).assertCount(200);
  }

  @Test
  void badLinesCostTimeOnly() {
    NetworkModel slow =
        NetworkModel.DEFAULT
            .withJitterMicros(300_000)
            .withBandwidth(4_000, 16_000)
            .withSegments(500, true);
    exchange(napster(30)).network(slow).run().assertAllJoined().assertNothingFailed();
  }

  @Test
  void mostSearchesSucceedWhilePeersComeAndGo() {
    OverlayResults results =
        exchange(
                napster(100)
                    .seed(11)
                    .churn(
                        PeerChurn.exponential(Duration.ofMinutes(5), Duration.ofMinutes(1))
                            .crashing(200_000)))
            .twice()
            .run()
            .assertAllJoined();
    results.events().of(Kind.CRASHED).assertAtLeast(1);
    results.events().about("search").of(Kind.DONE).assertAtLeast(60);
    int found = results.events().about("search").of(Kind.DONE).count();
    int fetched = results.events().about("fetch").of(Kind.DONE).count();
    assertTrue(fetched >= found * 8 / 10, fetched + " of " + found + " fetched");
  }

  @Test
  void shardsChangeNothing() {
    OverlayResults whole = exchange(inShards(1)).run();
    OverlayResults parted = exchange(inShards(2)).run();
    whole.events().about("fetch").of(Kind.DONE).assertAtLeast(30);
    assertEquals(whole.events().stream().toList(), parted.events().stream().toList());
    assertEquals(whole.traceHash(), parted.traceHash());
    assertEquals(whole.meters(), parted.meters());
  }

  private static OverlayTestKit inShards(int shards) {
    return napster(60)
        .seed(13)
        .shards(shards)
        .churn(
            PeerChurn.exponential(Duration.ofMinutes(5), Duration.ofMinutes(1)).crashing(200_000));
  }

  @Test
  void clientsReturnAfterAPartition() {
    OverlayResults results =
        exchange(
                napster(50)
                    .faults(
                        NetworkFaults.partition(Duration.ofSeconds(1), Duration.ofMinutes(10), 20))
                    .pause(Duration.ofMinutes(20)))
            .run()
            .assertAllJoined()
            .assertNothingFailed();
    assertEquals(50, results.events().about("fetch").of(Kind.DONE).count());
    results.assertMeterAtLeast("logins", 70);
  }
}
