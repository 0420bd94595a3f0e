package io.peerwright.api.overlay;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Takes part in spreading content among all who want it. Seeds what is complete: who has all files
 * joins in the same way, with the directory that they lie in.
 */
public interface Swarm extends Capability {

  /**
   * Joins by name only; the description of the content is fetched from the swarm.
   *
   * @param magnet a magnet link
   * @param directory what is here already is verified and kept
   * @throws IllegalArgumentException if the link is malformed, or the swarm joined already
   */
  Download join(String magnet, Path directory, Consumer<? super Download> changed);

  /**
   * Joins by description.
   *
   * @param metainfo the content of a .torrent file; read during the call
   * @param directory what is here already is verified and kept
   * @throws IllegalArgumentException if the description is malformed, or the swarm joined already
   */
  Download join(ByteBuffer metainfo, Path directory, Consumer<? super Download> changed);

  /**
   * As {@link #join(String, Path, Consumer)}, but for some of the files only.
   *
   * @param wanted is asked for each file by its name in the content, a path with {@code /}
   */
  Download join(
      String magnet,
      Path directory,
      Predicate<? super String> wanted,
      Consumer<? super Download> changed);

  /** As {@link #join(ByteBuffer, Path, Consumer)}, but for some of the files only. */
  Download join(
      ByteBuffer metainfo,
      Path directory,
      Predicate<? super String> wanted,
      Consumer<? super Download> changed);
}
