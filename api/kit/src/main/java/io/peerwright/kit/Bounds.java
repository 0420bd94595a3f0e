package io.peerwright.kit;

import io.peerwright.kit.text.Amounts;
import java.time.Duration;

/** The check that the components of configuration records have in common. */
public final class Bounds {

  private Bounds() {}

  /**
   * Throws what the binder of configurations shows its user.
   *
   * @throws IllegalArgumentException if the value is below the least or above the most
   */
  public static void check(String component, long value, long least, long most) {
    io.peerwright.kit.network.Bounds.check(component, value, least, most);
  }

  /**
   * As with numbers.
   *
   * @throws IllegalArgumentException if the value is below the least or above the most
   */
  public static void check(String component, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          component
              + " must be within "
              + Amounts.of(least)
              + ".."
              + Amounts.of(most)
              + ", is "
              + Amounts.of(value));
    }
  }
}
