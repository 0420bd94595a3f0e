package io.peerwright.api.net;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host and a port that have not been looked up yet, such as a bootstrap address in a
 * configuration: {@code index.example:8888}, {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. See
 * {@link Transport#resolve}.
 *
 * @param host a name by the rules of RFC 1123, in lower case, or an address; IPv6 without brackets
 * @param port 1..65535
 */
public record HostPort(String host, int port) {

  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";

  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}\\.?$)" + LABEL + "(\\." + LABEL + ")*\\.?");

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public HostPort {
    host = host.toLowerCase(Locale.ROOT);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be within 1..65535, is " + port);
    }
    if (!isName(host) && literal(host, port).isEmpty()) {
      throw new IllegalArgumentException("neither a host name nor an address: \"" + host + "\"");
    }
  }

  /** An address is no name: whatever ends in a number is meant to be one. */
  private static boolean isName(String host) {
    int last = host.lastIndexOf('.', host.length() - 2) + 1;
    String top = host.substring(last);
    boolean number = !top.isEmpty() && top.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    return NAME.matcher(host).matches() && !number;
  }

  /**
   * Reads the form of {@link #toString}.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String digits = text.substring(colon + 1);
    boolean colons = host.contains(":");
    if (host.isEmpty() || bracketed != colons || !DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "not a host and a port: \""
              + text
              + "\"; write index.example:8888, 192.0.2.1:80 or [2001:db8::1]:80");
    }
    return new HostPort(
        bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(digits));
  }

  /** Where it is if the host is an address; empty for a name. */
  public Optional<Endpoint> endpoint() {
    return literal(host, port);
  }

  private static Optional<Endpoint> literal(String host, int port) {
    try {
      return Optional.of(
          Endpoint.parse((host.contains(":") ? "[" + host + "]:" : host + ":") + port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The form that {@link #parse} and {@link Transport#resolve} read. */
  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
