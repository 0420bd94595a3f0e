package io.peerwright.kit.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a request is for (RFC 9110, section 14).
 *
 * @param first position
 * @param length in bytes
 * @param partial true if a part was asked for, even one that is all
 */
public record ByteRange(long first, long length, boolean partial) {

  /** At most 18 digits, which a long holds. */
  private static final Pattern ONE_RANGE =
      Pattern.compile("(?i)bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

  /** All of a file. */
  public static ByteRange whole(long size) {
    return new ByteRange(0, size, false);
  }

  /**
   * Reads a {@code Range} header. What is malformed, of another unit or several ranges at once is
   * passed over, as the standard lets a server do: then the whole is sent.
   *
   * @return empty if nothing of the file is in the range
   */
  public static Optional<ByteRange> of(@Nullable String header, long size) {
    Matcher range = ONE_RANGE.matcher(header == null ? "" : header);
    if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
      return Optional.of(whole(size));
    }
    if (range.group(1).isEmpty()) {
      long suffix = Math.min(Long.parseLong(range.group(2)), size);
      return suffix == 0
          ? Optional.empty()
          : Optional.of(new ByteRange(size - suffix, suffix, true));
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
    if (last < first) {
      return Optional.of(whole(size));
    }
    return first >= size
        ? Optional.empty()
        : Optional.of(new ByteRange(first, Math.min(last, size - 1) - first + 1, true));
  }

  /** As the header {@code Content-Range} tells it. */
  public String of(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}
