package io.peerwright.overlay.hybrid.wire;

/** How fast a user says the link is: a number 0..10. */
public final class LinkType {

  /** Not told. */
  public static final int UNKNOWN = 0;

  /** The highest number: T3 or better. */
  public static final int MAX = 10;

  /** Cable and DSL have no exact speed; these are their places in the order. */
  private static final int[] KBIT_PER_SECOND = {
    0, 14, 28, 33, 56, 64, 128, 256, 512, 1_544, 44_736
  };

  private LinkType() {}

  /** True for 0..10. */
  public static boolean isValid(long number) {
    return number >= UNKNOWN && number <= MAX;
  }

  /** The speed in kbit/s, rounded down; 0 if unknown. */
  public static int kbitPerSecond(int number) {
    return isValid(number) ? KBIT_PER_SECOND[number] : 0;
  }

  /** The highest number whose speed is not above this one. */
  public static int ofKbitPerSecond(long speed) {
    int number = UNKNOWN;
    while (number < MAX && KBIT_PER_SECOND[number + 1] <= speed) {
      number++;
    }
    return number;
  }
}
