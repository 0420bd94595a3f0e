package io.peerwright.kit.events;

import io.peerwright.api.Handle;
import io.peerwright.api.overlay.Capability;
import java.util.function.Consumer;

/** The capability of an overlay that tells what happens in it. */
public interface EventSource extends Capability {

  /**
   * Listens, from now on until the handle is closed. Listeners are called in turns of their own, so
   * that they may use the overlay. What one throws is told by the loop once, and costs no other
   * listener an event.
   *
   * @param least how much an event must matter to be told
   */
  Handle listen(OverlayEvent.Level least, Consumer<? super OverlayEvent> listener);
}
