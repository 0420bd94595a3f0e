package io.peerwright.api.sketches;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An application, not a protocol: searches, takes the content that most peers offer, downloads it
 * from all of them, and plays it while it comes in.
 *
 * <p>Shows capabilities that are asked for and not assumed, hits of one content brought together by
 * URN, and reading ahead of the download. Runs on the peer's loop, with any overlay.
 */
final class FindAndPlay {

  private final Fetch fetch;
  private final Path folder;
  private final Consumer<ByteBuffer> player;
  private final Map<Urn, List<Hit>> byContent = new TreeMap<>();

  FindAndPlay(Overlay overlay, String words, Path folder, Consumer<ByteBuffer> player) {
    this.fetch = overlay.as(Fetch.class).orElseThrow();
    this.folder = folder;
    this.player = player;
    overlay
        .as(KeywordSearch.class)
        .orElseThrow()
        .search(Query.parse(words), this::onHit, reason -> fetchBest());
  }

  private void onHit(Hit hit) {
    hit.urns().forEach(urn -> byContent.computeIfAbsent(urn, u -> new ArrayList<>()).add(hit));
  }

  private void fetchBest() {
    byContent.values().stream()
        .max(Comparator.comparingInt(List::size))
        .map(sources -> fetch.fetch(sources, folder.resolve("found"), progress -> {}))
        .ifPresent(download -> play(download, 0, ByteBuffer.allocate(64 * 1024)));
  }

  private void play(Download download, long position, ByteBuffer buffer) {
    download
        .read(position, buffer.clear())
        .thenAccept(
            bytes -> {
              if (bytes > 0) {
                player.accept(buffer.flip());
                play(download, position + bytes, buffer);
              }
            });
  }
}
