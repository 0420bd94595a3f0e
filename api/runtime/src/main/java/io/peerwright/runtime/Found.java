package io.peerwright.runtime;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a search has found, and how it ended.
 *
 * @param hits in the order in which they came in
 * @param ends why it ended in each overlay that was asked, by its name; an overlay whose search was
 *     still going on when there was enough is not among them. {@link Reason#LIMIT} with fewer hits
 *     than were asked for means that servers gave no more
 */
public record Found(List<Hit> hits, SortedMap<String, Reason> ends) {

  /** Copies the collections. */
  public Found {
    hits = List.copyOf(hits);
    ends = new TreeMap<>(ends);
  }

  /** The hits of all overlays, merged by content: by the names of their hashes, and their sizes. */
  public List<FoundContent> contents() {
    return FoundContent.of(hits);
  }
}
