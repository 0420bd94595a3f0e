package io.peerwright.api.spi;

import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a {@link TransportDecorator} has put around a transport. Used on the peer's loop only. */
public interface Decoration {

  /** The transport with this around it. */
  Transport transport();

  /**
   * What this can do besides, such as telling why a connect went as it went; empty if it cannot.
   */
  <C extends Capability> Optional<C> as(Class<C> capability);

  /**
   * Undoes what it did outside of this process, such as port mappings at a router. Called once,
   * when all overlays have left; the transport still works.
   *
   * @return completes on the loop when that is done; the peer waits for it as long as for an
   *     overlay to leave
   */
  CompletionStage<Void> end();

  /** A transport that has nothing to undo and offers nothing. */
  static Decoration of(Transport transport) {
    return new Decoration() {
      @Override
      public Transport transport() {
        return transport;
      }

      @Override
      public <C extends Capability> Optional<C> as(Class<C> capability) {
        return Optional.empty();
      }

      @Override
      public CompletionStage<Void> end() {
        return CompletableFuture.completedStage(null);
      }
    };
  }
}
