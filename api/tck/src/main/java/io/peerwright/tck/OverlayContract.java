package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every overlay must do on any transport, as tests derived from the Javadoc of {@link
 * OverlayProvider} and {@link Overlay}: how it starts, stops and describes itself. What it does
 * with others is its own test.
 *
 * @param <C> the configuration of the overlay
 */
@Timeout(30)
public abstract class OverlayContract<C extends Record> {

  private @Nullable Rig rig;
  private @Nullable Driver driver;
  private @Nullable Machine machine;
  private @Nullable SocketCounter counter;
  private @Nullable Overlay overlay;

  /** For subclasses. */
  protected OverlayContract() {}

  /** A rig around a fresh network; called once per test, which closes the network. */
  protected abstract Rig newRig();

  /** The provider under test. */
  protected abstract OverlayProvider<C> provider();

  /** The configuration of a peer that is alone in its network; the defaults unless overridden. */
  protected C config() {
    return provider().defaults();
  }

  @BeforeEach
  final void createOverlay() {
    Rig opened = newRig();
    Referee referee = new Referee();
    rig = opened;
    driver = new Driver(opened, referee);
    Machine added =
        new Machine(opened.network().newHost("peer", opened.listen(), null), driver, referee);
    machine = added;
    SocketCounter counting = new SocketCounter(added.host());
    counter = counting;
    overlay = added.ask(() -> provider().create(counting.host(), config()));
  }

  @AfterEach
  final void closeNetwork() {
    Objects.requireNonNull(rig).network().close();
  }

  private Machine machine() {
    return Objects.requireNonNull(machine);
  }

  private SocketCounter counter() {
    return Objects.requireNonNull(counter);
  }

  private Overlay overlay() {
    return Objects.requireNonNull(overlay);
  }

  private void settle() {
    Objects.requireNonNull(driver).settle(List.of(machine()));
  }

  /** Starts to join. A peer that is alone may wait for others; it must not fail for that. */
  private void join() {
    AtomicBoolean failed = new AtomicBoolean();
    machine()
        .run(
            () ->
                overlay()
                    .join()
                    .whenComplete(
                        (nothing, thrown) ->
                            failed.set(thrown != null || !machine().loop().isCurrent())));
    settle();
    assertFalse(failed.get(), "joining failed, or ended away from the loop");
  }

  private void leave() {
    AtomicBoolean left = new AtomicBoolean();
    CompletionStage<Void> stage = machine().ask(() -> overlay().leave());
    machine().run(() -> stage.thenRun(() -> left.set(true)));
    machine().await("the overlay to leave", left::get);
  }

  private void awaitNoSockets() {
    machine().await("every socket to be closed", () -> counter().open() == 0);
  }

  @Test
  void nameIsLowerCase() {
    String name = provider().name();
    assertTrue(name.matches("[a-z][a-z0-9-]*"), "not a name for a configuration: " + name);
    assertEquals(name.toLowerCase(Locale.ROOT), name);
    assertEquals(name, overlay().name());
  }

  @Test
  @SuppressWarnings("rawtypes") // a class literal has no parameters
  void isFoundByServiceLoader() {
    assertTrue(
        ServiceLoader.load(OverlayProvider.class).stream()
            .anyMatch(found -> found.type() == provider().getClass()),
        "no provides in module-info.java or line in META-INF/services");
  }

  @Test
  void defaultsAreValid() throws ReflectiveOperationException {
    C defaults = provider().defaults();
    assertEquals(provider().configType(), defaults.getClass());
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = components[i].getAccessor().invoke(defaults);
    }
    Constructor<?> canonical = defaults.getClass().getDeclaredConstructor(types);
    assertEquals(defaults, canonical.newInstance(values));
    assertEquals(defaults, provider().defaults());
  }

  @Test
  void explainsEveryComponent() {
    for (RecordComponent component : provider().configType().getRecordComponents()) {
      String line = provider().explain(component.getName());
      assertFalse(line.isBlank(), component.getName() + " is not explained");
      assertFalse(line.contains("\n"), component.getName() + " is explained in several lines");
    }
    assertEquals("", provider().explain("noSuchComponent"));
  }

  @Test
  void offersWhatItsProviderNames() {
    Set<Class<? extends Capability>> offered = machine().ask(overlay()::capabilities);
    assertTrue(
        provider().capabilities().containsAll(offered),
        () -> offered + " is more than " + provider().capabilities());
  }

  @Test
  void isWhatItOffers() {
    machine()
        .run(
            () -> {
              for (Class<? extends Capability> capability : overlay().capabilities()) {
                assertTrue(overlay().as(capability).isPresent(), capability + " is offered only");
              }
              for (Class<? extends Capability> capability : provider().capabilities()) {
                assertEquals(
                    overlay().capabilities().contains(capability),
                    overlay().as(capability).isPresent(),
                    capability.getName());
              }
              assertTrue(overlay().as(Unheard.class).isEmpty());
            });
  }

  private interface Unheard extends Capability {}

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
    join();
    int listening = counter().listening();
    join();
    assertEquals(listening, counter().listening());
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
    CompletionStage<Void> left =
        machine()
            .ask(
                () -> {
                  overlay().join();
                  return overlay().leave();
                });
    AtomicBoolean done = new AtomicBoolean();
    machine().run(() -> left.thenRun(() -> done.set(true)));
    machine().await("the overlay to leave", done::get);
    awaitNoSockets();
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
  void countersOnlyGrow() {
    Map<String, Long> before = meters();
    join();
    Map<String, Long> joined = meters();
    assertGrown(before, joined);
    leave();
    assertGrown(joined, meters());
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
