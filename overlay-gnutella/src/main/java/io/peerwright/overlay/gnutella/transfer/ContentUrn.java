package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.http.HttpFields;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What requests and answers say that a content is: {@code X-Gnutella-Content-URN} (HUGE 0.94), or
 * {@code X-Content-URN} as some write.
 */
final class ContentUrn {

  /** As it is written here. */
  static final String NAME = "X-Gnutella-Content-URN";

  private static final List<String> NAMES = List.of(NAME, "X-Content-URN");
  private static final int SHA1_DIGITS = 32;
  private static final String SHA1 = "urn:sha1:";
  private static final String BITPRINT = "urn:bitprint:";

  private ContentUrn() {}

  /** Whether one is told, and it is not that of this content. */
  static boolean isOther(HttpFields fields, Urn sha1) {
    String told = told(fields);
    return told != null && !told.equals(sha1.value().toUpperCase(Locale.ROOT));
  }

  /** The SHA-1 in Base32; null if none is told. A bitprint begins with it. */
  private static @Nullable String told(HttpFields fields) {
    for (String name : NAMES) {
      for (String value : fields.all(name)) {
        for (String each : value.split(",", 4)) {
          String urn = each.strip();
          String start = urn.regionMatches(true, 0, SHA1, 0, SHA1.length()) ? SHA1 : BITPRINT;
          int from = start.length();
          if (urn.regionMatches(true, 0, start, 0, from) && urn.length() >= from + SHA1_DIGITS) {
            return urn.substring(from, from + SHA1_DIGITS).toUpperCase(Locale.ROOT);
          }
        }
      }
    }
    return null;
  }
}
