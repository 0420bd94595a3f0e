package io.peerwright.kit.http;

/** The body of an answer that is made while the other side takes it. */
interface BodyAnswer {

  /** What it holds in memory at most. */
  int heldBytes();

  /**
   * Begins.
   *
   * @param hasRoom whether the link has taken what comes before
   */
  void begin(boolean hasRoom);

  /** The link has room again. */
  void onWritable();

  /** Ends it: the connection is gone, or going. */
  void cancel();
}
