package io.peerwright.kit.download;

/**
 * What is known of how soon a source can send something.
 *
 * @param bytesPerSecond 0 while that is not known
 * @param setupSeconds from asking it to the first byte that is of use, as it took last; 0 while
 *     that is not known
 */
record SourceRate(double bytesPerSecond, double setupSeconds) {

  static final SourceRate UNKNOWN = new SourceRate(0, 0);

  /** The same when a part of the way to the first byte is done. */
  SourceRate waited(double seconds) {
    return new SourceRate(bytesPerSecond, Math.max(0, setupSeconds - seconds));
  }
}
