package io.peerwright.api.overlay;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes part in spreading content among all who want it. Seeds what is complete: who has all files
 * joins in the same way, with the directory that they lie in.
 *
 * <p>A peer is in a swarm until the {@link Download} is closed or the overlay is left, also when
 * the content is complete, paused or has failed. Then it may join the swarm again, and goes on from
 * what the directory holds. {@link Overlay#join} joins no swarm by itself.
 *
 * <p>Files of the user are not lost. What is right already is not written to. What has the name of
 * a file of the content but is something else is kept under another name, told by the attribute
 * {@code set-aside} in {@link Download#files()}; nothing else in the directory is touched.
 */
public interface Swarm extends Capability {

  /**
   * What to join.
   *
   * @param magnet a magnet link: the description of the content is fetched from the swarm; null if
   *     {@code metainfo} is given
   * @param metainfo the content of a .torrent file; null if {@code magnet} is given. Belongs to the
   *     request from now on, which reads it without moving its position
   * @param directory where the files are, made if it is not there; a relative one starts at {@link
   *     io.peerwright.api.Host#directory()}. What is here already is verified and kept
   * @param wanted is asked on the loop for each file by its name in the content, a path with {@code
   *     /}, once it is known which files there are; others are neither fetched nor made
   */
  record Request(
      @Nullable String magnet,
      @Nullable ByteBuffer metainfo,
      Path directory,
      Predicate<? super String> wanted) {

    /** Checks that exactly one of both descriptions is given. */
    public Request {
      if ((magnet == null) == (metainfo == null)) {
        throw new IllegalArgumentException("a request has a magnet link or a metainfo, not both");
      }
    }

    /** All files of a magnet link's content. */
    public static Request ofMagnet(String link, Path directory) {
      return new Request(link, null, directory, name -> true);
    }

    /** All files of a .torrent file's content. */
    public static Request ofMetainfo(ByteBuffer content, Path directory) {
      return new Request(null, content, directory, name -> true);
    }

    /** Some of the files only. */
    public Request wanting(Predicate<? super String> files) {
      return new Request(magnet, metainfo, directory, files);
    }
  }

  /**
   * Joins a swarm.
   *
   * @param changed called on the loop when the state or the progress has changed, with COMPLETE or
   *     FAILED in the end, and soon after it is closed no more
   * @return complete, with its target, when all that is wanted is here and verified: the file, or
   *     the folder of the files
   * @throws IllegalArgumentException if the link or the description is malformed, or the swarm
   *     joined already; a swarm that was joined goes on
   * @throws IllegalStateException if the overlay has not joined, or has left
   */
  Download join(Request request, Consumer<? super Download> changed);
}
