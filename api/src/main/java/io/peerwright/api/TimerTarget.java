package io.peerwright.api;

/**
 * What a timer calls. A protocol object implements it once and tells its timers apart by code, so
 * that a pending timer costs no object.
 */
@FunctionalInterface
public interface TimerTarget {

  /**
   * The timer is due. Called on the loop, never from inside another callback. What it throws is
   * reported and the loop goes on.
   *
   * @param code the code given to {@link Loop#schedule(long, TimerTarget, int, long)}
   * @param argument the argument given there
   */
  void onTimer(int code, long argument);
}
