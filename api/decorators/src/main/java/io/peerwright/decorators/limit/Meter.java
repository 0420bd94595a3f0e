package io.peerwright.decorators.limit;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.kit.limit.TokenBucket;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket and those who wait for it. They have their turns one after the other, a small
 * piece each, so that a link with much to send leaves the others their share. The one timer runs
 * only while somebody waits.
 */
final class Meter implements TimerTarget {

  /** Somebody who waits. */
  interface Waiter {

    /**
     * It is its turn: {@link Meter#room} has something for it now. To go on it lines up again.
     *
     * @return the bytes that it has used, or will
     */
    long onTurn();
  }

  /** One who never waits. */
  static final Waiter NOBODY = () -> 0;

  private static final long LEAST_PIECE = 256;
  private static final long LARGEST_PIECE = 16_384;

  /** A fast bucket is not looked at for every piece. */
  private static final long LOOKS_PER_SECOND = 500;

  private final Loop loop;
  private final TokenBucket bucket;

  /** What one turn gives: the worth of ten milliseconds, within bounds. */
  private final long piece;

  /** How much has to be there before it is worth a look. */
  private final long worthALook;

  private @Nullable Deque<Waiter> waiting;
  private @Nullable Waiter turn;
  private long turnLeft;
  private long timer;

  Meter(Loop loop, long bytesPerSecond, long burstBytes) {
    this.loop = loop;
    bucket = new TokenBucket(bytesPerSecond, burstBytes, loop.nanoTime());
    long tenMillis = bytesPerSecond / 100;
    piece = Math.min(burstBytes, Math.max(LEAST_PIECE, Math.min(LARGEST_PIECE, tenMillis)));
    worthALook = Math.min(burstBytes, Math.max(piece, bytesPerSecond / LOOKS_PER_SECOND));
  }

  long piece() {
    return piece;
  }

  private long available() {
    return bucket.available(loop.nanoTime());
  }

  boolean isIdle() {
    return !isAwaited() && bucket.isFull(loop.nanoTime());
  }

  private boolean isAwaited() {
    return waiting != null && !waiting.isEmpty();
  }

  /** How many bytes may pass now; nobody passes those who wait. */
  long room(Waiter whose) {
    if (turn == whose) {
      return Math.min(turnLeft, available());
    }
    return isAwaited() ? 0 : available();
  }

  /** Whether anything may pass, those who wait aside. */
  boolean hasTokens() {
    return available() > 0;
  }

  void take(Waiter whose, long bytes) {
    bucket.take(bytes, loop.nanoTime());
    if (turn == whose) {
      turnLeft -= bytes;
    }
  }

  /** Lines up for a turn. */
  void await(Waiter waiter) {
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
      timer = loop.schedule(bucket.nanosUntil(worthALook, loop.nanoTime()), this, 0, 0);
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
}
