package io.peerwright.runtime;

import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.OverlayEvent;
import java.util.List;

/**
 * Hears what the overlays of all peers tell of themselves, from before they join. Bound by {@link
 * PeerwrightModule}; {@link Peerwright.Builder#watch} binds another one.
 *
 * @param least how much an event must matter
 * @param listener hears of it
 */
public record EventWatch(OverlayEvent.Level least, Listener listener) {

  /** Hears what happens in overlays. */
  @FunctionalInterface
  public interface Listener {

    /** Something has happened, told on the loop of the peer: it must not block. */
    void onEvent(String peer, String overlay, OverlayEvent event);
  }

  /** Nobody listens, so that no overlay makes events for it. */
  static final EventWatch NONE =
      new EventWatch(OverlayEvent.Level.WARNING, (peer, overlay, event) -> {});

  void attach(String peer, List<? extends Overlay> overlays) {
    if (this == NONE) {
      return;
    }
    for (Overlay overlay : overlays) {
      String name = overlay.name();
      overlay
          .as(EventSource.class)
          .ifPresent(source -> source.listen(least, event -> listener.onEvent(peer, name, event)));
    }
  }
}
