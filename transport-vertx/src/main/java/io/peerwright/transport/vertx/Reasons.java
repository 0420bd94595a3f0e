package io.peerwright.transport.vertx;

import io.peerwright.api.Reason;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Locale;

/**
 * What an exception of a socket means. The class decides where it can; the text, which the system
 * may have in another language, only tells apart what is rare.
 */
final class Reasons {

  private Reasons() {}

  /** An address could not be taken. */
  static Reason ofBind(Exception e) {
    if (isUnsupported(e)) {
      return Reason.UNSUPPORTED;
    }
    if (says(e, "too many open files")) {
      return Reason.LIMIT;
    }
    if (says(e, "cannot assign") || isForbidden(e)) {
      return Reason.NOT_PERMITTED;
    }
    return e instanceof BindException ? Reason.ADDRESS_IN_USE : Reason.FAILED;
  }

  /** A connection could not be opened. */
  static Reason ofConnect(Exception e) {
    if (isUnsupported(e)) {
      return Reason.UNSUPPORTED;
    }
    if (says(e, "too many open files")) {
      return Reason.LIMIT;
    }
    if (isForbidden(e)) {
      return Reason.NOT_PERMITTED;
    }
    if (e instanceof BindException) {
      return Reason.ADDRESS_IN_USE;
    }
    if (e instanceof NoRouteToHostException || says(e, "timed out") || says(e, "unreachable")) {
      return Reason.UNREACHABLE;
    }
    if (e instanceof ConnectException) {
      return Reason.REFUSED;
    }
    return says(e, "reset") ? Reason.RESET : Reason.UNREACHABLE;
  }

  /** A connection broke. */
  static Reason ofOpenLink(Exception e) {
    return says(e, "timed out") || says(e, "route") || says(e, "unreachable")
        ? Reason.UNREACHABLE
        : Reason.RESET;
  }

  private static boolean isUnsupported(Exception e) {
    return e instanceof UnsupportedOperationException
        || e instanceof UnsupportedAddressTypeException;
  }

  private static boolean isForbidden(Exception e) {
    return says(e, "permission denied") || says(e, "not permitted");
  }

  private static boolean says(Exception e, String text) {
    String message = e.getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains(text);
  }
}
