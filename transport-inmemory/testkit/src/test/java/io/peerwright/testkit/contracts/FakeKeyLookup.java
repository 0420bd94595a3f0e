package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Data on a board, which outlives whoever put it there. Loops of different threads may share a
 * board. What a fault changes is a method of its own.
 */
class FakeKeyLookup extends FakePeer implements KeyLookup {

  static final Duration LIFETIME = Duration.ofHours(1);

  private static final Map<String, String> DIGESTS = Map.of(Urn.SHA1, "SHA-1", Urn.MD5, "MD5");

  /** What all peers of one network see; locked while it is used. */
  static final class Board {
    final Map<Urn, Entry> entries = new HashMap<>();
    final Set<FakeKeyLookup> members = new HashSet<>();
  }

  /** Stored data. */
  static final class Entry {
    final Set<FakeKeyLookup> owners = new HashSet<>();
    byte[] data = {};
    long expiresAt;
  }

  private final Board board;
  private final Set<CompletableFuture<?>> underWay = new LinkedHashSet<>();

  FakeKeyLookup(Host host, Board board) {
    super(host, KeyLookup.class);
    this.board = board;
  }

  Board board() {
    return board;
  }

  @Override
  public Set<String> namespaces() {
    return DIGESTS.keySet();
  }

  @Override
  public int maxValueBytes() {
    return 1_000;
  }

  @Override
  public Duration lifetime() {
    return LIFETIME;
  }

  @Override
  public CompletionStage<Void> join() {
    synchronized (board()) {
      board().members.add(this);
    }
    return super.join();
  }

  @Override
  public CompletionStage<Void> leave() {
    synchronized (board()) {
      board().members.remove(this);
    }
    List<CompletableFuture<?>> ended = List.copyOf(underWay);
    underWay.clear();
    host.loop().execute(() -> ended.forEach(each -> fail(each, Reason.SHUTDOWN)));
    return super.leave();
  }

  static void fail(CompletableFuture<?> stage, Reason reason) {
    stage.completeExceptionally(new OverlayException(reason, "fake: " + reason));
  }

  @Override
  public CompletionStage<Optional<ByteBuffer>> get(Urn key, Duration within) {
    return check(key.namespace())
        .<CompletionStage<Optional<ByteBuffer>>>map(FakeKeyLookup::failed)
        .orElseGet(() -> later(answerNanos(within), () -> found(key)));
  }

  @Override
  public CompletionStage<Stored> put(String namespace, ByteBuffer data) {
    Optional<Reason> obstacle = check(namespace);
    if (obstacle.isPresent()) {
      return failed(obstacle.get());
    }
    if (isTooLarge(data)) {
      return failed(Reason.LIMIT);
    }
    byte[] bytes = read(data);
    return later(DELAY_NANOS, () -> new Stored(store(namespace, bytes), others()));
  }

  @Override
  public CompletionStage<Boolean> remove(Urn key) {
    return later(DELAY_NANOS, () -> forget(key));
  }

  Optional<Reason> check(String namespace) {
    if (!namespaces().contains(namespace)) {
      return Optional.of(Reason.UNSUPPORTED);
    }
    return present ? Optional.empty() : Optional.of(Reason.UNREACHABLE);
  }

  private static <T> CompletionStage<T> failed(Reason reason) {
    return CompletableFuture.failedStage(new OverlayException(reason, "fake: " + reason));
  }

  /** Does something with the board a little later, unless this peer leaves before that. */
  private <T> CompletionStage<T> later(long nanos, Supplier<T> action) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    underWay.add(stage);
    host.loop()
        .schedule(
            nanos,
            () -> {
              if (underWay.remove(stage)) {
                T value;
                synchronized (board()) {
                  value = action.get();
                }
                complete(stage, value);
              }
            });
    return stage;
  }

  <T> void complete(CompletableFuture<T> stage, T value) {
    stage.complete(value);
  }

  long answerNanos(Duration within) {
    return Math.min(DELAY_NANOS, within.toNanos());
  }

  boolean isTooLarge(ByteBuffer data) {
    return data.remaining() > maxValueBytes();
  }

  byte[] read(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  Urn key(String namespace, byte[] data) {
    try {
      return Urn.ofHash(namespace, MessageDigest.getInstance(DIGESTS.get(namespace)).digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  Urn store(String namespace, byte[] data) {
    Urn key = key(namespace, data);
    Entry entry = board().entries.computeIfAbsent(key, unknown -> new Entry());
    entry.data = data;
    entry.owners.add(this);
    renew(entry);
    return key;
  }

  int others() {
    return board().members.size() - 1;
  }

  void renew(Entry entry) {
    entry.expiresAt = host.loop().nanoTime() + LIFETIME.toNanos();
  }

  boolean forget(Urn key) {
    Entry entry = board().entries.get(key);
    if (entry == null || !entry.owners.remove(this)) {
      return false;
    }
    if (entry.owners.isEmpty()) {
      board().entries.remove(key);
    }
    return true;
  }

  Optional<ByteBuffer> found(Urn key) {
    Entry entry = board().entries.get(key);
    boolean there = entry != null && entry.expiresAt - host.loop().nanoTime() > 0;
    return there ? Optional.of(view(entry.data)) : Optional.empty();
  }

  ByteBuffer view(byte[] data) {
    return ByteBuffer.wrap(data.clone());
  }
}
