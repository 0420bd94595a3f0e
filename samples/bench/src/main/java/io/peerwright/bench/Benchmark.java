package io.peerwright.bench;

import java.util.List;

/** One figure that can be measured again by anybody: {@code run NAME}. */
interface Benchmark {

  /** What {@code run} is given. */
  String name();

  /** What it measures, in a line. */
  String description();

  /**
   * What the JVM needs that it runs in; if there is anything, {@link Main} starts one of its own
   * for it.
   */
  default List<String> jvmOptions() {
    return List.of();
  }

  /** Measures. Takes a minute or two at the most unless the description says otherwise. */
  Figure measure(Progress progress) throws Exception;
}
