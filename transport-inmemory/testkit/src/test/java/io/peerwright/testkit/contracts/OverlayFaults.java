package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Faults of overlays. */
final class OverlayFaults {

  private OverlayFaults() {}

  private static Void failing(Void joined) {
    throw new IllegalStateException("nobody is there");
  }

  private static CompletionStage<Void> elsewhere(CompletionStage<Void> stage) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    stage.whenComplete((nothing, thrown) -> Elsewhere.run(() -> done.complete(null)));
    return done;
  }

  /** Passes success on, and no failure. */
  private static CompletionStage<Void> unlessLeft(
      CompletionStage<Void> stage, CompletableFuture<Void> joined) {
    stage.thenRun(() -> joined.complete(null));
    return joined;
  }

  static class AnotherName extends OverlayTap {
    AnotherName(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public String name() {
      return "talk";
    }
  }

  static class OffersWhatItIsNot extends OverlayTap {
    OffersWhatItIsNot(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public <C extends Capability> Optional<C> as(Class<C> capability) {
      return Optional.empty();
    }
  }

  /** Casts without asking. */
  static class GivesOutAnything extends OverlayTap {
    GivesOutAnything(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <C extends Capability> Optional<C> as(Class<C> capability) {
      return Optional.of((C) inner);
    }
  }

  static class TellsPortZero extends OverlayTap {
    TellsPortZero(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public List<Endpoint> endpoints() {
      return super.endpoints().stream().map(each -> each.withPort(0)).toList();
    }
  }

  static class ListensTwice extends OverlayTap {
    ListensTwice(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      host.transport()
          .listen(host.listenAddress().withPort(0), SocketOptions.DEFAULT, link -> null);
      return super.join();
    }
  }

  static class FailsAlone extends OverlayTap {
    FailsAlone(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      return super.join().thenApply(OverlayFaults::failing);
    }
  }

  /** Nobody answers for ten seconds, so it gives up. */
  static class GivesUpAlone extends OverlayTap {
    GivesUpAlone(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      CompletableFuture<Void> joined = new CompletableFuture<>();
      super.join();
      host.loop()
          .schedule(
              10_000_000_000L, () -> joined.completeExceptionally(new IllegalStateException()));
      return joined;
    }
  }

  static class JoinsElsewhere extends OverlayTap {
    JoinsElsewhere(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      return elsewhere(super.join());
    }
  }

  static class LeavesElsewhere extends OverlayTap {
    LeavesElsewhere(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> leave() {
      return elsewhere(super.leave());
    }
  }

  static class KeepsItsSocket extends OverlayTap {
    KeepsItsSocket(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      DatagramHandler deaf = (socket, from, data) -> {};
      host.transport().bind(host.listenAddress().withPort(0), SocketOptions.DEFAULT, deaf);
      return super.join();
    }
  }

  static class NeverSaysGoodbye extends OverlayTap {
    NeverSaysGoodbye(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> leave() {
      super.leave();
      return new CompletableFuture<>();
    }
  }

  static class StaleEndpoints extends OverlayTap {
    private List<Endpoint> told = List.of();

    StaleEndpoints(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public List<Endpoint> endpoints() {
      told = super.endpoints().isEmpty() ? told : super.endpoints();
      return told;
    }

    @Override
    public CompletionStage<Void> leave() {
      endpoints();
      return super.leave();
    }
  }

  static class StaleNeighbours extends OverlayTap {
    private boolean joined;

    StaleNeighbours(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      joined = true;
      return super.join();
    }

    @Override
    public List<Neighbour> neighbours() {
      return joined
          ? List.of(new Neighbour("ghost", host.listenAddress(), "peer", Map.of()))
          : List.of();
    }
  }

  /** Takes the end of its socket for a broken line. */
  static class ComesBack extends OverlayTap {
    ComesBack(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> leave() {
      CompletionStage<Void> left = super.leave();
      host.loop()
          .schedule(
              1_000_000_000,
              () -> {
                inner.join();
                inner.leave();
              });
      return left;
    }
  }

  static class ForgetsWhoJoins extends OverlayTap {
    ForgetsWhoJoins(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      return unlessLeft(super.join(), new CompletableFuture<>());
    }
  }

  /** Does not leave while it joins. */
  static class LeavesTooEarly extends OverlayTap {
    private boolean joined;

    LeavesTooEarly(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      return super.join().thenRun(() -> joined = true);
    }

    @Override
    public CompletionStage<Void> leave() {
      return joined ? super.leave() : CompletableFuture.completedStage(null);
    }
  }

  static class CallsBackInLeave extends OverlayTap {
    private CompletableFuture<Void> joining = new CompletableFuture<>();

    CallsBackInLeave(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      joining = new CompletableFuture<>();
      CompletableFuture<Void> mine = joining;
      super.join().thenRun(() -> mine.complete(null));
      return mine;
    }

    @Override
    public CompletionStage<Void> leave() {
      joining.completeExceptionally(new IllegalStateException("left"));
      return super.leave();
    }
  }

  static class PretendsToJoin extends OverlayTap {
    PretendsToJoin(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      return super.join().exceptionally(failure -> null);
    }
  }

  static class LeavesOnce extends OverlayTap {
    private boolean left;

    LeavesOnce(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> leave() {
      CompletionStage<Void> stage = left ? new CompletableFuture<>() : super.leave();
      left = true;
      return stage;
    }
  }

  static class LeavesOnlyJoined extends OverlayTap {
    LeavesOnlyJoined(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> leave() {
      if (endpoints().isEmpty()) {
        throw new IllegalStateException("not joined");
      }
      return super.leave();
    }
  }

  static class JoinsOnce extends OverlayTap {
    private CompletionStage<Void> joined;

    JoinsOnce(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      joined = joined == null ? super.join() : joined;
      return joined;
    }
  }

  static class LeaksATimer extends OverlayTap {
    LeaksATimer(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      tick();
      return super.join();
    }

    private void tick() {
      host.loop().schedule(1_000_000_000, this::tick);
    }
  }
}
