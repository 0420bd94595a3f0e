package io.peerwright.kit.tls;

import io.peerwright.api.Reason;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What the exceptions of an engine mean. */
final class Failures {

  private static final int DEEPEST_CAUSE = 8;

  private Failures() {}

  /**
   * {@link Reason#NOT_PERMITTED} if one side does not accept the other one's certificate or has
   * none, else {@link Reason#PROTOCOL}.
   */
  static Reason reason(SSLException failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < DEEPEST_CAUSE; i++) {
      if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
        return Reason.NOT_PERMITTED;
      }
      cause = cause.getCause();
    }
    // The alerts: bad_certificate, certificate_unknown, unknown_ca, access_denied.
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    boolean certificate =
        message.contains("certificate")
            || message.contains("unknown_ca")
            || message.contains("access_denied");
    return certificate ? Reason.NOT_PERMITTED : Reason.PROTOCOL;
  }

  /** The message, and that of the cause behind it. */
  static String explain(SSLException failure) {
    Throwable last = failure;
    for (int i = 0; last.getCause() != null && i < DEEPEST_CAUSE; i++) {
      last = last.getCause();
    }
    return last == failure
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + " (" + last.getMessage() + ")";
  }
}
