package io.peerwright.api.overlay;

import io.peerwright.api.net.Endpoint;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One file that one peer offers.
 *
 * @param overlay the provider name of the overlay that it was found in
 * @param peer who offers it, as that overlay names peers
 * @param name as it is shared there; comes from a stranger: never a path to write to
 * @param sizeBytes as said there, if it was
 * @param endpoint where the peer is, if known
 * @param urns names of the content, possibly none
 * @param attributes in the terms of {@link Query}
 */
public record Hit(
    String overlay,
    String peer,
    String name,
    OptionalLong sizeBytes,
    @Nullable Endpoint endpoint,
    Set<Urn> urns,
    Map<String, String> attributes) {

  /** Copies the collections, in sorted order, and checks the size. */
  public Hit {
    if (sizeBytes.orElse(0) < 0) {
      throw new IllegalArgumentException("sizeBytes must not be negative");
    }
    urns = Sorted.set(urns);
    attributes = Sorted.map(attributes);
  }
}
