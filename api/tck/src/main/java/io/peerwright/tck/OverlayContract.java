package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every overlay must do on any transport, as tests derived from the Javadoc of {@link
 * OverlayProvider} and {@link Overlay}: how it starts, stops and describes itself. What it does
 * with others is its own test.
 *
 * @param <C> the configuration of the overlay
 */
public abstract class OverlayContract<C extends Record> extends HardshipRules<C> {

  /** For subclasses. */
  protected OverlayContract() {}

  /** A rig around a fresh network; called once per test, which closes the network. */
  @Override
  protected abstract NetworkUnderTest newNetwork();

  /** The provider under test. */
  @Override
  protected abstract OverlayProvider<C> provider();

  /** The configuration of a peer that is alone in its network; the defaults unless overridden. */
  @Override
  protected C config() {
    return super.config();
  }

  @Test
  void opensNothingBeforeJoining() {
    settle();
    assertEquals(0, counter().opened(), "sockets before join");
    assertEquals(0, counter().timers(), "timers before join");
    assertEquals(List.of(), machine().ask(overlay()::endpoints));
    assertEquals(List.of(), machine().ask(overlay()::neighbours));
  }

  @Test
  void tellsRealPortsWhileItListens() {
    join();
    for (Endpoint endpoint : machine().ask(overlay()::endpoints)) {
      assertTrue(endpoint.port() > 0, endpoint + " has no real port");
    }
  }

  @Test
  void joiningTwiceOpensNoMore() {
    Outcome<Void> first = join();
    int listening = counter().listening();
    Outcome<Void> second = join();
    settle();
    assertEquals(listening, counter().listening());
    assertEquals(first.isDone(), second.isDone(), "it is the same join");
  }

  @Test
  void leavingClosesEverySocket() {
    join();
    leave();
    awaitNoSockets();
    settle();
    assertEquals(0, counter().open());
    assertEquals(List.of(), machine().ask(overlay()::endpoints));
    assertEquals(List.of(), machine().ask(overlay()::neighbours));
  }

  @Test
  void leavingOpensNothing() {
    join();
    leave();
    awaitNoSockets();
    int opened = counter().opened();
    settle();
    assertEquals(opened, counter().opened(), "opened sockets after it left");
  }

  @Test
  void leavingEndsAJoinUnderWay() {
    List<Outcome<Void>> outcomes =
        machine()
            .ask(
                () ->
                    List.of(
                        Outcome.of(machine(), "join", overlay().join()),
                        Outcome.of(machine(), "leave", overlay().leave())));
    awaitLeft(outcomes.get(1));
    awaitNoSockets();
    settle();
    assertTrue(outcomes.get(0).isFailed(), "a join that was given up did not fail");
  }

  @Test
  void leavingTellsWhoWaitsForAJoin() {
    Outcome<Void> joined = begin("join", overlay()::join);
    leave();
    settle();
    assertTrue(joined.isDone(), "whoever waits for the join waits for ever");
  }

  @Test
  void leavingStopsItsTimers() {
    join();
    leave();
    settle();
    assertEquals(0, counter().pendingTimers(), "timers left behind");
  }

  @Test
  void aPeerNeedsNoOtherOne() {
    Outcome<Void> joined = join();
    passTime(20 * rig().settleNanos());
    assertFalse(joined.isFailed(), () -> "joining failed: " + joined.failure());
  }

  @Test
  void twoPeersShareNothing() {
    join();
    Machine other = machine("other");
    SocketCounter counting = new SocketCounter(other.host());
    Overlay second = other.ask(() -> provider().create(counting.host(), config()));
    other.run(
        () -> {
          assertEquals(List.of(), second.endpoints());
          assertEquals(List.of(), second.neighbours());
        });
    int open = counter().open();
    Outcome<Void> left = other.ask(() -> Outcome.of(other, "leave", second.leave()));
    other.await("the other overlay to leave", left::isDone);
    assertEquals(0, counting.opened());
    settle();
    assertEquals(open, counter().open(), "one peer closed the sockets of another");
  }

  @Test
  void leavingIsAllowedAtAnyTime() {
    leave();
    leave();
    join();
    leave();
    leave();
    awaitNoSockets();
  }

  @Test
  void mayJoinAgain() {
    join();
    int listening = counter().listening();
    leave();
    awaitNoSockets();
    join();
    assertEquals(2 * listening, counter().listening());
    leave();
    awaitNoSockets();
  }

  @Test
  void canDoTheSameBeforeAndAfter() {
    Set<Class<? extends Capability>> before = capabilities();
    join();
    assertEquals(before, capabilities());
    leave();
    assertEquals(before, capabilities());
  }

  private Set<Class<? extends Capability>> capabilities() {
    return Set.copyOf(machine().ask(overlay()::capabilities));
  }

  @Test
  void countersOnlyGrow() {
    Map<String, Long> before = meters();
    join();
    Map<String, Long> joined = meters();
    assertGrown(before, joined);
    leave();
    Map<String, Long> left = meters();
    assertGrown(joined, left);
    join();
    assertGrown(left, meters());
  }

  private Map<String, Long> meters() {
    Map<String, Long> meters = new LinkedHashMap<>();
    machine()
        .run(
            () ->
                overlay()
                    .meters(
                        (name, value) ->
                            assertEquals(null, meters.put(name, value), name + " told twice")));
    return meters;
  }

  private static void assertGrown(Map<String, Long> before, Map<String, Long> after) {
    assertTrue(after.keySet().containsAll(before.keySet()), "counters are gone");
    after.forEach(
        (name, value) -> {
          assertTrue(name.matches("[a-z0-9]+([.-][a-z0-9]+)*"), "not a counter's name: " + name);
          assertTrue(value >= 0, name + " is negative: " + value);
          if (!name.endsWith(".now")) {
            assertTrue(value >= before.getOrDefault(name, 0L), name + " went back");
          }
        });
  }
}
