package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.overlay.Urn;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Names on a board. A holder renews what it holds at half of its time. What a fault changes is a
 * method of its own.
 */
class FakeNaming extends FakePeer implements Naming {

  /** What all peers of one network see. */
  static final class Board {
    final Map<Urn, Entry> entries = new TreeMap<>();
  }

  /** A bound name. */
  static final class Entry {
    final FakeNaming holder;
    final NameRecord record;
    final long ttlNanos;
    long expiresAt;

    Entry(FakeNaming holder, NameRecord record, long ttlNanos) {
      this.holder = holder;
      this.record = record;
      this.ttlNanos = ttlNanos;
    }
  }

  private final Board board;
  private final Map<Urn, Entry> held = new TreeMap<>();
  private final List<Runnable> waiting = new ArrayList<>();

  FakeNaming(Host host, Board board) {
    super(host, Naming.class);
    this.board = board;
  }

  Board board() {
    return board;
  }

  @Override
  public CompletionStage<Handle> register(Urn name, NameRecord record, Duration ttl) {
    CompletableFuture<Handle> registered = new CompletableFuture<>();
    Urn key = key(name);
    whenJoined(
        () -> {
          Entry known = valid(key);
          if (!isGenuine(name, record) || known != null && !mayReplace(known)) {
            registered.completeExceptionally(refusal(name));
            return;
          }
          Entry entry = new Entry(this, stored(record), ttl.toNanos());
          held.put(key, entry);
          board().entries.put(key, entry);
          renew(key, entry);
          complete(
              registered,
              () -> {
                held.remove(key, entry);
                withdraw(key, entry);
              });
        });
    return registered;
  }

  void whenJoined(Runnable task) {
    if (present) {
      host.loop().schedule(DELAY_NANOS, task);
    } else {
      waiting.add(task);
    }
  }

  @Override
  public CompletionStage<Void> join() {
    CompletionStage<Void> joined = super.join();
    waiting.forEach(task -> host.loop().schedule(DELAY_NANOS, task));
    waiting.clear();
    restore(held);
    return joined;
  }

  void restore(Map<Urn, Entry> names) {
    names.forEach(
        (key, entry) -> {
          if (valid(key) == null) {
            board().entries.put(key, entry);
          }
          renew(key, entry);
        });
  }

  Exception refusal(Urn name) {
    return new OverlayException(Reason.REFUSED, name + " is taken, or badly signed");
  }

  <T> void complete(CompletableFuture<T> stage, T value) {
    stage.complete(value);
  }

  Urn key(Urn name) {
    return name;
  }

  NameRecord stored(NameRecord record) {
    return record;
  }

  boolean mayReplace(Entry known) {
    return known.holder == this;
  }

  void withdraw(Urn key, Entry entry) {
    board().entries.remove(key, entry);
  }

  void renew(Urn key, Entry entry) {
    if (present && board().entries.get(key) == entry) {
      entry.expiresAt = host.loop().nanoTime() + entry.ttlNanos;
      host.loop().schedule(entry.ttlNanos / 2, () -> renew(key, entry));
    }
  }

  Entry valid(Urn key) {
    Entry entry = board().entries.get(key);
    return entry == null || isExpired(entry) ? null : entry;
  }

  boolean isExpired(Entry entry) {
    return entry.expiresAt - host.loop().nanoTime() <= 0;
  }

  boolean isGenuine(Urn name, NameRecord record) {
    return record.signature() == null || isSigned(name, record);
  }

  static boolean isSigned(Urn name, NameRecord record) {
    try {
      Base64.Decoder base64 = Base64.getUrlDecoder();
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(base64.decode(record.publicKey()))));
      verifier.update(record.bytesToSign(name));
      return verifier.verify(base64.decode(record.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public CompletionStage<List<NameRecord>> resolve(Urn name, Duration within) {
    CompletableFuture<List<NameRecord>> found = new CompletableFuture<>();
    host.loop().schedule(answerNanos(within), () -> complete(found, found(name)));
    return found;
  }

  long answerNanos(Duration within) {
    return Math.min(DELAY_NANOS, within.toNanos());
  }

  List<NameRecord> found(Urn name) {
    Entry entry = valid(key(name));
    return entry == null ? List.of() : List.of(entry.record);
  }
}
