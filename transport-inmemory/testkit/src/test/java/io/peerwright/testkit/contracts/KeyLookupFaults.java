package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Faults of overlays that store data, in keys and buffers. */
final class KeyLookupFaults {

  private KeyLookupFaults() {}

  static class NoNamespaceOutside extends FakeKeyLookup {
    NoNamespaceOutside(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Set<String> namespaces() {
      return present ? super.namespaces() : Set.of();
    }
  }

  static class KeepsToItself extends FakeKeyLookup {
    private final Board own = new Board();

    KeepsToItself(Host host, Board board) {
      super(host, board);
    }

    @Override
    Board board() {
      return own;
    }
  }

  static class FindsThatOfOthers extends FakeKeyLookup {
    FindsThatOfOthers(Host host, Board board) {
      super(host, board);
    }

    @Override
    Optional<ByteBuffer> found(Urn key) {
      Entry entry = board().entries.get(key);
      return entry != null && entry.owners.contains(this) ? Optional.empty() : super.found(key);
    }
  }

  /** Wants a second peer that takes it. */
  static class WantsCompany extends FakeKeyLookup {
    private static final Map<Board, Integer> PEERS = new HashMap<>();

    WantsCompany(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> join() {
      PEERS.merge(board(), 1, Integer::sum);
      return super.join();
    }

    @Override
    public CompletionStage<Stored> put(String namespace, ByteBuffer data) {
      return PEERS.get(board()) == 1
          ? CompletableFuture.failedStage(new OverlayException(Reason.REFUSED, "nobody"))
          : super.put(namespace, data);
    }
  }

  static class CountsNobody extends FakeKeyLookup {
    CountsNobody(Host host, Board board) {
      super(host, board);
    }

    @Override
    int others() {
      return 0;
    }
  }

  static class FailsForNothing extends FakeKeyLookup {
    FailsForNothing(Host host, Board board) {
      super(host, board);
    }

    @Override
    <T> void complete(CompletableFuture<T> stage, T value) {
      if (Optional.empty().equals(value)) {
        fail(stage, Reason.UNRESOLVED);
      } else {
        super.complete(stage, value);
      }
    }
  }

  static class FindsAlways extends FakeKeyLookup {
    FindsAlways(Host host, Board board) {
      super(host, board);
    }

    @Override
    Optional<ByteBuffer> found(Urn key) {
      Optional<ByteBuffer> found = super.found(key);
      return found.isPresent() ? found : Optional.of(ByteBuffer.allocate(0));
    }
  }

  /** Salts a key with who puts it. */
  static class SaltsKeys extends FakeKeyLookup {
    SaltsKeys(Host host, Board board) {
      super(host, board);
    }

    @Override
    Urn key(String namespace, byte[] data) {
      byte[] salted = (host.name() + Arrays.toString(data)).getBytes(StandardCharsets.UTF_8);
      return super.key(namespace, salted);
    }
  }

  /** Computes a key from too little. */
  static class HashesTheHead extends FakeKeyLookup {
    HashesTheHead(Host host, Board board) {
      super(host, board);
    }

    @Override
    Urn key(String namespace, byte[] data) {
      return super.key(namespace, Arrays.copyOf(data, 40));
    }
  }

  static class OneNamespaceForAll extends FakeKeyLookup {
    OneNamespaceForAll(Host host, Board board) {
      super(host, board);
    }

    @Override
    Urn key(String namespace, byte[] data) {
      return super.key(Urn.SHA1, data);
    }
  }

  static class FindsNothingForeign extends FakeKeyLookup {
    FindsNothingForeign(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> get(Urn key, Duration within) {
      return namespaces().contains(key.namespace())
          ? super.get(key, within)
          : CompletableFuture.completedStage(Optional.empty());
    }
  }

  static class LeavesThePosition extends FakeKeyLookup {
    LeavesThePosition(Host host, Board board) {
      super(host, board);
    }

    @Override
    byte[] read(ByteBuffer data) {
      return super.read(data.duplicate());
    }
  }

  /** Keeps the array of the caller. */
  static class KeepsTheArray extends FakeKeyLookup {
    KeepsTheArray(Host host, Board board) {
      super(host, board);
    }

    @Override
    Urn store(String namespace, byte[] data) {
      return super.store(namespace, data.length == 50 ? shared : data);
    }

    private byte[] shared = {};

    @Override
    byte[] read(ByteBuffer data) {
      shared = data.hasArray() ? data.array() : shared;
      return super.read(data);
    }
  }

  static class WantsAnArray extends FakeKeyLookup {
    WantsAnArray(Host host, Board board) {
      super(host, board);
    }

    @Override
    byte[] read(ByteBuffer data) {
      byte[] bytes = data.array().clone();
      data.position(data.limit());
      return bytes.length == data.limit() ? bytes : super.read(data.flip());
    }
  }

  static class GivesOutItsOwnArray extends FakeKeyLookup {
    GivesOutItsOwnArray(Host host, Board board) {
      super(host, board);
    }

    @Override
    ByteBuffer view(byte[] data) {
      return ByteBuffer.wrap(data);
    }
  }

  static class GivesOutReadOnly extends FakeKeyLookup {
    GivesOutReadOnly(Host host, Board board) {
      super(host, board);
    }

    @Override
    ByteBuffer view(byte[] data) {
      return super.view(data).asReadOnlyBuffer();
    }
  }

  static class RefusesTheLargest extends FakeKeyLookup {
    RefusesTheLargest(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isTooLarge(ByteBuffer data) {
      return data.remaining() >= maxValueBytes();
    }
  }

  static class TakesAnySize extends FakeKeyLookup {
    TakesAnySize(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isTooLarge(ByteBuffer data) {
      return false;
    }
  }

  static class TakesEmptyForNothing extends FakeKeyLookup {
    TakesEmptyForNothing(Host host, Board board) {
      super(host, board);
    }

    @Override
    Optional<ByteBuffer> found(Urn key) {
      return super.found(key).filter(ByteBuffer::hasRemaining);
    }
  }
}
