package io.peerwright.api.net;

import io.peerwright.api.Reason;
import java.nio.ByteBuffer;

/**
 * One byte stream between two hosts, such as a TCP connection. Used on its loop only.
 *
 * <p>Back-pressure has one form in each direction: {@link #write} takes what fits and says how
 * much, and nothing is delivered without credit given by {@link #request}.
 *
 * <p>On a link that is over every method may still be called: {@link #write} takes nothing, the
 * others do nothing.
 */
public interface Link {

  /** Credit that never runs out, for {@link #request}. */
  int UNLIMITED = Integer.MAX_VALUE;

  /**
   * Takes as many bytes of {@code source} as fit and moves its position past them. The bytes are
   * copied or sent before the call returns: the buffer belongs to the caller again.
   *
   * <p>If bytes are left over, {@link LinkHandler#onWritable} follows once, when there is room. On
   * a link that is not open yet, or whose output is closed, nothing is taken and nothing follows
   * but {@code onOpen}.
   *
   * @return the number of bytes taken
   */
  int write(ByteBuffer source);

  /**
   * Allows the delivery of {@code bytes} more bytes, which add up and are kept until bytes come;
   * {@link #UNLIMITED} lifts the limit for good. Allowed before the link is open.
   *
   * @throws IllegalArgumentException if {@code bytes} is below 1
   */
  void request(int bytes);

  /**
   * Ends our direction after all bytes taken so far; the other direction goes on. {@link #write}
   * takes nothing from then on.
   */
  void closeOutput();

  /**
   * Sends what was taken so far, ends our direction, throws away what still comes in, and ends with
   * {@link Reason#CANCELLED}. If the remote side does not end within a few seconds, it is cut off.
   * Before the link is open it cancels the attempt.
   */
  void close();

  /**
   * Cuts the link at once, also one that closes or is not open yet; bytes not sent yet are lost,
   * nothing more is delivered, and the remote side sees {@link Reason#RESET}.
   *
   * @param reason what our own handler is told
   */
  void abort(Reason reason);

  /** Our end. Of a link that never opened: as far as known. */
  Endpoint local();

  /** The remote end. */
  Endpoint remote();
}
