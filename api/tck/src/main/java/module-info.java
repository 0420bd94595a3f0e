import org.jspecify.annotations.NullMarked;

/**
 * The contracts as abstract JUnit classes: a plug-in's whole test is one subclass.
 *
 * <p>Start reading at {@link io.peerwright.tck.TransportContract} or {@link
 * io.peerwright.tck.OverlayContract}.
 */
@NullMarked
module io.peerwright.tck {
  requires static org.jspecify;
  requires transitive io.peerwright.api;
  requires transitive org.junit.jupiter.api;

  // For writers of plug-ins: extend these in a test.
  exports io.peerwright.tck;

  // JUnit calls test methods that are not public.
  opens io.peerwright.tck to
      org.junit.platform.commons;
}
