package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.kit.files.Ranges;
import io.peerwright.kit.http.HttpFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a file that a servent has which still fetches it: {@code X-Available-Ranges: bytes
 * 0-10,20-30}, ends included (Partial File Sharing Protocol 1.0). Who says nothing has all.
 */
final class AvailableRanges {

  /** Told of one file: the longest. */
  static final int MOST_TOLD = 40;

  private static final String NAME = "X-Available-Ranges";
  private static final int MOST_READ = 100;
  private static final int MOST_TEXT = 4096;

  /** What is shorter is not worth a request, but for the end of a file. */
  private static final long LEAST_BYTES = 4096;

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})\\s*-\\s*([0-9]{1,18})");

  private record Range(long from, long to) {}

  private AvailableRanges() {}

  /** What is told of a file of so many bytes; null if nothing is. */
  static @Nullable Ranges of(HttpFields fields, long size) {
    String told = fields.first(NAME);
    if (told == null) {
      return null;
    }
    Ranges ranges = new Ranges();
    Matcher range = RANGE.matcher(told.length() > MOST_TEXT ? told.substring(0, MOST_TEXT) : told);
    for (int i = 0; i < MOST_READ && range.find(); i++) {
      long from = Long.parseLong(range.group(1));
      long to = Math.min(size, Long.parseLong(range.group(2)) + 1);
      if (to - from >= LEAST_BYTES || to == size && from < to) {
        ranges.add(from, to);
      }
    }
    return ranges;
  }

  /** As a field; none if all is here. */
  static HttpFields field(Ranges ranges, long size) {
    if (ranges.endOf(0) >= size) {
      return HttpFields.NONE;
    }
    List<Range> longest = new ArrayList<>();
    ranges.forEach((from, to) -> longest.add(new Range(from, to)));
    longest.sort(Comparator.comparingLong(each -> each.from - each.to));
    String told =
        longest.stream()
            .limit(MOST_TOLD)
            .sorted(Comparator.comparingLong(Range::from))
            .map(each -> each.from + "-" + (each.to - 1))
            .collect(Collectors.joining(","));
    return HttpFields.NONE.with(NAME, ("bytes " + told).strip());
  }
}
