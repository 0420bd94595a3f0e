package io.peerwright.overlay.gnutella.forwarding;

/**
 * One search on its way: asked again and again for its next step, until it has none. A pure
 * function of what was found, of the field, and of its own state.
 */
public interface Course {

  /** There is no next step. */
  long OVER = -1;

  /** There is none, and all that were asked have had the time to answer. */
  long ANSWERED = -2;

  /**
   * Goes one step.
   *
   * @param found how many results have come that count
   * @param wanted how many are enough
   * @return when to go the next step, in nanoseconds from now; {@link #OVER} or {@link #ANSWERED}
   *     for none
   */
  long step(Field field, int found, int wanted);
}
