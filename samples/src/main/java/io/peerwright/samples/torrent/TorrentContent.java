package io.peerwright.samples.torrent;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.runtime.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Files of a torrent, to be read from anywhere while they are still coming.
 *
 * @param name of the torrent
 * @param tag changes whenever the content does
 * @param files those that are offered
 * @param peer on whose loop the download lives
 * @param download where they come from
 */
public record TorrentContent(
    String name, String tag, List<SharedItem> files, Peer peer, Download download) {

  /** Copies the files. */
  public TorrentContent {
    files = List.copyOf(files);
  }

  /**
   * Reads from a file and waits until there is something: it is fetched before all else.
   *
   * @param target not to be touched again if this is interrupted
   * @return bytes read, at least 1
   */
  int read(SharedItem file, long position, ByteBuffer target)
      throws IOException, InterruptedException {
    long offset = Long.parseLong(file.attributes().getOrDefault("offset", "0"));
    try {
      int count =
          peer.call(Swarm.class, swarm -> download.read(offset + position, target))
              .thenCompose(Function.identity())
              .toCompletableFuture()
              .get();
      if (count <= 0) {
        throw new IOException("the torrent ends before " + file.name() + " does");
      }
      return count;
    } catch (ExecutionException e) {
      throw new IOException("cannot read " + file.name() + ": " + e.getCause(), e);
    }
  }
}
