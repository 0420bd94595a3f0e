package io.peerwright.kit.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a request.
 *
 * @param method such as {@code GET}
 * @param target path and query as they came, percent signs and all
 * @param minorVersion 0 for HTTP/1.0, 1 for HTTP/1.1
 * @param fields the header
 */
public record HttpRequest(String method, String target, int minorVersion, HttpFields fields) {

  private static final Pattern LINE =
      Pattern.compile("([!-~]{1,32}) ([\\x21-\\x7e\\x80-\\xff]+) HTTP/1\\.([0-9])");

  /**
   * Reads the start line.
   *
   * @throws HttpException if it is none of HTTP/1
   */
  public static HttpRequest of(HttpHead head) throws HttpException {
    Matcher line = LINE.matcher(head.startLine());
    if (!line.matches() || !HttpFields.isToken(line.group(1))) {
      throw new HttpException(
          400, "not a request line: \"" + HttpFields.printable(head.startLine()) + "\"");
    }
    return new HttpRequest(
        line.group(1), line.group(2), Math.min(1, line.group(3).charAt(0) - '0'), head.fields());
  }

  /** The target up to the question mark. */
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** The target after the question mark; empty if there is none. */
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  /** True if another request may follow on the same stream (RFC 9112, section 9.3). */
  public boolean keepsAlive() {
    return minorVersion == 1
        ? !fields.hasToken("Connection", "close")
        : fields.hasToken("Connection", "keep-alive");
  }

  /**
   * True if bytes follow that belong to the request, or some server on its way could think so: what
   * is told of the length twice counts if one of it says so.
   */
  public boolean hasBody() {
    boolean none = fields.all("Content-Length").stream().allMatch("0"::equals);
    return fields.first("Transfer-Encoding") != null || !none;
  }
}
