package io.peerwright.runtime;

import io.peerwright.api.Handle;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.download.ContentCheck;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.download.SameContent;
import io.peerwright.kit.download.SourceFinder;
import io.peerwright.kit.index.Words;
import io.peerwright.kit.text.SharedPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Searches all overlays of a peer for others who have a content, by the words of its name. Of what
 * is found counts what has its size and contradicts none of its hashes, and shares one of them
 * unless wrong pieces would be found out.
 */
final class OverlaySearch implements SourceFinder {

  /** With pauses from 15 seconds on, a quarter of an hour. */
  private static final int REPEATS = 6;

  /** More words find no more, and some overlays have room for few. */
  private static final int MAX_WORDS = 6;

  private static final int MAX_HITS = 100;

  private final List<Overlay> overlays;
  private final Query query;
  private final long size;
  private final List<Urn> names;
  private final boolean hasPieces;

  /**
   * A finder for one content.
   *
   * @param fileName what it is called where it is known; empty if nobody told
   * @param within how long one search has
   */
  OverlaySearch(
      List<Overlay> overlays,
      String fileName,
      long size,
      List<Urn> names,
      ContentCheck check,
      Duration within) {
    this.overlays = overlays;
    this.size = size;
    this.names = names;
    this.hasPieces = check.pieceLength() > 0 && check.isConclusive();
    Map<String, Long> exactly = Map.of("size", size);
    query = new Query(words(fileName), List.of(), exactly, exactly, Map.of(), MAX_HITS, within);
  }

  /** The longest ones of what stands between the folders and the suffix. */
  private static List<String> words(String path) {
    String fileName = SharedPath.lastPart(path);
    int dot = fileName.lastIndexOf('.');
    return Words.whole(dot > 0 ? fileName.substring(0, dot) : fileName).stream()
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .limit(MAX_WORDS)
        .toList();
  }

  @Override
  public boolean isOffered() {
    return !query.words().isEmpty()
        && (hasPieces || !names.isEmpty())
        && overlays.stream()
            .anyMatch(
                each ->
                    each.as(KeywordSearch.class).isPresent()
                        && each.as(ContentSources.class).isPresent());
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public String waiting() {
    return "";
  }

  @Override
  public String asking() {
    return "searching all overlays for other sources";
  }

  @Override
  public int repeats() {
    return REPEATS;
  }

  @Override
  public Handle find(Consumer<ContentSource> found, Runnable ended) {
    List<Handle> running = new ArrayList<>();
    int[] left = {1};
    Runnable over =
        () -> {
          if (--left[0] == 0) {
            ended.run();
          }
        };
    for (Overlay overlay : overlays) {
      KeywordSearch search = overlay.as(KeywordSearch.class).orElse(null);
      ContentSources feeding = overlay.as(ContentSources.class).orElse(null);
      if (search != null && feeding != null) {
        left[0]++;
        running.add(search.search(query, hit -> onHit(hit, feeding, found), reason -> over.run()));
      }
    }
    over.run();
    return () -> running.forEach(Handle::close);
  }

  private void onHit(Hit hit, ContentSources feeding, Consumer<ContentSource> found) {
    boolean isSame =
        hit.sizeBytes().equals(OptionalLong.of(size))
            && (hasPieces
                ? !SameContent.isContradicted(names, hit)
                : SameContent.isNamed(names, hit));
    if (isSame) {
      feeding.sources(List.of(hit)).forEach(found);
    }
  }
}
