package io.peerwright.kit.request;

import io.peerwright.api.Reason;

/**
 * What is asked in {@link Transactions}.
 *
 * @param <A> what answers are handed on as
 */
public interface Request<A> {

  /**
   * Sends it. What does not leave is repeated like what gets lost.
   *
   * @param id of this transaction, the same each time
   * @param attempt 0 for the first time
   */
  void send(long id, int attempt);

  /**
   * Hears an answer with the id, from whom was asked.
   *
   * @return true if that ends the transaction; false if it is no answer to this, and the true one
   *     may still come
   */
  boolean onAnswer(A answer);

  /**
   * There is no answer: {@link Reason#TIMEOUT}, or what {@link Transactions#end} was told. Once and
   * last, not after the handle was closed.
   */
  void onFailure(Reason reason);
}
