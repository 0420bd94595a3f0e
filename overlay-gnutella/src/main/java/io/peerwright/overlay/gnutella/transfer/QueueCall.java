package io.peerwright.overlay.gnutella.transfer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a servent says that dials whom it has in its queue: {@code QUEUE ID ADDRESS:PORT} (PARQ 1.1,
 * section 4). The address, which is its own, is not used: the file is asked for on the same link.
 *
 * @param id as it has told it with the place
 */
record QueueCall(String id) {

  private static final String START = "QUEUE ";
  private static final Pattern FORM =
      Pattern.compile(START + "([0-9A-Za-z+/=_-]{1,64}) +[^\\s]{3,60} *\r?\n(?s:.*)");

  /** Whether it begins like one. */
  static boolean isOne(CharSequence text) {
    return text.length() >= START.length()
        && START.contentEquals(text.subSequence(0, START.length()));
  }

  /** Null if it is none. */
  static @Nullable QueueCall parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? new QueueCall(form.group(1)) : null;
  }
}
