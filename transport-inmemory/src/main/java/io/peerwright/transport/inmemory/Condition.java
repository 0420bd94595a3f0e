package io.peerwright.transport.inmemory;

/** What is wrong with a machine while it runs. Most have nothing, and hold none. */
final class Condition {

  /** How late it handles what happens to it. */
  long lateNanos;

  /** How far its wall clock is ahead. */
  long aheadMillis;
}
