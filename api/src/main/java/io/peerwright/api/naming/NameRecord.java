package io.peerwright.api.naming;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a name stands for.
 *
 * @param endpoints where it can be reached, best first, possibly nowhere (behind a NAT)
 * @param attributes what else is known, such as {@code speed} or {@code relay}; sorted by name
 * @param sequence the higher one of two records by the same key is the newer
 * @param publicKey the key that signed it, its standard encoding in base64url; null if not signed
 * @param signature over {@link #bytesToSign}, in base64url; null if not signed
 */
public record NameRecord(
    List<Endpoint> endpoints,
    Map<String, String> attributes,
    long sequence,
    @Nullable String publicKey,
    @Nullable String signature) {

  /** Copies the collections; attributes iterate in the order of their names everywhere. */
  public NameRecord {
    endpoints = List.copyOf(endpoints);
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** A record that nobody signed. */
  public static NameRecord unsigned(List<Endpoint> endpoints, Map<String, String> attributes) {
    return new NameRecord(endpoints, attributes, 0, null, null);
  }

  /**
   * What the signature covers: the name, so that a record cannot be passed off under another one,
   * and all components but the signature itself. Each part is written as its length, a colon and
   * its characters, so that no two records have the same bytes.
   */
  public byte[] bytesToSign(Urn name) {
    StringBuilder text = new StringBuilder();
    append(text, name.toString());
    append(text, Long.toString(sequence));
    append(text, publicKey == null ? "" : publicKey);
    append(text, Integer.toString(endpoints.size()));
    endpoints.forEach(endpoint -> append(text, endpoint.toString()));
    attributes.forEach(
        (attribute, value) -> {
          append(text, attribute);
          append(text, value);
        });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }
}
