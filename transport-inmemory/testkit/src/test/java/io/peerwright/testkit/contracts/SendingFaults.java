package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Faults of overlays that carry messages, in how they are sent. */
final class SendingFaults {

  private SendingFaults() {}

  static class SendsTwice extends MessagingTap {
    SendsTwice(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      super.send(peer, message.duplicate());
      return super.send(peer, message);
    }
  }

  static class SendsToAll extends MessagingTap {
    SendsToAll(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      for (Neighbour each : neighbours()) {
        super.send(each.name(), message.duplicate());
      }
      message.position(message.limit());
      return CompletableFuture.completedStage(null);
    }
  }

  static class LeavesThePosition extends MessagingTap {
    LeavesThePosition(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      return super.send(peer, message.duplicate());
    }
  }

  static class ReadsLater extends MessagingTap {
    ReadsLater(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      CompletableFuture<Void> sent = new CompletableFuture<>();
      ByteBuffer later = message.duplicate();
      message.position(message.limit());
      host.loop()
          .schedule(
              1_000,
              () ->
                  super.send(peer, later)
                      .whenComplete(
                          (nothing, thrown) -> {
                            if (thrown == null) {
                              sent.complete(null);
                            } else {
                              sent.completeExceptionally(thrown);
                            }
                          }));
      return sent;
    }
  }

  static class WantsAnArray extends MessagingTap {
    WantsAnArray(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      ByteBuffer whole = ByteBuffer.wrap(message.array(), message.position(), message.remaining());
      message.position(message.limit());
      return super.send(peer, whole);
    }
  }

  static class CutsLong extends MessagingTap {
    CutsLong(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      int most = Math.min(message.remaining(), maxMessageBytes());
      return super.send(peer, message.limit(message.position() + most));
    }
  }

  static class RefusesTheLongest extends MessagingTap {
    RefusesTheLongest(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      return message.remaining() >= maxMessageBytes()
          ? CompletableFuture.failedStage(new OverlayException(Reason.LIMIT, "too long"))
          : super.send(peer, message);
    }
  }

  static class TakesAllNames extends MessagingTap {
    TakesAllNames(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      return super.send(peer, message).exceptionally(thrown -> null);
    }
  }

  static class FailsWithoutReason extends MessagingTap {
    FailsWithoutReason(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      CompletableFuture<Void> sent = new CompletableFuture<>();
      super.send(peer, message)
          .whenComplete(
              (nothing, thrown) -> {
                if (thrown == null) {
                  sent.complete(null);
                } else {
                  sent.completeExceptionally(new IllegalStateException(thrown.getMessage()));
                }
              });
      return sent;
    }
  }

  /** Takes messages that it cannot send yet. */
  static class TakesTooEarly extends MessagingTap {
    TakesTooEarly(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      return endpoints().isEmpty()
          ? CompletableFuture.completedStage(null)
          : super.send(peer, message);
    }
  }

  /** Leaves before it was heard that a message is on its way. */
  static class ForgetsWhoSends extends MessagingTap {
    private long timer;

    ForgetsWhoSends(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      CompletableFuture<Void> sent = new CompletableFuture<>();
      super.send(peer, message)
          .whenComplete(
              (nothing, thrown) -> {
                if (thrown != null) {
                  sent.completeExceptionally(thrown);
                } else {
                  timer = host.loop().schedule(1_000_000, () -> sent.complete(null));
                }
              });
      return sent;
    }

    @Override
    public CompletionStage<Void> leave() {
      host.loop().cancel(timer);
      return super.leave();
    }
  }

  static class KnowsAllOfTheProcess extends MessagingTap {
    private static final Set<String> NAMES = new HashSet<>();

    KnowsAllOfTheProcess(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> send(String peer, ByteBuffer message) {
      return NAMES.contains(peer) && neighbours().isEmpty()
          ? CompletableFuture.completedStage(null)
          : super.send(peer, message);
    }

    @Override
    public CompletionStage<Void> join() {
      NAMES.add(host.name());
      return super.join();
    }
  }
}
