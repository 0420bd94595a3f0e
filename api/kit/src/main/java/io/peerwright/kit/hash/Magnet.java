package io.peerwright.kit.hash;

import io.peerwright.api.overlay.Urn;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A magnet link: names of one content, and where some of it may be found. Written by many systems,
 * so it may name the content several times, by {@code urn:btih}, {@code urn:sha1}, {@code
 * urn:ed2k}, {@code urn:tree:tiger}, {@code urn:bitprint} and others, and whoever reads it takes
 * what it knows.
 *
 * @param entries the keys in lower case and without their numbers ({@code tr} for {@code tr.1}),
 *     and the values, decoded, in their order
 */
public record Magnet(List<Map.Entry<String, String>> entries) {

  /** The names of the content. */
  public static final String TOPIC = "xt";

  /** A name for people. */
  public static final String NAME = "dn";

  /** Bytes. */
  public static final String LENGTH = "xl";

  /** A tracker of BitTorrent. */
  public static final String TRACKER = "tr";

  /** A web seed of BitTorrent. */
  public static final String WEB_SEED = "ws";

  /** Where exactly this content is, such as an address at a peer or a hub. */
  public static final String SOURCE = "xs";

  /** Where it is on the web, for who finds no peers. */
  public static final String SUBSTITUTE = "as";

  /** Words to search by. */
  public static final String KEYWORDS = "kt";

  private static final String SCHEME = "magnet:?";
  private static final int MAX_LENGTH = 1 << 16;
  private static final Set<String> PLAIN_KEYS = Set.of(TOPIC, LENGTH, "x.pe", "so");

  /** Copies the list. */
  public Magnet {
    entries = List.copyOf(entries);
  }

  /** True if a text is meant as a link or is an info-hash, whether or not it is a good one. */
  public static boolean isOne(String text) {
    return text.length() <= MAX_LENGTH && PastedLink.isOne(text);
  }

  /**
   * Reads a link as people paste it: it may stand in quotes or in HTML, be broken into lines, end
   * with a full stop, or be nothing but an info-hash.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static Magnet parse(String link) {
    if (link.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a magnet link has at most " + MAX_LENGTH + " characters");
    }
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    for (Map.Entry<String, String> entry : PastedLink.entries(link)) {
      // Several of one kind may be numbered: tr.1, tr.2.
      String key = entry.getKey().replaceFirst("\\.[0-9]+$", "");
      entries.add(Map.entry(key, entry.getValue()));
    }
    return new Magnet(entries);
  }

  /** A link to build upon with {@link #with}. */
  public static Magnet of(Urn topic) {
    return new Magnet(List.of(Map.entry(TOPIC, topic.toString())));
  }

  /** With one more entry. */
  public Magnet with(String key, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(entries);
    more.add(Map.entry(key, value));
    return new Magnet(more);
  }

  /** All values of a key, in their order. */
  public List<String> all(String key) {
    return values(key).toList();
  }

  /** The last value of a key. */
  public Optional<String> last(String key) {
    return values(key).reduce((earlier, later) -> later);
  }

  private Stream<String> values(String key) {
    return entries.stream().filter(each -> each.getKey().equals(key)).map(Map.Entry::getValue);
  }

  /** The names of the content that are well-formed, each in its one form; a bitprint is two. */
  public List<Urn> topics() {
    return values(TOPIC).flatMap(Magnet::urns).distinct().toList();
  }

  private static Stream<Urn> urns(String topic) {
    try {
      Urn urn = Urn.parse(topic.strip());
      if (!urn.namespace().equals(Urn.BITPRINT)) {
        return Stream.of(urn);
      }
      String[] both = urn.value().split("\\.");
      return Stream.of(new Urn(Urn.SHA1, both[0]), new Urn(Urn.TIGER_TREE, both[1]));
    } catch (IllegalArgumentException malformed) {
      // The other names of the link may do.
      return Stream.empty();
    }
  }

  /** The name for people; empty if there is none. */
  public String name() {
    return last(NAME).orElse("");
  }

  /** The length in bytes, if it is told. */
  public OptionalLong sizeBytes() {
    return last(LENGTH)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /** The link. */
  @Override
  public String toString() {
    StringBuilder link = new StringBuilder(SCHEME);
    String separator = "";
    for (Map.Entry<String, String> each : entries) {
      String value =
          isPlain(each.getKey(), each.getValue()) ? each.getValue() : encoded(each.getValue());
      link.append(separator).append(each.getKey()).append('=').append(value);
      separator = "&";
    }
    return link.toString();
  }

  /** Topics, peers and numbers of files are written as they are, as readers expect them. */
  private static boolean isPlain(String key, String value) {
    return PLAIN_KEYS.contains(key) && value.matches("[A-Za-z0-9_:.,\\[\\]-]*");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
