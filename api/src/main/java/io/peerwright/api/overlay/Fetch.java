package io.peerwright.api.overlay;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Downloads files that were found. */
public interface Fetch extends Capability {

  /**
   * Starts a download, or goes on with one that was broken off: what lies in the part file beside
   * the target is kept. The target appears under its name only when it is complete and verified.
   *
   * @param sources peers that offer the same content, best first, at least one; those of other
   *     overlays are left out
   * @param target the file to write; its folder is created. A relative one starts at {@link
   *     io.peerwright.api.Host#directory()}
   * @param changed called on the loop when the state or the progress has changed
   * @throws IllegalArgumentException if none of the sources is of this overlay
   * @throws IllegalStateException if the overlay has not joined
   */
  Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed);
}
