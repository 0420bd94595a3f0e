package io.peerwright.samples.console;

import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.text.SafeText;
import java.util.Locale;

/** Figures and names as a person reads them. */
public final class Text {

  private static final int LONGEST_NAME = 64;

  private Text() {}

  /** Such as {@code 4.4 MiB}. */
  public static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = count;
    int unit = -1;
    while (value >= 1024) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }

  /** Such as {@code 4:05} or {@code 1:00:00}. */
  public static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** The last part of a shared path, whichever slash it uses. */
  public static String baseName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** One line of a list of hits. */
  public static String row(int number, Hit hit) {
    return String.format(
        Locale.ROOT,
        "%4d  %9s  %-16s  %s",
        number,
        bytes(hit.sizeBytes()),
        SafeText.of(hit.peer(), LONGEST_NAME),
        SafeText.of(hit.name()));
  }
}
