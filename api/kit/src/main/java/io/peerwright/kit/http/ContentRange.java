package io.peerwright.kit.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What part of a file a response with status 206 says that it is (RFC 9110, section 14.4).
 *
 * @param first position of its first byte
 * @param last position of its last byte
 * @param size of the whole; -1 if the server does not tell
 */
public record ContentRange(long first, long last, long size) {

  /** At most 18 digits, which a long holds. */
  private static final Pattern FORM =
      Pattern.compile("bytes +([0-9]{1,18})-([0-9]{1,18})/(?:([0-9]{1,18})|\\*)");

  /** Reads the header {@code Content-Range}; null if there is none, or none of bytes. */
  public static @Nullable ContentRange of(HttpResponse response) {
    String header = response.fields().first("Content-Range");
    Matcher said = FORM.matcher(header == null ? "" : header);
    if (!said.matches()) {
      return null;
    }
    long size = said.group(3) == null ? -1 : Long.parseLong(said.group(3));
    return new ContentRange(Long.parseLong(said.group(1)), Long.parseLong(said.group(2)), size);
  }
}
