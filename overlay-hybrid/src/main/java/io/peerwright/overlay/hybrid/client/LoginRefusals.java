package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Reason;
import io.peerwright.overlay.hybrid.events.ClientEvent.Refusal;
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
        + switch (kind(text)) {
          case PASSWORD ->
              "give the password of the nick, register it with an email, or take another nick";
          case FULL -> "try again later, or another server";
          case BANNED -> "take another server";
          case NICK_IN_USE ->
              "the nick is probably in use there: take another one, or try again in two minutes";
          case OTHER -> "another nick, or another server, may do";
        };
  }

  /** What the words mean. */
  static Refusal kind(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("password") || lower.contains("regist")) {
      return Refusal.PASSWORD;
    }
    if (lower.contains("full")) {
      return Refusal.FULL;
    }
    if (lower.contains("banned")) {
      return Refusal.BANNED;
    }
    return lower.contains("too fast") || lower.contains("already") || lower.contains("in use")
        ? Refusal.NICK_IN_USE
        : Refusal.OTHER;
  }

  /** Why there is no login: what the server has said, or how its link came to an end. */
  static String obstacle(String server, String nick, String text, Reason ended) {
    if (!text.isEmpty()) {
      return tell(server, nick, text);
    }
    return server
        + switch (ended) {
          case REFUSED -> " refuses the connection: nobody listens there";
          case UNRESOLVED -> " has no address";
          case UNREACHABLE -> " cannot be reached";
          case TIMEOUT -> " does not answer";
          case ENDED, RESET -> " breaks off before the login";
          case PROTOCOL, LIMIT -> " answers in another protocol";
          default -> " cannot be used (" + ended + ")";
        };
  }
}
