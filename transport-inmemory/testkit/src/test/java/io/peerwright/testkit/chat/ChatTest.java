package io.peerwright.testkit.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.testkit.NetworkFaults;
import io.peerwright.testkit.OverlayResults;
import io.peerwright.testkit.OverlayTestKit;
import io.peerwright.testkit.PeerChurn;
import io.peerwright.testkit.PeerEvent.Kind;
import io.peerwright.testkit.Site;
import io.peerwright.testkit.Step;
import io.peerwright.testkit.Steps;
import io.peerwright.testkit.TestPeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the writer of an overlay tests it: the chat beside, among many peers. */
class ChatTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  /** Tells what it is told, and says hello to its left neighbour by number. */
  private static final Step SAY_HELLO =
      peer -> {
        String other = "peer-" + Math.floorMod(peer.number() - 1, peer.network().peers().size());
        ByteBuffer text = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));
        return peer.as(Messaging.class).send(other, text);
      };

  private static final Step LISTEN =
      peer -> {
        peer.as(Messaging.class)
            .receive(
                (from, text) ->
                    peer.tell("heard", from + " say " + StandardCharsets.UTF_8.decode(text)));
        return CompletableFuture.completedStage(null);
      };

  private static final Step COUNT =
      peer -> CompletableFuture.completedStage(peer.overlay().neighbours().size());

  /** All know the first peer, which knows nobody. */
  private static ChatConfig config(Site site) {
    List<TestPeer> there = site.network().peers();
    List<Endpoint> friends =
        there.isEmpty() ? List.of() : List.of(there.get(0).host().listenAddress().withPort(5_000));
    return new ChatConfig(5_000, friends, Duration.ofSeconds(5));
  }

  private static OverlayTestKit chat(int peers) {
    return OverlayTestKit.overlay("chat").peers(peers).configured(ChatTest::config);
  }

  @Test
  void everybodyHearsOneNeighbour() {
    chat(30)
        .seed(7)
        .step("listen", SOON, LISTEN)
        .step("hello", SOON, SAY_HELLO)
        .pause(Duration.ofSeconds(1))
        .twice()
        .run()
        .assertAllJoined()
        .assertNothingFailed()
        .assertMeter("messages.received", 30, 30)
        .events()
        .about("heard")
        .assertCount(30)
        .assertDetails("a hello", detail -> detail.endsWith("say hello"));
  }

  @Test
  void lossesHealWithTheNextGreeting() {
    chat(20)
        .network(NetworkModel.DEFAULT.withDatagramFaults(200_000, 50_000, 50_000))
        .pause(Duration.ofMinutes(1))
        .step("count", SOON, COUNT)
        .run()
        .events()
        .about("count")
        .assertCount(20)
        .assertDetails("19 neighbours", "19"::equals);
  }

  @Test
  void whoLeavesIsForgottenAtOnceAndWhoCrashesSoon() {
    OverlayResults results =
        chat(20)
            .faults(NetworkFaults.crash(Duration.ofSeconds(20), 5))
            .pause(Duration.ofSeconds(60))
            .step("count", SOON, COUNT)
            .step("leave", SOON, Steps.leave())
            .run();
    results.events().of(Kind.CRASHED).assertCount(5);
    results.events().about("count").assertCount(15).assertDetails("14 others", "14"::equals);
    results.events().of(Kind.LEFT).assertCount(15);
    results.assertMeter("neighbours.now", 0, 0);
  }

  @Test
  void comingAndGoingDoesNotHurt() {
    OverlayResults results =
        chat(20)
            .churn(
                PeerChurn.exponential(Duration.ofMinutes(1), Duration.ofSeconds(20))
                    .crashing(300_000))
            .faults(NetworkFaults.partition(Duration.ofMinutes(1), Duration.ofSeconds(30), 8))
            .pause(Duration.ofMinutes(10))
            .twice()
            .run();
    results.assertAllJoined().events().of(Kind.CRASHED).assertAtLeast(20);
    results.events().of(Kind.LEFT).assertAtLeast(50);
    results.events().of(Kind.JOINED).assertAtLeast(100);
  }

  @Test
  void sameSeedSameRun() {
    assertEquals(chat(10).seed(3).run().traceHash(), chat(10).seed(3).run().traceHash());
  }

  @Test
  void shardsChangeNothing() {
    OverlayResults whole = lively().run();
    assertTrue(whole.events().about("heard").count() > 100, whole::toString);
    for (int shards : List.of(2, 3)) {
      OverlayResults parted = lively().shards(shards).run();
      assertEquals(whole.events().stream().toList(), parted.events().stream().toList());
      assertEquals(whole.traceHash(), parted.traceHash());
      assertEquals(whole.toString(), parted.toString());
    }
    lively().shards(2).twice().run();
  }

  /** Peers that talk on bad lines, come, go and are cut off. */
  private static OverlayTestKit lively() {
    OverlayTestKit kit =
        chat(30)
            .seed(5)
            .network(NetworkModel.DEFAULT.withDatagramFaults(50_000, 50_000, 50_000))
            .churn(
                PeerChurn.exponential(Duration.ofMinutes(1), Duration.ofSeconds(20))
                    .crashing(300_000))
            .faults(NetworkFaults.partition(Duration.ofSeconds(30), Duration.ofSeconds(30), 8))
            .step("listen", SOON, LISTEN);
    for (int i = 0; i < 20; i++) {
      kit.step("hello", SOON, SAY_HELLO).step("count", SOON, COUNT);
    }
    return kit;
  }
}
