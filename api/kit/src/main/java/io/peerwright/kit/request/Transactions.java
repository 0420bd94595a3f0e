package io.peerwright.kit.request;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers that find each other by an id, over datagrams or frames: each request has an
 * id of its own, is sent again as its {@link Retry} says while nobody answers, and fails in the
 * end.
 *
 * <p>An answer counts if it has the id of an open request and comes from whom was asked. All
 * repetitions have one id, so the answer to an earlier one counts too. The ids of the last {@value
 * #REMEMBERED} that are over are kept: an answer to one of these is {@link Outcome#LATE}, which
 * tells that its sender lives, and is told from {@link Outcome#UNKNOWN}, which nobody asked for.
 * Ids are what keeps strangers from answering in place of others over datagrams, so they should not
 * be guessed.
 *
 * <p>Costs one object and one timer for each open request, and 12 bytes for each that is over;
 * without an open one there is no table. Used on its loop.
 *
 * @param <P> who is asked, such as an {@link io.peerwright.api.net.Endpoint}, or a link
 * @param <A> what answers are handed on as
 */
public final class Transactions<P, A> {

  /** How many ids of what is over are kept. */
  public static final int REMEMBERED = 256;

  /** What became of an answer. */
  public enum Outcome {
    /** It has ended its request. */
    TAKEN,
    /** Its request is open, and did not take it for an answer. */
    DECLINED,
    /** Its request is over: answered before, given up, or closed. */
    LATE,
    /** Nobody has asked its sender that. */
    UNKNOWN
  }

  private final Loop loop;
  private final LongSupplier ids;
  private @Nullable Map<Long, Transaction> open;
  private @Nullable RecentIds<P> over;

  /**
   * Nothing asked yet.
   *
   * @param ids tells ids, as many as are wanted; one that is in use is passed over
   */
  public Transactions(Loop loop, LongSupplier ids) {
    this.loop = loop;
    this.ids = ids;
  }

  /**
   * With ids that cannot be guessed.
   *
   * @param idBits how long they are, 8..64; more than twice as many as are ever open
   */
  public static <P, A> Transactions<P, A> withSecureIds(Loop loop, int idBits) {
    if (idBits < 8 || idBits > 64) {
      throw new IllegalArgumentException("ids have 8..64 bits, not " + idBits);
    }
    return new Transactions<>(
        loop,
        () -> {
          byte[] drawn = new byte[8];
          loop.secureRandom(drawn);
          return ByteBuffer.wrap(drawn).getLong() >>> 64 - idBits;
        });
  }

  /**
   * Asks: sends the request before this returns.
   *
   * @return gives the request up; it hears nothing then
   */
  public Handle ask(P to, Retry retry, Request<A> request) {
    if (open == null) {
      open = new LinkedHashMap<>();
    }
    long id = ids.getAsLong();
    while (open.containsKey(id)) {
      id = ids.getAsLong();
    }
    Transaction transaction = new Transaction(id, to, retry, request);
    open.put(id, transaction);
    transaction.send();
    return transaction;
  }

  /**
   * Hands an answer on to the request with its id.
   *
   * @param from whom it comes from
   */
  public Outcome answer(P from, long id, A answer) {
    Transaction transaction = open == null ? null : open.get(id);
    if (transaction != null) {
      if (!transaction.to.equals(from)) {
        return Outcome.UNKNOWN;
      }
      return transaction.take(answer) ? Outcome.TAKEN : Outcome.DECLINED;
    }
    return over != null && over.has(id, from) ? Outcome.LATE : Outcome.UNKNOWN;
  }

  /** How many requests wait for their answers. */
  public int waiting() {
    return open == null ? 0 : open.size();
  }

  /** Lets all open requests fail. What is asked from now on is not touched by that. */
  public void end(Reason reason) {
    if (open != null) {
      List<Transaction> all = new ArrayList<>(open.values());
      all.forEach(each -> each.fail(reason));
    }
  }

  private void isOver(Transaction transaction) {
    Map<Long, Transaction> requests = open;
    if (requests != null && requests.remove(transaction.id, transaction)) {
      if (requests.isEmpty()) {
        open = null;
      }
      RecentIds<P> recent = over == null ? new RecentIds<>(REMEMBERED) : over;
      over = recent;
      recent.add(transaction.id, transaction.to);
    }
  }

  private final class Transaction implements Handle, TimerTarget {
    private final long id;
    private final P to;
    private final Retry retry;
    private final Request<A> request;
    private boolean closed;
    private boolean answering;

    /** Why it has failed while it heard an answer; null if it has not. */
    private @Nullable Reason failed;

    private int attempt;
    private long timer;

    Transaction(long id, P to, Retry retry, Request<A> request) {
      this.id = id;
      this.to = to;
      this.retry = retry;
      this.request = request;
    }

    void send() {
      request.send(id, attempt);
      // Whoever cannot send may have given up.
      if (!closed) {
        timer = loop.schedule(retry.waitNanos(attempt), this, 0, 0);
      }
    }

    @Override
    public void onTimer(int code, long argument) {
      if (++attempt < retry.attempts()) {
        send();
      } else {
        fail(Reason.TIMEOUT);
      }
    }

    /** An answer whose hearing throws is taken all the same. */
    boolean take(A answer) {
      boolean taken = true;
      answering = true;
      try {
        taken = request.onAnswer(answer);
      } finally {
        answering = false;
        if (taken) {
          close();
        }
      }
      if (!taken && failed != null) {
        request.onFailure(failed);
      }
      return taken;
    }

    /** Whoever ends all from inside an answer has heard that one, unless it declines it. */
    void fail(Reason reason) {
      if (closed) {
        return;
      }
      close();
      if (answering) {
        failed = reason;
      } else {
        request.onFailure(reason);
      }
    }

    @Override
    public void close() {
      closed = true;
      loop.cancel(timer);
      isOver(this);
    }
  }
}
