package io.peerwright.kit.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a response.
 *
 * @param status such as 200
 * @param reason for people; may be empty
 * @param minorVersion 0 for HTTP/1.0, 1 for HTTP/1.1
 * @param fields the header
 */
public record HttpResponse(int status, String reason, int minorVersion, HttpFields fields) {

  private static final Pattern LINE =
      Pattern.compile("(?i:HTTP)/1\\.([0-9]) ([1-9][0-9]{2})(?: (.*))?");

  /**
   * Reads the start line.
   *
   * @throws HttpException if it is none of HTTP/1
   */
  public static HttpResponse of(HttpHead head) throws HttpException {
    Matcher line = LINE.matcher(head.startLine());
    if (!line.matches()) {
      throw new HttpException(
          502, "not a status line: \"" + HttpFields.printable(head.startLine()) + "\"");
    }
    String reason = line.group(3) == null ? "" : line.group(3);
    return new HttpResponse(
        Integer.parseInt(line.group(2)),
        HttpFields.printable(reason),
        Math.min(1, line.group(1).charAt(0) - '0'),
        head.fields());
  }

  /** True for 1xx, which another response follows. */
  public boolean isInterim() {
    return status < 200;
  }

  /**
   * True if another response may follow this one on the same stream (RFC 9112, section 9.3). One
   * with two lengths, of which a proxy may have taken the other, is the last, and so is one that
   * changes the protocol.
   */
  public boolean keepsAlive() {
    boolean twoLengths =
        fields.first("Transfer-Encoding") != null && fields.first("Content-Length") != null;
    return minorVersion == 1
        && status >= 200
        && !twoLengths
        && !fields.hasToken("Connection", "close");
  }

  /**
   * After how many seconds the server wants to be asked again (RFC 9110, section 10.2.3); 0 if it
   * does not say so in seconds.
   */
  public long retryAfterSeconds() {
    String told = fields.first("Retry-After");
    return told == null || !told.matches("[0-9]{1,9}") ? 0 : Long.parseLong(told);
  }

  /** True if {@code Location} says where to ask instead. */
  public boolean isRedirect() {
    boolean moved = status == 301 || status == 302 || status == 303;
    return (moved || status == 307 || status == 308) && fields.first("Location") != null;
  }
}
