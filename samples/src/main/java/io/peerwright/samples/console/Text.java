package io.peerwright.samples.console;

import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.text.Amounts;
import io.peerwright.kit.text.SafeText;
import java.util.Locale;

/** Figures and names as a person reads them. */
public final class Text {

  private static final int LONGEST_NAME = 64;

  private Text() {}

  /** Such as {@code 4.4MiB}. */
  public static String bytes(long count) {
    return Amounts.about(count);
  }

  /** The size of a file as its hit tells it. */
  public static String size(Hit hit) {
    return hit.sizeBytes().isPresent() ? bytes(hit.sizeBytes().getAsLong()) : "?";
  }

  /** One line of a list of hits. */
  public static String row(int number, Hit hit) {
    return String.format(
        Locale.ROOT,
        "%4d  %9s  %-16s  %s",
        number,
        size(hit),
        SafeText.of(hit.peer(), LONGEST_NAME),
        SafeText.of(hit.name()));
  }
}
