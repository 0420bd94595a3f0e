package io.peerwright.api.overlay;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name that does not say where: of content ({@code urn:sha1}, {@code urn:btih}, {@code urn:ed2k},
 * {@code urn:tree:tiger}, {@code urn:freenet}), of a user ({@code urn:user}) or of a group ({@code
 * urn:group}). The same content can be found under it in several overlays.
 *
 * @param namespace in lower case, without colons but for {@code tree:tiger} and the like
 * @param value as the namespace writes it
 */
public record Urn(String namespace, String value) implements Comparable<Urn> {

  /** The namespace of user names. */
  public static final String USER = "user";

  private static final Pattern NAMESPACE =
      Pattern.compile("(?!tree$)[a-z0-9][a-z0-9.-]*|tree:[a-z0-9.-]+");

  private static final Comparator<Urn> ORDER =
      Comparator.comparing(Urn::namespace).thenComparing(Urn::value);

  /** Checks that both parts are there, and puts the namespace in lower case. */
  public Urn {
    namespace = namespace.toLowerCase(Locale.ROOT);
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException("not a URN namespace: \"" + namespace + "\"");
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a URN needs a value after urn:" + namespace + ":");
    }
  }

  /** The name of a user. */
  public static Urn user(String name) {
    return new Urn(USER, name);
  }

  /**
   * Reads {@code urn:sha1:...} and the like. The namespace ends at the second colon, at the third
   * one after {@code urn:tree:}.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static Urn parse(String text) {
    if (!text.regionMatches(true, 0, "urn:", 0, 4)) {
      throw new IllegalArgumentException("a URN starts with urn:, this does not: \"" + text + "\"");
    }
    int end = text.indexOf(':', 4);
    if (end > 0 && text.regionMatches(true, 4, "tree:", 0, 5)) {
      end = text.indexOf(':', end + 1);
    }
    if (end < 0) {
      throw new IllegalArgumentException("a URN needs a namespace and a value: \"" + text + "\"");
    }
    return new Urn(text.substring(4, end), text.substring(end + 1));
  }

  /** By namespace, then by value. */
  @Override
  public int compareTo(Urn other) {
    return ORDER.compare(this, other);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return "urn:" + namespace + ":" + value;
  }
}
