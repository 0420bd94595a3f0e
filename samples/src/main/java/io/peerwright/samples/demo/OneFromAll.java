package io.peerwright.samples.demo;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.runtime.FetchRequest;
import io.peerwright.runtime.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One file from two overlays at once: from a Napster user who was found by a search, and from the
 * web seed that the torrent of the same file names.
 *
 * @param bytes of the file
 * @param fromWeb how many of them the web seed gave
 * @param file what was fetched
 * @param detail how the download ended, in words
 * @param sources who sent at the same time, whenever that changed, in words
 */
public record OneFromAll(long bytes, long fromWeb, Path file, String detail, Set<String> sources) {

  /**
   * Shares a file, describes it as a torrent with a web seed, and fetches it.
   *
   * @param sharer a Napster client
   * @param web whose machine runs the web server
   * @param fetcher a Napster client and BitTorrent peer
   * @param words that find the file
   */
  public static OneFromAll run(
      Peer sharer, Peer web, Peer fetcher, Path original, String words, Path target)
      throws IOException {
    sharer.share(original);
    WebOrigin origin = WebOrigin.start(web, original);
    TorrentMaker.Options options =
        new TorrentMaker.Options(1 << 17, List.of(), List.of(origin.url()), "", false);
    byte[] torrent = TorrentMaker.make(original, options, done -> {}).toBytes();
    List<Hit> hits = fetcher.search(words);
    FetchRequest request = FetchRequest.of(hits).withTorrent(ByteBuffer.wrap(torrent));
    String[] detail = {""};
    Set<String> sources = ConcurrentHashMap.newKeySet();
    Path got =
        fetcher.await(
            fetcher
                .fetch(
                    request,
                    target,
                    step -> {
                      detail[0] = step.detail();
                      if (step.state() == Download.State.TRANSFERRING) {
                        sources.add(step.detail());
                      }
                    })
                .thenCompose(download -> download.done()),
            Duration.ofMinutes(5));
    CompletableFuture<Long> fromWeb = new CompletableFuture<>();
    web.host().loop().execute(() -> fromWeb.complete(origin.bytesSent()));
    return new OneFromAll(
        Files.size(original), web.await(fromWeb, Duration.ofMinutes(1)), got, detail[0], sources);
  }
}
