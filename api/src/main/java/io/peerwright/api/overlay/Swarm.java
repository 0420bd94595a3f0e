package io.peerwright.api.overlay;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Takes part in spreading content among all who want it. Seeds what is complete. */
public interface Swarm extends Capability {

  /**
   * Joins by name only; the description of the content is fetched from the swarm.
   *
   * @param magnet a magnet link
   * @param directory what is here already is verified and kept
   */
  Download join(String magnet, Path directory, Consumer<? super Download> changed);

  /**
   * Joins by description.
   *
   * @param metainfo the content of a .torrent file; read during the call
   * @param directory what is here already is verified and kept
   */
  Download join(ByteBuffer metainfo, Path directory, Consumer<? super Download> changed);
}
