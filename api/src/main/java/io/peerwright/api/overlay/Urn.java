package io.peerwright.api.overlay;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A name that does not say where: of content, of a user or of a group. One file can be found under
 * it in several overlays, so a value is kept in one form, whoever wrote it: {@code urn:sha1} with
 * 40 hexadecimal digits and with 32 characters of Base32 are equal.
 *
 * <table>
 * <caption>Namespaces with a form of their own; the value of any other is kept as it is</caption>
 * <tr><th>namespace</th><th>bytes</th><th>kept as</th><th>read too</th></tr>
 * <tr><td>{@link #SHA1}</td><td>20</td><td>Base32, upper case</td><td>hexadecimal</td></tr>
 * <tr><td>{@link #TIGER_TREE}</td><td>24</td><td>Base32, upper case</td><td>hexadecimal; {@code
 *     tree:tiger/}</td></tr>
 * <tr><td>{@link #BITPRINT}</td><td>20 and 24</td><td>both in Base32, a dot between</td><td></td>
 *     </tr>
 * <tr><td>{@link #BTIH}</td><td>20</td><td>hexadecimal, lower case (BEP 9)</td><td>Base32</td></tr>
 * <tr><td>{@link #BTMH}</td><td>34</td><td>a multihash of SHA-256, hexadecimal, lower case (BEP
 *     52)</td><td></td></tr>
 * <tr><td>{@link #ED2K}</td><td>16</td><td>hexadecimal, lower case</td><td>Base32; {@code ed2khash}
 *     </td></tr>
 * <tr><td>{@link #MD5}</td><td>16</td><td>hexadecimal, lower case</td><td>Base32</td></tr>
 * <tr><td>{@link #USER}, {@link #GROUP}</td><td></td><td>UTF-8, escaped by RFC 3986</td><td></td>
 *     </tr>
 * </table>
 *
 * <p>{@code urn:user} and {@code urn:group} are Peerwright's own and registered nowhere.
 *
 * @param namespace in lower case, without colons but for {@code tree:tiger} and the like
 * @param value in the form of its namespace
 */
public record Urn(String namespace, String value) implements Comparable<Urn> {

  /** SHA-1 of a whole file (HUGE). */
  public static final String SHA1 = "sha1";

  /** The root of a file's tree of Tiger hashes over leaves of 1 KiB (THEX). */
  public static final String TIGER_TREE = "tree:tiger";

  /** {@link #SHA1} and {@link #TIGER_TREE} of one file. */
  public static final String BITPRINT = "bitprint";

  /** The info-hash of a torrent (BEP 3). */
  public static final String BTIH = "btih";

  /** The info-hash of a torrent of version 2 (BEP 52). */
  public static final String BTMH = "btmh";

  /** MD4 of the MD4 hashes of 9,728,000 bytes each. */
  public static final String ED2K = "ed2k";

  /** MD5 of a whole file. */
  public static final String MD5 = "md5";

  /** A key of Freenet. */
  public static final String FREENET = "freenet";

  /** The namespace of user names. */
  public static final String USER = "user";

  /** The namespace of names of groups. */
  public static final String GROUP = "group";

  private static final Pattern NAMESPACE =
      Pattern.compile("(?!tree$)[a-z0-9][a-z0-9.-]*|tree:[a-z0-9.-]+");

  private static final Map<String, String> ALIASES =
      Map.of("ed2khash", ED2K, "tree:tiger/", TIGER_TREE);

  private static final Comparator<Urn> ORDER =
      Comparator.comparing(Urn::namespace).thenComparing(Urn::value);

  /**
   * Checks both parts and puts them in their one form.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public Urn {
    String lower = namespace.toLowerCase(Locale.ROOT);
    namespace = ALIASES.getOrDefault(lower, lower);
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException("not a URN namespace: \"" + namespace + "\"");
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a URN needs a value after urn:" + namespace + ":");
    }
    value = UrnValues.canonical(namespace, value);
  }

  /** The name of a user, as people write it. */
  public static Urn user(String name) {
    return new Urn(USER, UrnValues.escape(name));
  }

  /** The name of a group, as people write it. */
  public static Urn group(String name) {
    return new Urn(GROUP, UrnValues.escape(name));
  }

  /** Content by its hash, in a namespace of {@link #SHA1}'s kind. */
  public static Urn ofHash(String namespace, byte[] hash) {
    return new Urn(namespace, UrnValues.hex(hash));
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

  /** The name of a {@link #USER} or {@link #GROUP} as people write it; else the value. */
  public String name() {
    return namespace.equals(USER) || namespace.equals(GROUP) ? UrnValues.unescape(value) : value;
  }

  /**
   * The bytes of a hash.
   *
   * @throws IllegalArgumentException if the namespace is not that of one hash
   */
  public byte[] hash() {
    return UrnValues.hash(namespace, value);
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
