package io.peerwright.bench;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Our peer in a process of its own, with all its settings as they are by default.
 *
 * <pre>TorrentPeer LISTEN TORRENT [PEER...]</pre>
 *
 * Takes folders line by line and joins the swarm with the content there, having left it for the
 * folder before; says {@code ready} first, and {@code done SECONDS} when the content is complete.
 */
final class TorrentPeer {

  /** What closing a connection may take. */
  private static final long LEAVING_MILLIS = 500;

  private TorrentPeer() {}

  public static void main(String[] arguments) throws Exception {
    String peers =
        Arrays.stream(arguments)
            .skip(2)
            .map(each -> '"' + each + '"')
            .collect(Collectors.joining(","));
    byte[] torrent = Files.readAllBytes(Path.of(arguments[1]));
    try (Peerwright peerwright = Peerwright.open()) {
      Peer peer =
          peerwright.start(
              peerwright.parse(
                  """
                  {"transport": {"type": "vertx"},
                   "overlays": [{"type": "bittorrent", "listen": "%s", "peers": [%s]}]}
                  """
                      .formatted(arguments[0], peers)));
      peer.endpoints();
      System.out.println("ready");
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      Download before = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        before = join(peer, torrent, Path.of(line), before);
      }
    }
  }

  private static Download join(Peer peer, byte[] torrent, Path folder, @Nullable Download before)
      throws Exception {
    if (before != null) {
      peer.call(Swarm.class, swarm -> close(before)).toCompletableFuture().join();
      Thread.sleep(LEAVING_MILLIS);
    }
    long start = System.nanoTime();
    Download download =
        peer.call(
                Swarm.class,
                swarm ->
                    swarm.join(
                        Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent), folder), each -> {}))
            .toCompletableFuture()
            .join();
    download
        .done()
        .whenComplete(
            (path, thrown) ->
                System.out.println(
                    thrown == null
                        ? "done " + (System.nanoTime() - start) / 1e9
                        : "failed " + thrown));
    return download;
  }

  private static boolean close(Download download) {
    download.close();
    return true;
  }
}
