package io.peerwright.kit.limit;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A rate that several share, and those of them who wait for it. They have their turns one after the
 * other, a small piece each, so that one with much to send leaves the others their share. The one
 * timer runs only while somebody waits. Used on the loop only.
 */
public final class SharedRate implements TimerTarget {

  /** Somebody who waits. */
  @FunctionalInterface
  public interface Waiter {

    /**
     * It is its turn: {@link SharedRate#room} has something for it now. To go on it lines up again.
     *
     * @return the bytes that it has used, or will
     */
    long onTurn();
  }

  /** One who never waits. */
  public static final Waiter NOBODY = () -> 0;

  private static final long LEAST_PIECE = 256;
  private static final long LARGEST_PIECE = 16_384;

  /** A fast bucket is not looked at for every piece. */
  private static final long LOOKS_PER_SECOND = 500;

  /** How long what a source said holds. */
  private static final long VALID_NANOS = 1_000_000_000L;

  /** What may pass at once after a pause where a source says the rate: so much of a second. */
  private static final int BURSTS_PER_SECOND = 20;

  private final Loop loop;
  private final ChangingRate rate = new ChangingRate();
  private final @Nullable LongSupplier source;
  private long askedAt;

  /** What one turn gives: the worth of ten milliseconds, within bounds. */
  private long piece;

  /** How much has to be there before it is worth a look. */
  private long worthALook;

  private @Nullable Deque<Waiter> waiting;
  private @Nullable Waiter turn;
  private long turnLeft;
  private long timer;

  private SharedRate(Loop loop, @Nullable LongSupplier source) {
    this.loop = loop;
    this.source = source;
  }

  /**
   * A rate that stays.
   *
   * @param bytesPerSecond 1..{@link TokenBucket#MAX_BYTES_PER_SECOND}
   * @param burstBytes how much may pass at once after a pause, 1..2^31
   */
  public static SharedRate fixed(Loop loop, long bytesPerSecond, long burstBytes) {
    SharedRate made = new SharedRate(loop, null);
    made.set(bytesPerSecond, burstBytes, loop.nanoTime());
    return made;
  }

  /**
   * A rate that follows a source, which is asked about once a second while the rate is used.
   *
   * @param bytesPerSecond at least 1; {@link ChangingRate#UNLIMITED} for no limit
   */
  public static SharedRate following(Loop loop, LongSupplier bytesPerSecond) {
    SharedRate made = new SharedRate(loop, bytesPerSecond);
    made.ask(bytesPerSecond, loop.nanoTime());
    return made;
  }

  private void set(long bytesPerSecond, long burstBytes, long now) {
    rate.set(bytesPerSecond, burstBytes, now);
    long tenMillis = bytesPerSecond / 100;
    piece = Math.min(burstBytes, Math.max(LEAST_PIECE, Math.min(LARGEST_PIECE, tenMillis)));
    worthALook = Math.min(burstBytes, Math.max(piece, bytesPerSecond / LOOKS_PER_SECOND));
  }

  private void ask(LongSupplier asked, long now) {
    askedAt = now;
    long next = Math.max(1, asked.getAsLong());
    long burst = Math.max(LARGEST_PIECE, Math.min(1L << 31, next / BURSTS_PER_SECOND));
    set(next, burst, now);
  }

  /** The time, up to which the rate is known. */
  private long now() {
    long now = loop.nanoTime();
    if (source != null && now - askedAt >= VALID_NANOS) {
      ask(source, now);
    }
    return now;
  }

  /** The most that one turn gives. */
  public long piece() {
    return piece;
  }

  private long available() {
    return rate.available(now());
  }

  /** True if a new one would be the same. */
  public boolean isIdle() {
    return !isAwaited() && rate.isFull(loop.nanoTime());
  }

  private boolean isAwaited() {
    return waiting != null && !waiting.isEmpty();
  }

  /** How many bytes may pass now, 0 or less for none; nobody passes those who wait. */
  public long room(Waiter whose) {
    if (turn == whose) {
      return Math.min(turnLeft, available());
    }
    return isAwaited() ? 0 : available();
  }

  /** Whether anything may pass, those who wait aside. */
  boolean hasTokens() {
    return available() > 0;
  }

  /** Bytes pass. */
  public void take(Waiter whose, long bytes) {
    rate.take(bytes, now());
    if (turn == whose) {
      turnLeft -= bytes;
    }
  }

  /** Bytes that were taken did not pass after all. */
  public void giveBack(long bytes) {
    rate.giveBack(bytes);
  }

  /** Lines up for a turn; to be called once for each. */
  public void await(Waiter waiter) {
    Deque<Waiter> line = waiting;
    if (line == null) {
      line = new ArrayDeque<>(2);
      waiting = line;
    }
    line.add(waiter);
    startTimer();
  }

  private void startTimer() {
    if (timer == 0 && isAwaited()) {
      long pause = rate.nanosUntil(worthALook, now());
      timer = loop.schedule(source == null ? pause : Math.min(pause, VALID_NANOS), this, 0, 0);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    try {
      long left = available();
      Waiter next;
      while (left >= piece && waiting != null && (next = waiting.poll()) != null) {
        turn = next;
        turnLeft = piece;
        left -= next.onTurn();
      }
    } finally {
      turn = null;
      timer = 0;
      startTimer();
    }
  }

  /** Forgets those who wait. */
  public void stop() {
    waiting = null;
    loop.cancel(timer);
    timer = 0;
  }
}
