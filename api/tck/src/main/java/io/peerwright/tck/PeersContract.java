package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the contracts of capabilities share: a fresh network for each test, in which peers of one
 * overlay join.
 */
public abstract class PeersContract extends ContractBase {

  /** Live hosts keep their files here. */
  @TempDir Path folder;

  private boolean prepared;

  PeersContract() {}

  /** A rig around a fresh network; called at least once per test, which closes the network. */
  @Override
  protected abstract NetworkUnderTest newNetwork();

  /**
   * Adds what peers depend on, such as an index server or a bootstrap node, and lets it join.
   * Called once for each network, not on a loop; nothing unless overridden.
   *
   * @return completes when it is there, on any thread; the contract waits for that. {@link #joined}
   *     is one
   */
  protected CompletionStage<?> prepare(Network network) {
    return CompletableFuture.completedStage(null);
  }

  /**
   * Makes an overlay on the loop of its host, and lets it join.
   *
   * @return completes with the overlay when it has joined, on that loop
   */
  public static CompletionStage<Overlay> joined(
      Host host, Function<? super Host, ? extends Overlay> maker) {
    CompletableFuture<Overlay> joined = new CompletableFuture<>();
    host.loop().execute(() -> join(maker, host, joined));
    return joined;
  }

  private static void join(
      Function<? super Host, ? extends Overlay> maker,
      Host host,
      CompletableFuture<Overlay> joined) {
    try {
      Overlay overlay = maker.apply(host);
      overlay
          .join()
          .whenComplete(
              (nothing, thrown) -> {
                if (thrown == null) {
                  joined.complete(overlay);
                } else {
                  joined.completeExceptionally(thrown);
                }
              });
    } catch (RuntimeException e) {
      joined.completeExceptionally(e);
    }
  }

  /** Makes a peer that has not joined. Called on the loop of its host. */
  protected abstract Overlay newPeer(Host host);

  @Override
  final @Nullable Path directory(NetworkUnderTest on, String host) {
    return on.virtualTime() ? null : folder.resolve(host);
  }

  /** One peer, used by the test thread. */
  final class Peer {
    private final Machine machine;
    private final Overlay overlay;

    private Peer(Machine machine) {
      this.machine = machine;
      overlay = machine.ask(() -> newPeer(machine.host()));
    }

    Machine machine() {
      return machine;
    }

    Overlay overlay() {
      return overlay;
    }

    <C extends Capability> C as(Class<C> capability) {
      return machine.ask(() -> overlay.as(capability).orElseThrow());
    }

    /** Begins something and goes on. */
    <T> Outcome<T> begin(String what, Callable<CompletionStage<T>> beginning) {
      return machine.ask(() -> Outcome.of(machine, what, beginning.call()));
    }

    /** Begins something and waits for its end. */
    <T> Outcome<T> end(String what, Callable<CompletionStage<T>> beginning) {
      Outcome<T> outcome = begin(what, beginning);
      machine.await(what + " to end", outcome::isDone);
      return outcome;
    }

    Peer join() {
      Outcome<Void> joined = end("join", overlay::join);
      assertFalse(joined.isFailed(), () -> "joining failed: " + joined.failure());
      return this;
    }

    void leave() {
      Outcome<Void> left = end("leave", overlay::leave);
      assertFalse(left.isFailed(), () -> "leaving failed: " + left.failure());
    }

    /** Its machine is gone from one moment to the next. */
    void vanish() {
      machine.host().close();
      forget(machine);
    }
  }

  /** A new peer that has joined. */
  final Peer peer(String name) {
    return newcomer(name).join();
  }

  /** A new peer that has not joined. */
  final Peer newcomer(String name) {
    if (!prepared) {
      prepared = true;
      prepare(rig());
      settle();
    }
    return new Peer(machine(name));
  }

  private void prepare(NetworkUnderTest on) {
    CompletableFuture<?> prepared = prepare(on.network()).toCompletableFuture();
    awaitAnywhere(on, "what peers depend on", prepared::isDone);
    prepared.join();
  }

  /** Does something with a peer of another network, which is closed afterwards. */
  final void elsewhere(Consumer<Peer> action) {
    elsewhere(
        peer -> {
          action.accept(peer);
          return peer;
        },
        peer -> {});
  }

  /** Begins something with a peer of another network, and looks at it when that is at rest. */
  final <T> void elsewhere(Function<Peer, T> beginning, Consumer<T> end) {
    NetworkUnderTest other = newNetwork();
    try {
      prepare(other);
      other.passTime().accept(other.settleNanos());
      T begun = beginning.apply(new Peer(machineOf(other, "a")).join());
      other.passTime().accept(other.settleNanos());
      end.accept(begun);
    } finally {
      other.network().close();
    }
  }
}
