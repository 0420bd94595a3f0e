package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.upload.UploadQueue;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls who waits in the queue for uploads and has said where it can be dialled: {@code QUEUE ID
 * ADDRESS}, when it is its turn, and when it has not asked for so long that it would lose its place
 * (PARQ 1.1, section 4). Who does not ask after two calls has lost it.
 *
 * @param <K> what somebody waits for
 */
final class QueueCalls<K extends UploadQueue.Claim> implements TimerTarget {

  private static final int ID_BYTES = 16;
  private static final int MOST_CALLS = 2;
  private static final long LOOK_NANOS = 5_000_000_000L;

  /** So long one that was called may take until it asks. */
  private static final long ANSWER_NANOS = 20_000_000_000L;

  /** Who has been told to come again after 45 s at the latest has not. */
  private static final long SILENT_NANOS = 60_000_000_000L;

  private static final class Waiter {
    private final String id;
    private @Nullable Endpoint node;
    private long heardAt;
    private int calls;

    Waiter(String id) {
      this.id = id;
    }
  }

  private final Loop loop;
  private final UploadQueue<K> queue;
  private final ServerDials dials;
  private final Supplier<@Nullable Endpoint> own;
  private final Map<K, Waiter> waiters = new LinkedHashMap<>(0);

  /** When it is looked whose turn it is; 0 if nobody can be called. */
  private long timer;

  private long called;

  /**
   * Nobody waits.
   *
   * @param own where this servent can be dialled; tells null if that is not known
   */
  QueueCalls(Loop loop, UploadQueue<K> queue, ServerDials dials, Supplier<@Nullable Endpoint> own) {
    this.loop = loop;
    this.queue = queue;
    this.dials = dials;
    this.own = own;
  }

  /** How often somebody was called. */
  long called() {
    return called;
  }

  /**
   * Somebody has asked and was told to wait.
   *
   * @param node where it is to be called; null for nowhere
   * @return the id of its place, which nobody else can guess
   */
  String waits(K claim, @Nullable Endpoint node) {
    waiters.keySet().removeIf(each -> !queue.waits(each) && !each.equals(claim));
    Waiter waiter = waiters.computeIfAbsent(claim, each -> new Waiter(newId()));
    waiter.node = node;
    waiter.heardAt = loop.nanoTime();
    waiter.calls = 0;
    look();
    return waiter.id;
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    loop.secureRandom(id);
    return HexFormat.of().formatHex(id);
  }

  /** It waits no more. */
  void served(K claim) {
    waiters.remove(claim);
  }

  private void look() {
    if (timer == 0 && waiters.values().stream().anyMatch(each -> each.node != null)) {
      timer = loop.schedule(LOOK_NANOS, this, 0, 0);
    }
  }

  /** Nobody is called any more. */
  void close() {
    waiters.clear();
    loop.cancel(timer);
    timer = 0;
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    long now = loop.nanoTime();
    waiters.keySet().removeIf(each -> !queue.waits(each));
    List<K> due = queue.due(now);
    for (K claim : List.copyOf(waiters.keySet())) {
      Waiter waiter = waiters.get(claim);
      if (waiter != null && waiter.node != null) {
        call(claim, waiter, due.contains(claim), now);
      }
    }
    look();
  }

  private void call(K claim, Waiter waiter, boolean isDue, long now) {
    Endpoint node = waiter.node;
    Endpoint at = own.get();
    boolean isSilent = now - waiter.heardAt > SILENT_NANOS;
    boolean isAnswering = waiter.calls > 0 && now - waiter.heardAt < ANSWER_NANOS;
    if (node == null || at == null || isAnswering || waiter.calls == 0 && !isDue && !isSilent) {
      return;
    }
    if (waiter.calls == MOST_CALLS) {
      queue.giveUp(claim);
      waiters.remove(claim);
      return;
    }
    byte[] greeting =
        ("QUEUE " + waiter.id + " " + at + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    if (dials.dial(node, greeting, () -> {})) {
      called++;
      waiter.calls++;
      waiter.heardAt = now;
      queue.called(claim, now);
    }
  }
}
