package io.peerwright.overlay.hybrid.wire;

/** How fast a user says the link is: a number 0..10. */
public final class LinkType {

  /** Not told. */
  public static final int UNKNOWN = 0;

  /** The highest number: T3 or better. */
  public static final int MAX = 10;

  private static final String[] NAMES = {
    "unknown", "14.4", "28.8", "33.6", "56.7", "64K ISDN", "128K ISDN", "Cable", "DSL", "T1", "T3+"
  };

  /** Cable and DSL have no exact speed; these are their places in the order. */
  private static final int[] KBIT_PER_SECOND = {
    0, 14, 28, 33, 56, 64, 128, 256, 512, 1_544, 44_736
  };

  private LinkType() {}

  /** True for 0..10. */
  public static boolean isValid(long number) {
    return number >= UNKNOWN && number <= MAX;
  }

  /** The name for people. */
  public static String title(int number) {
    return isValid(number) ? NAMES[number] : NAMES[UNKNOWN];
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
