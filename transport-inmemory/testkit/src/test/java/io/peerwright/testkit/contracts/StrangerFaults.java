package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.testkit.chat.ChatConfig;
import io.peerwright.testkit.chat.ChatProvider;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Faults that somebody makes who writes an overlay for the first time. */
final class StrangerFaults {

  private StrangerFaults() {}

  /** Whoever joins again waits for ever. */
  static class ForgetsWhoJoinsToo extends OverlayTap {
    private boolean joined;

    ForgetsWhoJoinsToo(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      if (joined) {
        return new CompletableFuture<>();
      }
      joined = true;
      return super.join();
    }

    @Override
    public CompletionStage<Void> leave() {
      joined = false;
      return super.leave();
    }
  }

  static class CanNothingOutside extends OverlayTap {
    private boolean joined;

    CanNothingOutside(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      joined = true;
      return super.join();
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return joined ? super.capabilities() : Set.of();
    }
  }

  static class SleepsOnTheLoop extends OverlayTap {
    SleepsOnTheLoop(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.join();
    }
  }

  static class FailsToLeave extends OverlayTap {
    FailsToLeave(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> leave() {
      return super.leave()
          .thenCompose(
              left ->
                  CompletableFuture.failedStage(
                      new OverlayException(Reason.RESET, "nobody said goodbye")));
    }
  }

  /** A chat with a configuration of its own. */
  private abstract static class Configured<C extends Record> implements OverlayProvider<C> {
    private final ChatProvider inner = new ChatProvider();
    private final C defaults;

    Configured(C defaults) {
      this.defaults = defaults;
    }

    @SuppressWarnings("unchecked")
    final OverlayProvider<ChatConfig> asChat() {
      return (OverlayProvider<ChatConfig>) (OverlayProvider<?>) this;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<C> configType() {
      return (Class<C>) defaults.getClass();
    }

    @Override
    public C defaults() {
      return defaults;
    }

    @Override
    public String explain(String component) {
      return inner.explain(component);
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return inner.capabilities();
    }

    @Override
    public Overlay create(Host host, C config) {
      return inner.create(host, inner.defaults());
    }
  }

  static class RefusesWithoutAName extends Configured<RefusesWithoutAName.Config> {
    record Config(int rooms) {
      Config {
        if (rooms < 1) {
          throw new IllegalArgumentException("must be at least 1");
        }
      }
    }

    RefusesWithoutAName() {
      super(new Config(7));
    }
  }

  static class FailsOnZero extends Configured<FailsOnZero.Config> {
    record Config(int rooms) {
      Config {
        if (1_000 / rooms > 1_000) {
          throw new IllegalArgumentException("rooms must be at least 1");
        }
      }
    }

    FailsOnZero() {
      super(new Config(7));
    }
  }
}
