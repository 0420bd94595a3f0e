package io.peerwright.overlay.hybrid.client;

import java.util.Locale;

/**
 * What servers say when they do not let a user in. There are no codes for it, only words, which
 * differ from make to make.
 */
final class LoginRefusals {

  private LoginRefusals() {}

  /** True if trying again as the same user, later, makes no difference. */
  static boolean isFinal(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("password")
        || lower.contains("invalid")
        || lower.contains("parameters")
        || lower.contains("banned")
        || lower.contains("regist");
  }

  /** The message for people: what the server says, and what they can do. */
  static String tell(String server, String nick, String text) {
    return "the index server "
        + server
        + " refuses the login of "
        + nick
        + ": \""
        + text.replaceAll("\\p{Cntrl}", "?")
        + "\"; "
        + advice(text.toLowerCase(Locale.ROOT));
  }

  private static String advice(String lower) {
    if (lower.contains("password") || lower.contains("regist")) {
      return "give the password of the nick, register it with an email, or take another nick";
    }
    if (lower.contains("full")) {
      return "try again later, or another server";
    }
    if (lower.contains("banned")) {
      return "take another server";
    }
    if (lower.contains("too fast") || lower.contains("already") || lower.contains("in use")) {
      return "the nick is probably in use there: take another one, or try again in two minutes";
    }
    return "another nick, or another server, may do";
  }
}
