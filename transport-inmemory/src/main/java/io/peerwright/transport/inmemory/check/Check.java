package io.peerwright.transport.inmemory.check;

/** What must hold in a table of the simulation, whatever happens in it. */
public final class Check {

  private Check() {}

  /**
   * Fails if something does not hold.
   *
   * @throws IllegalStateException that says what does not
   */
  public static void that(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("it does not hold that " + what);
    }
  }
}
