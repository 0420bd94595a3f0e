package io.peerwright.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.testkit.OverlayTestKitTest.Lonely;
import io.peerwright.testkit.PeerEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run in several shards is the same run, unless peers share more than the network. */
class ShardsTest {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final long TICK_NANOS = 1_000_000;

  /** Ticks for a while; what it passes on from tick to tick is a number that all have in common. */
  private static final class Ticking extends Lonely {
    private final AtomicInteger ticks;

    Ticking(Host host, AtomicInteger ticks) {
      super(host);
      this.ticks = ticks;
    }

    @Override
    public CompletionStage<Void> join() {
      tick(0, 100);
      return super.join();
    }

    private void tick(int code, long left) {
      if (left > 0) {
        int number = ticks.incrementAndGet();
        host.loop().schedule(TICK_NANOS, (told, count) -> tick(told, count - 1), number, left);
      }
    }
  }

  /** All join at once, so that the ticks of all fall into the same windows. */
  private static OverlayTestKit ticking(boolean shared) {
    AtomicInteger[] ticks = new AtomicInteger[1];
    return OverlayTestKitTest.kit(
            host -> {
              // Anew in each run, so that the second one finds nothing left from the first one.
              if (!shared || host.name().equals("peer-0")) {
                ticks[0] = new AtomicInteger();
              }
              return new Ticking(host, ticks[0]);
            })
        .peers(6)
        .joinWithin(Duration.ZERO)
        .pause(SOON);
  }

  @Test
  void whatPeersShareInMemoryIsFound() {
    ticking(true).twice().run();
    String message = OverlayTestKitTest.failureOf(ticking(true).shards(2).twice());
    assertTrue(message.startsWith("The run in 1 shard differs from that in 2."), message);
    assertTrue(message.contains(" of 6 hosts differ: peer-"), message);
    assertTrue(message.contains("what peers share in a static field"), message);
    assertTrue(message.contains("-Dtest=ShardsTest#whatPeersShareInMemoryIsFound"), message);
  }

  @Test
  void whatEachHasOfItsOwnIsNot() {
    ticking(false).shards(2).twice().run().assertAllJoined();
    ticking(false).shards(6).twice().run().assertAllJoined();
  }

  @Test
  void namesTheFirstEventThatDiffers() {
    AtomicInteger runs = new AtomicInteger();
    OverlayTestKit kit =
        OverlayTestKitTest.kit(
                host -> {
                  if (host.name().equals("peer-0")) {
                    runs.incrementAndGet();
                  }
                  return new Lonely(host);
                })
            .step("run", SOON, peer -> CompletableFuture.completedStage(runs.get()));
    String message = OverlayTestKitTest.failureOf(kit.shards(2).twice());
    assertTrue(
        message.startsWith("The run in 1 shard differs from that in 2 at event 7."), message);
    assertTrue(message.contains(" DONE run 1\n  several: "), message);
    assertTrue(message.contains(" DONE run 2\n"), message);
  }

  @Test
  void tellsWhatHandlersOfAllShardsThrow() {
    String message =
        OverlayTestKitTest.failureOf(
            OverlayTestKitTest.kit(
                    host ->
                        new Lonely(host) {
                          @Override
                          public CompletionStage<Void> join() {
                            host.loop().execute(() -> spoilt(host));
                            return super.join();
                          }
                        })
                .joinWithin(Duration.ZERO)
                .shards(3));
    assertTrue(message.startsWith("3 events BROKEN, 0 expected"), message);
    for (String peer : List.of("peer-0", "peer-1", "peer-2")) {
      assertTrue(
          message.contains(peer + " BROKEN  java.lang.IllegalStateException: " + peer), message);
    }
    assertTrue(message.contains("\tat " + getClass().getName() + ".spoilt("), message);
  }

  private static void spoilt(Host host) {
    throw new IllegalStateException(host.name());
  }

  @Test
  void eventsOfOneInstantAreInTheOrderOfNames() {
    List<PeerEvent> joined =
        OverlayTestKitTest.kit(Lonely::new)
            .peers(12)
            .joinWithin(Duration.ZERO)
            .shards(2)
            .run()
            .events()
            .of(Kind.JOINED)
            .stream()
            .toList();
    List<String> names = joined.stream().map(PeerEvent::peer).toList();
    assertEquals(12, names.size());
    assertEquals(names.stream().sorted().toList(), names);
    assertEquals(1, joined.stream().map(PeerEvent::at).distinct().count());
  }

  @Test
  void aStepTouchesNothingThatAllShare() {
    List<Step> steps = new ArrayList<>();
    steps.add(peer -> CompletableFuture.completedStage(peer.network().random().nextInt()));
    steps.add(peer -> CompletableFuture.completedStage(peer.network().draw(1)));
    steps.add(
        peer -> {
          peer.network().after(SOON, () -> {});
          return CompletableFuture.completedStage(null);
        });
    for (Step step : steps) {
      OverlayResults results =
          OverlayTestKitTest.kit(Lonely::new).step("share", SOON, step).shards(2).run();
      results
          .events()
          .about("share")
          .assertCount(3)
          .assertDetails("a refusal", detail -> detail.contains("with several shards"));
    }
  }

  @Test
  void comingAndGoingIsSeenByAllAtOneInstant() {
    Step look =
        peer ->
            CompletableFuture.completedStage(
                peer.network().peers().stream().filter(TestPeer::isPresent).count());
    OverlayTestKit kit =
        OverlayTestKitTest.kit(Lonely::new)
            .peers(20)
            .churn(PeerChurn.exponential(SOON, SOON).crashing(300_000));
    for (int i = 0; i < 10; i++) {
      kit.step("look", SOON, look);
    }
    OverlayResults results = kit.step("go", SOON, Steps.leave()).shards(2).twice().run();
    results.events().about("look").of(Kind.DONE).assertAtLeast(50);
    assertTrue(
        results.events().about("look").of(Kind.DONE).stream()
                .map(PeerEvent::detail)
                .distinct()
                .count()
            > 3);
  }

  @Test
  void refusesWhatCannotBeParted() {
    OverlayTestKit kit = OverlayTestKitTest.kit(Lonely::new);
    for (int shards : List.of(0, 65)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> kit.shards(shards)).getMessage();
      assertEquals("shards must be within 1..64, is " + shards, message);
    }
    kit.shards(2).network(NetworkModel.DEFAULT.withLatencyMicros(0, 0));
    String message = assertThrows(IllegalArgumentException.class, kit::run).getMessage();
    assertTrue(message.contains("latencyMinMicros"), message);
  }
}
