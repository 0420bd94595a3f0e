package io.peerwright.api.overlay;

import io.peerwright.api.net.Endpoint;
import java.util.Map;

/**
 * A peer that this one is linked to.
 *
 * @param name how the overlay calls it: a nick, a peer id, an address
 * @param endpoint where it is
 * @param role in the overlay's own terms: server, ultrapeer, leaf, seed
 * @param figures what the overlay knows of it, such as {@code choked} or {@code bytes.received}
 */
public record Neighbour(String name, Endpoint endpoint, String role, Map<String, String> figures) {

  /** Copies the figures, in sorted order. */
  public Neighbour {
    figures = Sorted.map(figures);
  }
}
