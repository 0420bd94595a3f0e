package io.peerwright.overlay.gnutella.sharing;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bit rate, sample rate and length as text between the two NULs of a record, such as {@code 128
 * Kbps 44.1 kHz 3:00}: what servents wrote before there was XML, and others still read.
 */
final class MediaText {

  private static final Pattern BITRATE = Pattern.compile("(\\d{1,5}) ?kbps");
  private static final Pattern FREQUENCY = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?) ?khz");
  private static final Pattern DURATION = Pattern.compile("(?:^| )(\\d{1,5}):(\\d{2})(?: |$)");

  private MediaText() {}

  /** As text; null if nothing is known. */
  static @Nullable String of(Map<String, String> attributes) {
    StringBuilder text = new StringBuilder();
    Integer bitrate = number(attributes, "bitrate");
    if (bitrate != null) {
      text.append(bitrate).append(" Kbps ");
    }
    Integer frequency = number(attributes, "frequency");
    if (frequency != null) {
      String thousandths = String.format(Locale.ROOT, "%.3f", frequency / 1_000.0);
      text.append(thousandths.replaceAll("\\.?0+$", "")).append(" kHz ");
    }
    Integer duration = number(attributes, "duration");
    if (duration != null) {
      text.append(String.format(Locale.ROOT, "%d:%02d", duration / 60, duration % 60));
    }
    return text.isEmpty() ? null : text.toString().strip();
  }

  private static @Nullable Integer number(Map<String, String> attributes, String name) {
    String value = attributes.get(name);
    return value != null && value.matches("\\d{1,6}") ? Integer.valueOf(value) : null;
  }

  /** What a text says; nothing for one that says something else. */
  static Map<String, String> read(String text) {
    Map<String, String> found = new TreeMap<>();
    String lower = text.toLowerCase(Locale.ROOT);
    Matcher bitrate = BITRATE.matcher(lower);
    if (!bitrate.find()) {
      return found;
    }
    found.put("bitrate", bitrate.group(1));
    Matcher frequency = FREQUENCY.matcher(lower);
    if (frequency.find()) {
      long hertz = Math.round(1_000 * Double.parseDouble(frequency.group(1)));
      // 44 has always stood for the sample rate of compact discs.
      found.put("frequency", Long.toString(hertz == 44_000 ? 44_100 : hertz));
    }
    Matcher duration = DURATION.matcher(lower);
    if (duration.find()) {
      int seconds = 60 * Integer.parseInt(duration.group(1)) + Integer.parseInt(duration.group(2));
      found.put("duration", Integer.toString(seconds));
    }
    return found;
  }
}
