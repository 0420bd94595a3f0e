package io.peerwright.api.naming;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import java.util.Map;

/**
 * What a name stands for.
 *
 * @param endpoints where it can be reached, best first, possibly nowhere (behind a NAT)
 * @param attributes what else is known, such as {@code speed} or {@code relay}
 * @param sequence the higher one of two records by the same key is the newer
 * @param publicKey the key that signed it, its standard encoding in base64url; empty if not signed
 * @param signature over all that stands above, in base64url; empty if not signed
 */
public record NameRecord(
    List<Endpoint> endpoints,
    Map<String, String> attributes,
    long sequence,
    String publicKey,
    String signature) {

  /** Copies the collections. */
  public NameRecord {
    endpoints = List.copyOf(endpoints);
    attributes = Map.copyOf(attributes);
  }

  /** A record that nobody signed. */
  public static NameRecord unsigned(List<Endpoint> endpoints, Map<String, String> attributes) {
    return new NameRecord(endpoints, attributes, 0, "", "");
  }
}
