package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Loop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What callbacks of a test throw as an application's may, and how often somebody is told of it: in
 * the log, or, where a simulation ends at it, whoever lets time pass.
 */
final class ApplicationErrors extends Handler {

  private final RuntimeException thrown = new IllegalStateException("thrown by the application");
  private final RuntimeException control = new IllegalStateException("thrown by a test");
  private final List<Throwable> told = Collections.synchronizedList(new ArrayList<>());

  ApplicationErrors() {
    Logger.getLogger("").addHandler(this);
  }

  /** What the application throws. */
  RuntimeException thrown() {
    return thrown;
  }

  /** True, and it counts, if this comes from one of ours. */
  boolean bears(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each == thrown || each == control) {
        told.add(each);
        return true;
      }
    }
    return false;
  }

  /** Where a loop tells at all, which a task shows that throws, it has told of a callback once. */
  void assertToldOnce(Loop loop, Runnable settle) {
    loop.execute(
        () -> {
          throw control;
        });
    settle.run();
    int times = Collections.frequency(told, thrown);
    if (told.contains(control)) {
      assertEquals(1, times, "times that a loop told of what a callback had thrown");
    } else {
      assertTrue(times <= 1, () -> "told " + times + " times of what a callback had thrown");
    }
  }

  @Override
  public void publish(@Nullable LogRecord entry) {
    if (entry != null && entry.getThrown() != null) {
      bears(entry.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(this);
  }
}
