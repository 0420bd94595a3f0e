package io.peerwright.kit.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something is: {@code http://host:port/path?query}. What is not ASCII, and spaces, which
 * strangers do write, are kept percent-encoded.
 *
 * @param scheme in lower case
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param port 0 if it is not told
 * @param target path and query, as a request names them; at least {@code /}
 */
public record Url(String scheme, String host, int port, String target) {

  private static final int MAX_LENGTH = 4096;

  private static final Pattern FORM =
      Pattern.compile(
          "([a-zA-Z][a-zA-Z0-9+.-]{0,15})://"
              + "([a-zA-Z0-9._-]{1,253}|\\[[0-9a-fA-F:.%]{2,64}])(?::([0-9]{1,5}))?"
              + "([/?][^#]*)?(?:#.*)?");

  /** Scheme, authority with its slashes, path, query with its mark; the fragment is left out. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(//[^/?#]*)?([^?#]*)(\\?[^#]*)?(?:#.*)?", Pattern.DOTALL);

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static Url parse(String text) {
    Matcher parts = text.length() > MAX_LENGTH ? null : FORM.matcher(text);
    if (parts == null || !parts.matches()) {
      throw new IllegalArgumentException(
          "not a URL: \"" + HttpFields.printable(text) + "\"; write http://host:port/path");
    }
    int port = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    if (port > 65_535 || parts.group(3) != null && port == 0) {
      throw new IllegalArgumentException("port must be within 1..65535 in " + text);
    }
    String target = parts.group(4) == null ? "/" : parts.group(4);
    String escaped = escaped(target.startsWith("/") ? target : "/" + target);
    if (escaped.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a URL of more than " + MAX_LENGTH + " characters");
    }
    return new Url(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2), port, escaped);
  }

  private static String escaped(String target) {
    StringBuilder text = new StringBuilder(target.length());
    target
        .codePoints()
        .forEach(
            c -> {
              if (c > ' ' && c < 0x7f) {
                text.append((char) c);
              } else {
                text.append(Percent.encode(Character.toString(c)));
              }
            });
    return text.toString();
  }

  /** The form that a transport resolves. */
  public String hostAndPort(int defaultPort) {
    return host + ":" + (port == 0 ? defaultPort : port);
  }

  /** The port, or the one that goes without saying: 443 for https, else 80. */
  public int portOrUsual() {
    return port != 0 ? port : scheme.equals("https") ? 443 : 80;
  }

  /** The host as a certificate names it: without the brackets of an IPv6 address. */
  public String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** What a request names as its host: without a port that goes without saying. */
  public String authority() {
    return port == 0 ? host : host + ":" + port;
  }

  /** This place with another path and query. */
  public Url withTarget(String other) {
    return new Url(scheme, host, port, other);
  }

  /**
   * Where a reference in an answer from here leads to (RFC 3986, section 5.2). One that repeats our
   * scheme without a host, as in {@code http:page}, is taken for a relative one, as section 5.2.2
   * allows.
   *
   * @throws IllegalArgumentException if it is malformed, or leads to what has no host
   */
  public Url resolve(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    if (reference.length() > MAX_LENGTH || !parts.matches()) {
      throw new IllegalArgumentException(
          "not a URL reference: \"" + HttpFields.printable(reference) + "\"");
    }
    String itsScheme = parts.group(1);
    String itsAuthority = parts.group(2);
    String path = parts.group(3);
    String query = parts.group(4);
    if (itsScheme != null && (itsAuthority != null || !itsScheme.equalsIgnoreCase(scheme))) {
      if (itsAuthority == null) {
        throw new IllegalArgumentException(
            "no host in \"" + HttpFields.printable(reference) + "\"");
      }
      return parse(
          itsScheme + ":" + itsAuthority + withoutDots(path) + (query == null ? "" : query));
    }
    if (itsAuthority != null) {
      return parse(scheme + ":" + itsAuthority + withoutDots(path) + (query == null ? "" : query));
    }
    int mark = target.indexOf('?');
    String ownPath = mark < 0 ? target : target.substring(0, mark);
    if (path.isEmpty()) {
      String kept = query == null ? target : ownPath + query;
      return parse(scheme + "://" + authority() + kept);
    }
    String folder = path.startsWith("/") ? "" : ownPath.substring(0, ownPath.lastIndexOf('/') + 1);
    String full = withoutDots(folder + path) + (query == null ? "" : query);
    return parse(scheme + "://" + authority() + full);
  }

  /** Takes {@code .} and {@code ..} out of a path (RFC 3986, section 5.2.4). */
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      boolean up = segment.equals("..");
      if (up && kept.size() > 1) {
        kept.removeLast();
      }
      if (!up && !segment.equals(".")) {
        kept.addLast(segment);
      } else if (i == segments.length - 1) {
        kept.addLast("");
      }
    }
    return String.join("/", kept);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return scheme + "://" + authority() + target;
  }
}
