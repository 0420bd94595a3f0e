package io.peerwright.transport.inmemory;

/** The check that the components of all configuration records have in common. */
final class Bounds {

  private Bounds() {}

  /** Throws what the binder of configurations shows its user. */
  static void check(String component, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          component + " must be within " + least + ".." + most + ", is " + value);
    }
  }
}
