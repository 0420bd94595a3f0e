package io.peerwright.bench;

/** One figure that can be measured again by anybody: {@code run NAME}. */
interface Benchmark {

  /** What {@code run} is given. */
  String name();

  /** What it measures, in a line. */
  String description();

  /** Measures. Takes a minute or two at the most unless the description says otherwise. */
  Figure measure(Progress progress) throws Exception;
}
