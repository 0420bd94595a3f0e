package io.peerwright.kit.download;

import io.peerwright.api.Handle;
import java.util.function.Consumer;

/** Finds more sources when those that are known bring nothing. Used on the loop. */
public interface SourceFinder {

  /** False if there is no use in asking it, for it has nothing to ask by. */
  boolean isOffered();

  /** False while it cannot be asked. */
  boolean isReady();

  /** What is said while it cannot be asked, such as what it waits for. */
  String waiting();

  /** What is said while it is asked. */
  String asking();

  /**
   * How often in a row it is asked again in vain, after pauses that double, while the sources that
   * are at work leave room for more or none is left. 0 if it is asked only in a round that brought
   * nothing.
   */
  default int repeats() {
    return 0;
  }

  /**
   * Asks.
   *
   * @param found hears of each
   * @param ended called at most once, when all have been told; not after a close. May be called
   *     from inside this
   * @return closed by who has waited long enough
   */
  Handle find(Consumer<ContentSource> found, Runnable ended);

  /** Finds nobody. */
  SourceFinder NONE =
      new SourceFinder() {
        @Override
        public boolean isOffered() {
          return false;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public String waiting() {
          return "";
        }

        @Override
        public String asking() {
          return "";
        }

        @Override
        public Handle find(Consumer<ContentSource> found, Runnable ended) {
          ended.run();
          return () -> {};
        }
      };
}
