package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Faults of overlays that show when something goes wrong around them. */
final class HardshipFaults {

  private HardshipFaults() {}

  /** A join whose failure is told in another way. */
  private static CompletionStage<Void> failing(
      CompletionStage<Void> stage, Function<CompletableFuture<Void>, Runnable> otherwise) {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    stage.whenComplete(
        (nothing, thrown) -> {
          if (thrown == null) {
            joined.complete(null);
          } else {
            otherwise.apply(joined).run();
          }
        });
    return joined;
  }

  /** The join never ends if its port is taken. */
  static class HangsOnATakenPort extends OverlayTap {
    private CompletionStage<Void> hanging;

    HangsOnATakenPort(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      hanging = failing(super.join(), joined -> () -> {});
      return hanging;
    }
  }

  static class FailsWithoutReason extends OverlayTap {
    FailsWithoutReason(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      return failing(
          super.join(),
          joined -> () -> joined.completeExceptionally(new IllegalStateException("no port")));
    }
  }

  static class PretendsToListen extends OverlayTap {
    PretendsToListen(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      return failing(super.join(), joined -> () -> joined.complete(null));
    }
  }

  /** A join that has failed leaves a timer behind. */
  static class TriesBehindTheScenes extends OverlayTap {
    TriesBehindTheScenes(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      CompletionStage<Void> joined = super.join();
      joined.exceptionally(
          thrown -> {
            host.loop().schedule(60_000_000_000L, () -> {});
            return null;
          });
      return joined;
    }
  }

  static class RemembersItsFailure extends OverlayTap {
    private CompletionStage<Void> failed;

    RemembersItsFailure(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      if (failed != null) {
        return failed;
      }
      CompletionStage<Void> joined = super.join();
      joined.exceptionally(
          thrown -> {
            failed = joined;
            return null;
          });
      return joined;
    }
  }

  /** Reads a number from whatever comes, however short it is. */
  static class ReadsTooFar extends OverlayTap {
    private Handle socket = () -> {};

    ReadsTooFar(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      socket.close();
      DatagramHandler reader = (at, from, data) -> data.getInt();
      socket =
          host.transport().bind(host.listenAddress().withPort(0), SocketOptions.DEFAULT, reader);
      return super.join();
    }

    @Override
    public CompletionStage<Void> leave() {
      socket.close();
      return super.leave();
    }
  }

  /** The same of a stream. */
  static class ReadsAStreamTooFar extends OverlayTap implements LinkHandler {
    private Handle socket = () -> {};

    ReadsAStreamTooFar(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      socket.close();
      LinkAcceptor door = link -> this;
      socket =
          host.transport().listen(host.listenAddress().withPort(0), SocketOptions.DEFAULT, door);
      return super.join();
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      data.position(data.position() + 1_000);
    }

    @Override
    public void onClosed(Link link, Reason reason) {}

    @Override
    public CompletionStage<Void> leave() {
      socket.close();
      return super.leave();
    }
  }

  static class StartsAThread extends OverlayTap {
    StartsAThread(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      Elsewhere.run(() -> {});
      return super.join();
    }
  }

  /** Finds no name, if anybody waits for it. */
  abstract static class NamingTap extends OverlayTap implements Naming {
    NamingTap(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of(Naming.class);
    }

    @Override
    public <C extends Capability> Optional<C> as(Class<C> capability) {
      return capability == Naming.class ? Optional.of(capability.cast(this)) : Optional.empty();
    }

    @Override
    public CompletionStage<Handle> register(Urn name, NameRecord record, Duration ttl) {
      return CompletableFuture.completedStage(() -> {});
    }
  }

  /** A lookup under way never ends once its peer has left. */
  static class ForgetsWhoLooks extends NamingTap {
    ForgetsWhoLooks(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<List<NameRecord>> resolve(Urn name, Duration within) {
      CompletableFuture<List<NameRecord>> found = new CompletableFuture<>();
      host.loop()
          .schedule(
              10_000_000,
              () -> {
                if (!endpoints().isEmpty()) {
                  found.complete(List.of());
                }
              });
      return found;
    }
  }

  /** A lookup under way ends as if nothing had been found when its peer leaves. */
  static class FindsNothingWhenItLeaves extends NamingTap {
    private final List<CompletableFuture<List<NameRecord>>> open = new ArrayList<>();

    FindsNothingWhenItLeaves(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<List<NameRecord>> resolve(Urn name, Duration within) {
      CompletableFuture<List<NameRecord>> found = new CompletableFuture<>();
      open.add(found);
      return found;
    }

    @Override
    public CompletionStage<Void> leave() {
      host.loop().execute(() -> open.forEach(each -> each.complete(List.of())));
      return super.leave();
    }
  }

  /** What is asked before it joins is found to be nowhere. */
  static class KnowsAllBefore extends NamingTap {
    KnowsAllBefore(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<List<NameRecord>> resolve(Urn name, Duration within) {
      return CompletableFuture.completedStage(List.of());
    }
  }

  /** What is asked before it joins waits. */
  static class WaitsForJoin extends NamingTap {
    WaitsForJoin(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<List<NameRecord>> resolve(Urn name, Duration within) {
      return new CompletableFuture<>();
    }
  }
}
