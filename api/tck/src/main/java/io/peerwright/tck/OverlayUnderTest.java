package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * One peer of the overlay that a contract is about, alone in its network, and what is done to it.
 */
abstract class OverlayUnderTest<C extends Record> extends ContractBase {

  private @Nullable Machine machine;
  private @Nullable SocketCounter counter;
  private @Nullable Overlay overlay;

  /** A rig around a fresh network; called once per test, which closes the network. */
  @Override
  protected abstract NetworkUnderTest newNetwork();

  /** The provider under test. */
  protected abstract OverlayProvider<C> provider();

  /** The configuration of a peer that is alone in its network; the defaults unless overridden. */
  protected C config() {
    return provider().defaults();
  }

  @BeforeEach
  final void createOverlay() {
    createOverlay("peer");
  }

  /** Another one, on a host of its own, in the place of the one before. */
  final void createOverlay(String host) {
    checkHandlers();
    Machine added = machine(host);
    machine = added;
    SocketCounter counting = new SocketCounter(added.host());
    counter = counting;
    overlay = added.ask(() -> provider().create(counting.host(), config()));
  }

  /** Whatever comes in, a handler deals with it. */
  @AfterEach
  final void checkHandlers() {
    if (counter != null) {
      assertEquals(List.of(), counter.thrown(), "thrown by the overlay in a callback");
    }
  }

  final Machine machine() {
    return Objects.requireNonNull(machine);
  }

  final SocketCounter counter() {
    return Objects.requireNonNull(counter);
  }

  final Overlay overlay() {
    return Objects.requireNonNull(overlay);
  }

  /**
   * Starts to join, until it has or listens wherever it wants to. A peer that is alone may wait for
   * others; it must not fail for that.
   */
  final Outcome<Void> join() {
    Outcome<Void> joined = begin("join", overlay()::join);
    settle();
    machine()
        .await("its sockets to be bound", () -> joined.isDone() || counter().listensWhereItWants());
    assertFalse(joined.isFailed(), () -> "joining failed: " + joined.failure());
    return joined;
  }

  final void leave() {
    awaitLeft(begin("leave", overlay()::leave));
  }

  final void awaitLeft(Outcome<Void> left) {
    machine().await("the overlay to leave", left::isDone);
    assertFalse(left.isFailed(), () -> "leaving failed: " + left.failure());
  }

  final Outcome<Void> begin(String what, Callable<CompletionStage<Void>> beginning) {
    return machine().ask(() -> Outcome.of(machine(), what, beginning.call()));
  }

  final void awaitNoSockets() {
    machine().await("every socket to be closed", () -> counter().open() == 0);
  }
}
