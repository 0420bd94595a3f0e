package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords away from the loop. Each takes some 20 ms of a processor, which is the most that
 * a few bytes of a stranger can cost; so addresses take turns, each may have few that wait, and one
 * that was often wrong is turned away without any work.
 */
final class PasswordHashes {

  /** Some seconds of work for a few processors: what comes later would wait for longer. */
  static final int MAX_WAITING = 256;

  private static final int MAX_WAITING_PER_ADDRESS = 16;

  /** So that other work of the process has its turn. */
  private static final int MAX_RUNNING = 2;

  private static final int ITERATIONS = 20_000;
  private static final int HASH_BITS = 256;
  private static final long MODELLED_NANOS = 10_000_000;

  private record Task(
      String password, byte[] salt, Consumer<byte @Nullable []> done, AddressKey from) {}

  private final Loop loop;
  private final AddressRates mistakes;

  /** What waits and what runs, the address whose turn it is first. */
  private final Map<AddressKey, ArrayDeque<Task>> waiting = new LinkedHashMap<>();

  private final Map<AddressKey, Integer> unfinished = new LinkedHashMap<>();
  private int waitingCount;
  private int running;

  /**
   * Nothing hashed yet.
   *
   * @param mistakesPerMinute how often one address may be wrong
   */
  PasswordHashes(Loop loop, int mistakesPerMinute) {
    this.loop = loop;
    this.mistakes = AddressRates.perMinute(SaltedHash.of(loop), mistakesPerMinute);
  }

  /** True if no password of that address should be hashed now. */
  boolean isBusy(Endpoint from) {
    return waitingCount >= MAX_WAITING
        || unfinished.getOrDefault(AddressKey.of(from), 0) >= MAX_WAITING_PER_ADDRESS
        || mistakes.waitNanos(from, loop.nanoTime()) > 0;
  }

  /** Counts a wrong password, or another thing that one address should not do often. */
  void charge(Endpoint from) {
    mistakes.charge(from, 1, loop.nanoTime());
  }

  /** Hashes. Calls back on the loop with the hash, or with null if there is none. */
  void hash(Endpoint from, String password, byte[] salt, Consumer<byte @Nullable []> done) {
    AddressKey key = AddressKey.of(from);
    waiting.computeIfAbsent(key, k -> new ArrayDeque<>(1)).add(new Task(password, salt, done, key));
    unfinished.merge(key, 1, Integer::sum);
    waitingCount++;
    runMore();
  }

  private void runMore() {
    while (running < MAX_RUNNING && waitingCount > 0) {
      Map.Entry<AddressKey, ArrayDeque<Task>> next = waiting.entrySet().iterator().next();
      AddressKey key = next.getKey();
      ArrayDeque<Task> tasks = next.getValue();
      Task task = tasks.remove();
      waiting.remove(key);
      if (!tasks.isEmpty()) {
        waiting.put(key, tasks);
      }
      waitingCount--;
      running++;
      loop.offload(
          () -> hash(task.password(), task.salt()),
          MODELLED_NANOS,
          (hash, failure) -> finished(task, hash));
    }
  }

  private void finished(Task task, byte @Nullable [] hash) {
    running--;
    unfinished.computeIfPresent(task.from(), (key, count) -> count == 1 ? null : count - 1);
    runMore();
    task.done().accept(hash);
  }

  private static byte[] hash(String password, byte[] salt) throws GeneralSecurityException {
    // PBKDF2 wants characters; every byte of the password is one.
    char[] characters =
        new String(password.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1)
            .toCharArray();
    PBEKeySpec key = new PBEKeySpec(characters, salt, ITERATIONS, HASH_BITS);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
  }
}
