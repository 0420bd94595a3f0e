package io.peerwright.api.shape;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Assertions;

/** Breaks each rule of {@link ApiShapeTest} once, to show that the rules can fail. */
public final class Planted {

  private Planted() {}

  /** Lets the caller complete what is ours to complete. */
  public interface ReturnsFuture {
    CompletionStage<List<CompletableFuture<Path>>> get();
  }

  /** Leaves it to the caller whether an Optional may be null. */
  public interface TakesOptional {
    void set(List<Optional<String>> value);
  }

  /** Costs an object for nothing. */
  public record HoldsOptional(Optional<String> value) {}

  /** Has a time of its own. */
  public static final class ReadsClock {
    long now() {
      return Clock.systemUTC().millis();
    }
  }

  /** Has another time of its own. */
  public static final class ReadsNanoTime {
    long now() {
      return System.nanoTime();
    }
  }

  /** Needs a library. */
  public static final class NeedsLibrary {
    void check() {
      Assertions.assertTrue(true);
    }
  }
}
