package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.overlay.gnutella.message.Guid;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a servent says first that dials because of a push: {@code GIV INDEX:GUID/NAME}, and an empty
 * line. The other side asks for the file then.
 *
 * @param index by which the servent knows the file
 * @param servent its GUID
 */
record Giv(long index, Guid servent) {

  /** As short as it can be. */
  static final int LEAST_BYTES = 41;

  /** With the longest name of a file. */
  static final int MOST_BYTES = 600;

  private static final Pattern FORM =
      Pattern.compile("GIV ([0-9]{1,10}):([0-9a-fA-F]{32})/[^\r\n]*\r?\n\r?\n");

  /** Null if it is none. */
  static @Nullable Giv parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? new Giv(Long.parseLong(form.group(1)), Guid.parse(form.group(2)))
        : null;
  }

  /** As bytes; others do not look at the name either. */
  byte[] encoded() {
    return ("GIV " + index + ":" + servent + "/file\n\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
