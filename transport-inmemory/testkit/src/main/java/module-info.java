import io.peerwright.api.spi.OverlayProvider;
import org.jspecify.annotations.NullMarked;

/**
 * Tests of overlays in simulation: many peers in one class, and runs that are done twice.
 *
 * <p>Start reading at {@link io.peerwright.testkit.OverlayTestKit} and {@link
 * io.peerwright.testkit.DeterministicTest}.
 */
@NullMarked
module io.peerwright.testkit {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.transport.inmemory;
  requires transitive org.junit.jupiter.api;
  requires io.peerwright.kit;
  requires static org.jspecify;

  uses OverlayProvider;

  // For tests of plug-ins.
  exports io.peerwright.testkit;

  // JUnit makes the extensions that annotations name.
  opens io.peerwright.testkit to
      org.junit.platform.commons;
}
