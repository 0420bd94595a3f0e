package io.peerwright.kit.network;

/** The check that the components of all configuration records have in common. */
public final class Bounds {

  private Bounds() {}

  /**
   * Throws what the binder of configurations shows its user.
   *
   * @throws IllegalArgumentException if the value is below the least or above the most
   */
  public static void check(String component, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          component + " must be within " + least + ".." + most + ", is " + value);
    }
  }
}
