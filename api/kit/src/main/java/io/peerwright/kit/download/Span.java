package io.peerwright.kit.download;

/** A stretch of the content that one source is busy with. */
final class Span {

  final long from;

  /** Behind the last byte that has come. */
  long position;

  /** Moves towards the position when another source takes over the rest. */
  long end;

  /** What the source does, in bytes a second; 0 while that is not known. */
  double speed;

  Span(long from, long end) {
    this.from = from;
    this.position = from;
    this.end = end;
  }

  long left() {
    return end - position;
  }

  /** When the last byte will have come, as far as can be told. */
  double secondsLeft() {
    return speed == 0 ? Double.POSITIVE_INFINITY : left() / speed;
  }
}
