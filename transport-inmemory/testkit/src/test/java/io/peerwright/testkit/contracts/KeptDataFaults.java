package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Faults of overlays that store data, in how long they keep it. */
final class KeptDataFaults {

  private KeptDataFaults() {}

  static class KeepsTenOnly extends FakeKeyLookup {
    KeepsTenOnly(Host host, Board board) {
      super(host, board);
    }

    @Override
    Urn store(String namespace, byte[] data) {
      Urn key = super.store(namespace, data);
      if (board().entries.size() > 10) {
        board().entries.keySet().removeIf(each -> !each.equals(key));
      }
      return key;
    }
  }

  /** Knows what was put since it came. */
  static class KnowsNewsOnly extends FakeKeyLookup {
    private final Set<Urn> before;

    KnowsNewsOnly(Host host, Board board) {
      super(host, board);
      before = Set.copyOf(board.entries.keySet());
    }

    @Override
    Optional<ByteBuffer> found(Urn key) {
      return before.contains(key) ? Optional.empty() : super.found(key);
    }
  }

  /** Data goes with the machine that put it. */
  static class DiesWithItsOwner extends FakeKeyLookup {
    private long aliveAt;

    DiesWithItsOwner(Host host, Board board) {
      super(host, board);
      beat();
    }

    private void beat() {
      aliveAt = host.loop().nanoTime();
      host.loop().schedule(1_000_000_000L, this::beat);
    }

    @Override
    Optional<ByteBuffer> found(Urn key) {
      Entry entry = board().entries.get(key);
      long since = host.loop().nanoTime() - 2_000_000_000L;
      boolean alive =
          entry != null
              && entry.owners.stream().anyMatch(each -> ((DiesWithItsOwner) each).aliveAt > since);
      return alive ? super.found(key) : Optional.empty();
    }
  }

  static class TakesItAlong extends FakeKeyLookup {
    TakesItAlong(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> leave() {
      board().entries.values().removeIf(each -> each.owners.contains(this));
      return super.leave();
    }
  }

  static class ForgetsEarly extends FakeKeyLookup {
    ForgetsEarly(Host host, Board board) {
      super(host, board);
    }

    @Override
    void renew(Entry entry) {
      entry.expiresAt = host.loop().nanoTime() + LIFETIME.toNanos() / 2;
    }
  }

  static class RenewsNothing extends FakeKeyLookup {
    RenewsNothing(Host host, Board board) {
      super(host, board);
    }

    @Override
    void renew(Entry entry) {
      if (entry.expiresAt == 0) {
        super.renew(entry);
      }
    }
  }

  static class RemovesNothing extends FakeKeyLookup {
    RemovesNothing(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean forget(Urn key) {
      Entry entry = board().entries.get(key);
      return entry != null && entry.owners.contains(this);
    }
  }

  static class RemovesAll extends FakeKeyLookup {
    RemovesAll(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean forget(Urn key) {
      boolean forgotten = super.forget(key);
      board().entries.values().removeIf(each -> forgotten && each.owners.contains(this));
      return forgotten;
    }
  }

  static class RemovesForAnybody extends FakeKeyLookup {
    RemovesForAnybody(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean forget(Urn key) {
      return board().entries.remove(key) != null;
    }
  }

  /** Whoever put it may remove it, for all. */
  static class RemovesThatOfOthers extends FakeKeyLookup {
    RemovesThatOfOthers(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean forget(Urn key) {
      boolean forgotten = super.forget(key);
      board().entries.keySet().removeIf(each -> forgotten && each.equals(key));
      return forgotten;
    }
  }

  static class AnswersTooLate extends FakeKeyLookup {
    AnswersTooLate(Host host, Board board) {
      super(host, board);
    }

    @Override
    long answerNanos(Duration within) {
      return 3 * within.toNanos();
    }
  }

  static class WorksOutside extends FakeKeyLookup {
    WorksOutside(Host host, Board board) {
      super(host, board);
      present = true;
    }
  }

  /** A lookup never ends once its peer has left. */
  static class ForgetsWhoLooks extends FakeKeyLookup {
    ForgetsWhoLooks(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> get(Urn key, Duration within) {
      CompletableFuture<Optional<ByteBuffer>> found = new CompletableFuture<>();
      super.get(key, within)
          .whenComplete(
              (data, thrown) -> {
                if (thrown == null) {
                  found.complete(data);
                } else if (present) {
                  found.completeExceptionally(thrown);
                }
              });
      return found;
    }
  }

  static class JoinsOnce extends FakeKeyLookup {
    private boolean left;

    JoinsOnce(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> leave() {
      left = true;
      return super.leave();
    }

    @Override
    Optional<ByteBuffer> found(Urn key) {
      return left ? Optional.empty() : super.found(key);
    }
  }

  static class CompletesElsewhere extends FakeKeyLookup {
    CompletesElsewhere(Host host, Board board) {
      super(host, board);
    }

    @Override
    <T> void complete(CompletableFuture<T> stage, T value) {
      Elsewhere.run(() -> stage.complete(value));
    }
  }

  static class SharesATable extends FakeKeyLookup {
    private static final Board TABLE = new Board();

    SharesATable(Host host, Board board) {
      super(host, board);
    }

    @Override
    Board board() {
      return TABLE;
    }
  }
}
