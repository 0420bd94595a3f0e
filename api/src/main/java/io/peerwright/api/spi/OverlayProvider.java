package io.peerwright.api.spi;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import java.util.Set;

/**
 * Makes overlays of one kind.
 *
 * @param <C> its configuration
 */
public interface OverlayProvider<C extends Record> extends Provider<C> {

  /** What its overlays can do, at the most. */
  Set<Class<? extends Capability>> capabilities();

  /**
   * Makes a peer's part of the overlay. Opens no socket and sets no timer before {@link
   * Overlay#join}, and shares nothing with another peer's; a million of them must fit into memory.
   */
  Overlay create(Host host, C config);
}
