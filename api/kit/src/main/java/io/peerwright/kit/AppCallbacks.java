package io.peerwright.kit;

import io.peerwright.api.Loop;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Callbacks of the application, for overlays that call them from the middle of their own work: from
 * the reader of a link, or between two steps of a download. What an application's code throws there
 * must not cut the link or lose the step.
 *
 * <p>What a callback throws first is thrown again in a turn of its own, so that the loop reports it
 * with its stack like all that is thrown on it, and nothing else is in its way. The callback goes
 * on being called; what it throws after that is not told again, for it may be called thousands of
 * times a second.
 */
public final class AppCallbacks {

  private AppCallbacks() {}

  /** Calls {@code callback}, and throws nothing. */
  public static <T> Consumer<T> one(Loop loop, Consumer<? super T> callback) {
    Report report = new Report(loop);
    return value -> {
      try {
        callback.accept(value);
      } catch (Throwable thrown) {
        report.of(thrown);
      }
    };
  }

  /** Calls {@code callback}, and throws nothing. */
  public static <T, U> BiConsumer<T, U> two(Loop loop, BiConsumer<? super T, ? super U> callback) {
    Report report = new Report(loop);
    return (first, second) -> {
      try {
        callback.accept(first, second);
      } catch (Throwable thrown) {
        report.of(thrown);
      }
    };
  }

  private static final class Report {
    private final Loop loop;
    private boolean told;

    Report(Loop loop) {
      this.loop = loop;
    }

    void of(Throwable thrown) {
      if (!told) {
        told = true;
        loop.execute(() -> Report.<RuntimeException>raise(thrown));
      }
    }

    /** Checked exceptions come from code in other languages. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void raise(Throwable thrown) throws X {
      throw (X) thrown;
    }
  }
}
