package io.peerwright.api.overlay;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A file to share.
 *
 * @param file where it is; read only inside {@link io.peerwright.api.Loop#offload}
 * @param name how others see it: a path with {@code /} below the shared folder
 * @param sizeBytes the size that is announced
 * @param urns names of the content, as many as are known
 * @param attributes in the terms of {@link Query}
 */
public record SharedItem(
    Path file, String name, long sizeBytes, Set<Urn> urns, Map<String, String> attributes) {

  /** Copies the collections, in sorted order, and checks the size. */
  public SharedItem {
    urns = Sorted.set(urns);
    attributes = Sorted.map(attributes);
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("sizeBytes must not be negative");
    }
  }
}
