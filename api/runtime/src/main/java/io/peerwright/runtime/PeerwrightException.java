package io.peerwright.runtime;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Something that an application asked for cannot be done. The message, for people, says what, where
 * and why; the {@link #reason()} tells the same to programs. What a method throws that waits was
 * made by the thread that waited, so its stack names the caller; the cause is what happened.
 */
public class PeerwrightException extends RuntimeException {

  private static final long serialVersionUID = 2;

  private final Reason reason;

  PeerwrightException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  PeerwrightException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why; {@link Reason#FAILED} where no other fits. */
  public Reason reason() {
    return reason;
  }

  /**
   * What became of a step that failed.
   *
   * @param step what was being done, for the start of the message; left out if what failed tells
   *     that itself
   */
  static PeerwrightException of(String step, Throwable failure) {
    Throwable plain = plain(failure);
    String message = plain instanceof PeerwrightException ? why(plain) : step + ": " + why(plain);
    return new PeerwrightException(reason(plain), message, plain);
  }

  /** What failed, in its own words. */
  static String why(Throwable failure) {
    Throwable plain = plain(failure);
    return plain.getMessage() == null ? plain.toString() : plain.getMessage();
  }

  /** What is inside the exceptions that stages and futures wrap around failures. */
  static Throwable plain(Throwable failure) {
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapper && failure.getCause() != null ? plain(failure.getCause()) : failure;
  }

  private static Reason reason(Throwable plain) {
    if (plain instanceof PeerwrightException known) {
      return known.reason();
    }
    if (plain instanceof OverlayException known) {
      return known.reason();
    }
    if (plain instanceof TimeoutException) {
      return Reason.TIMEOUT;
    }
    return plain instanceof CancellationException ? Reason.CANCELLED : Reason.FAILED;
  }
}
