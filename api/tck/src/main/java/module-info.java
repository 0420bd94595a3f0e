import org.jspecify.annotations.NullMarked;

/**
 * The contracts as abstract JUnit classes: a plug-in's whole test is one subclass.
 *
 * <p>Start reading at {@link io.peerwright.tck.TransportContract} or {@link
 * io.peerwright.tck.OverlayContract}; what an overlay can do is in {@link
 * io.peerwright.tck.NamingContract} and its neighbours.
 */
@NullMarked
module io.peerwright.tck {
  requires static org.jspecify;
  requires transitive io.peerwright.api;
  requires transitive org.junit.jupiter.api;
  // To hear what loops tell of callbacks that throw.
  requires java.logging;
  // For telling whether a loop was kept waiting.
  requires java.management;
  // For faults that are planted into sources.
  requires java.compiler;
  // For the hunt of mutants, and for telling what was skipped.
  requires static transitive org.junit.platform.launcher;

  // For writers of plug-ins: extend these in a test.
  exports io.peerwright.tck;
  // For writers of parsers: hostile bytes, also guided by coverage.
  exports io.peerwright.tck.fuzz;
  // For writers of contracts: faults that a contract must catch.
  exports io.peerwright.tck.mutants;

  // JUnit calls test methods that are not public.
  opens io.peerwright.tck to
      org.junit.platform.commons;
  opens io.peerwright.tck.fuzz to
      org.junit.platform.commons;
  opens io.peerwright.tck.mutants to
      org.junit.platform.commons;
}
