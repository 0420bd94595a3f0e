package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Loop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches every callback of a test for what holds everywhere: it comes on its loop, and never from
 * inside another one. What it saw is checked when the test is over.
 */
final class CallbackChecker {

  private final ThreadLocal<@Nullable String> inside = new ThreadLocal<>();
  private final List<String> fouls = new ArrayList<>();

  /** Runs the body of a callback, or a task given to a loop. */
  void enter(Loop loop, String what, Runnable body) {
    String outer = inside.get();
    if (outer != null) {
      foul(what + " was called from inside of " + outer);
    }
    if (!loop.isCurrent()) {
      foul(what + " was not called on its loop");
    }
    inside.set(what);
    try {
      body.run();
    } finally {
      inside.set(outer);
    }
  }

  synchronized void foul(String what) {
    // A handful tells the story; a broken transport may commit millions.
    if (fouls.size() < 10) {
      fouls.add(what);
    }
  }

  synchronized void verify() {
    assertEquals(List.of(), fouls, "rules broken while the test ran");
  }
}
