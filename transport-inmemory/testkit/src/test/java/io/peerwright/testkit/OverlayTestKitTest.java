package io.peerwright.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.testkit.PeerEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The kit tells what goes wrong in an overlay, and how to see it once more. */
class OverlayTestKitTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  /** No configuration. */
  record Nothing() {}

  /** An overlay that joins at once; each test spoils another part of it. */
  static class Lonely implements Overlay {

    final Host host;

    Lonely(Host host) {
      this.host = host;
    }

    @Override
    public String name() {
      return "lonely";
    }

    @Override
    public CompletionStage<Void> join() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> leave() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of();
    }

    @Override
    public List<Neighbour> neighbours() {
      return List.of();
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of();
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {
      sink.accept("peers", 1);
      sink.accept("peers.now", 1);
    }
  }

  interface Maker {
    Overlay make(Host host);
  }

  private record Provider(Maker maker) implements OverlayProvider<Nothing> {

    @Override
    public String name() {
      return "lonely";
    }

    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public Nothing defaults() {
      return new Nothing();
    }

    @Override
    public String explain(String component) {
      return "";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of();
    }

    @Override
    public Overlay create(Host host, Nothing config) {
      return maker.make(host);
    }
  }

  static OverlayTestKit kit(Maker maker) {
    return OverlayTestKit.overlay(new Provider(maker)).peers(3).patience(Duration.ofMinutes(1));
  }

  static String failureOf(OverlayTestKit kit) {
    return assertThrows(AssertionError.class, kit::run).getMessage();
  }

  private static final String REPEAT =
      "\nrepeat with: mvn test '-Dtest=OverlayTestKitTest#%s'"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dpeerwright.seed=%d";

  private static void assertRepeats(String test, int seed, String message) {
    assertTrue(message.endsWith(String.format(REPEAT, test, seed)), message);
  }

  @Test
  void tellsWhatAHandlerThrows() {
    String message =
        failureOf(
            kit(host ->
                    new Lonely(host) {
                      @Override
                      public CompletionStage<Void> join() {
                        host.loop()
                            .execute(
                                () -> {
                                  throw new IllegalStateException("spoilt");
                                });
                        return super.join();
                      }
                    })
                .seed(5));
    assertTrue(message.contains("BROKEN  java.lang.IllegalStateException: spoilt"), message);
    assertTrue(message.contains("\tat " + getClass().getName() + "$"), message);
    assertRepeats("tellsWhatAHandlerThrows", 5, message);
  }

  @Test
  void tellsThatACounterWentBack() {
    long[] value = {10};
    String message =
        failureOf(
            kit(host ->
                    new Lonely(host) {
                      @Override
                      public void meters(ObjLongConsumer<String> sink) {
                        sink.accept("hits", value[0]--);
                      }
                    })
                .pause(SOON));
    assertTrue(message.contains("counter hits went back from"), message);
  }

  @Test
  void tellsWhoDidNotJoin() {
    OverlayResults results =
        kit(host ->
                new Lonely(host) {
                  @Override
                  public CompletionStage<Void> join() {
                    return host.name().equals("peer-1") ? new CompletableFuture<>() : super.join();
                  }
                })
            .run();
    results.events().of(Kind.UNFINISHED).by("peer-1").assertCount(1);
    String message = assertThrows(AssertionError.class, results::assertAllJoined).getMessage();
    assertTrue(message.startsWith("2 of 3 peers joined"), message);
    assertRepeats("tellsWhoDidNotJoin", 1, message);
  }

  @Test
  void tellsWhichStepFailed() {
    OverlayResults results = kit(Lonely::new).step("find", SOON, Steps.search(SOON)).run();
    results.assertNothingFailed();
    OverlayResults shared = kit(Lonely::new).step("share", SOON, Steps.share(1, 10)).run();
    shared.events().about("share").of(Kind.DONE).assertNone();
    String message = assertThrows(AssertionError.class, shared::assertNothingFailed).getMessage();
    assertTrue(message.contains("lonely offers no Sharing, only []"), message);
    assertRepeats("tellsWhichStepFailed", 1, message);
  }

  @Test
  void tellsAMeterThatIsOutOfRange() {
    OverlayResults results = kit(Lonely::new).run().assertMeter("peers", 3, 3);
    String message =
        assertThrows(AssertionError.class, () -> results.assertMeterAtLeast("peers.now", 4))
            .getMessage();
    assertTrue(message.startsWith("peers.now is 3, 4.."), message);
    message = assertThrows(AssertionError.class, () -> results.meter("pears")).getMessage();
    assertTrue(message.startsWith("no meter pears among [peers, peers.now]"), message);
  }

  @Test
  void countsTheEarlierLivesOfAPeer() {
    OverlayResults results =
        kit(Lonely::new)
            .churn(new PeerChurn(random -> 1_000_000_000, random -> 1_000_000_000, 1_000_000))
            .pause(Duration.ofMillis(6_500))
            .run();
    results.events().of(Kind.CRASHED).assertCount(9);
    results.events().of(Kind.JOINED).assertCount(12);
    results.assertMeter("peers", 12, 12).assertMeter("peers.now", 3, 3);
  }

  @Test
  void tellsWhoCannotComeBack() {
    OverlayResults results =
        kit(host ->
                new Lonely(host) {
                  private int joins;

                  @Override
                  public CompletionStage<Void> join() {
                    return joins++ == 0
                        ? super.join()
                        : CompletableFuture.failedStage(new IllegalStateException("refused"));
                  }
                })
            .churn(new PeerChurn(random -> 1_000_000_000, random -> 1_000_000_000, 0))
            .pause(Duration.ofMillis(2_500))
            .run();
    results.events().of(Kind.FAILED).about("join").assertCount(3);
  }

  @Test
  void aMachineThatSomebodyElseRestartsHasItsPeerAgain() {
    NetworkFaults restart =
        network ->
            network.after(
                SOON,
                () -> {
                  Host host = network.peers().get(1).host();
                  network.simulation().crash(host);
                  network.restarted(
                      network.simulation().newHost(host.name(), host.listenAddress(), null));
                });
    OverlayResults results = kit(Lonely::new).faults(restart).pause(Duration.ofSeconds(5)).run();
    results.events().by("peer-1").of(Kind.CRASHED).assertCount(1);
    results.events().by("peer-1").of(Kind.JOINED).assertCount(2);
    results.assertMeter("peers", 4, 4).assertMeter("peers.now", 3, 3);
  }

  @Test
  void tablesAreLookedAtUnlessTheTestDoesNotWantIt() {
    List<Boolean> seen = new ArrayList<>();
    NetworkFaults note = network -> seen.add(network.simulation().isChecked());
    kit(Lonely::new).faults(note).run();
    kit(Lonely::new).faults(note).unchecked().run();
    assertEquals(List.of(true, false), seen);
  }

  @Test
  void findsWhatDiffersInASecondRun() {
    String message =
        failureOf(
            kit(host ->
                    new Lonely(host) {
                      @Override
                      public CompletionStage<Void> join() {
                        host.loop().schedule(System.nanoTime() % 1_000_000_000, () -> {});
                        return super.join();
                      }
                    })
                .twice());
    assertTrue(message.contains("The two runs differ at event "), message);
    assertRepeats("findsWhatDiffersInASecondRun", 1, message);
  }

  @Test
  void endsWithWhatTheTestItselfThrows() {
    String message =
        failureOf(
            kit(Lonely::new)
                .faults(
                    network ->
                        network.after(
                            SOON,
                            () -> {
                              throw new IllegalStateException("no such fault");
                            }))
                .pause(Duration.ofSeconds(5)));
    assertTrue(message.startsWith("the test failed: java.lang.IllegalStateException"), message);
  }

  @Test
  void saysWhichOverlaysThereAre() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> OverlayTestKit.overlay("chatt"))
            .getMessage();
    assertEquals("no overlay \"chatt\"; found are [chat]", message);
  }

  @Test
  void refusesAConfigurationOfAnotherKind() {
    record Other() {}
    OverlayTestKit kit = kit(Lonely::new).configured(site -> new Other());
    String message = assertThrows(IllegalArgumentException.class, kit::run).getMessage();
    assertTrue(message.startsWith("lonely is configured by a "), message);
  }

  @Test
  void takesTheSeedOfTheSystemProperty() {
    OverlayTestKit kit = kit(Lonely::new).seed(1);
    long before = kit.run().traceHash();
    System.setProperty("peerwright.seed", "2");
    try {
      OverlayResults results = kit.run();
      assertNotEquals(before, results.traceHash());
      assertRepeats("takesTheSeedOfTheSystemProperty", 2, "\nrepeat with: " + results.repeat());
    } finally {
      System.clearProperty("peerwright.seed");
    }
  }

  @Test
  void drawsExponentialTimes() {
    RandomGenerator random = new SplittableRandom(1);
    PeerChurn churn = PeerChurn.exponential(Duration.ofSeconds(10), Duration.ofSeconds(1));
    double mean = 0;
    for (int i = 0; i < 100_000; i++) {
      mean += churn.stayNanos().applyAsLong(random) / 1e9 / 100_000;
    }
    assertEquals(10, mean, 0.2);
  }
}
