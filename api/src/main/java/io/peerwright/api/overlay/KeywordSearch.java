package io.peerwright.api.overlay;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import java.util.function.Consumer;

/** Finds files by words. */
public interface KeywordSearch extends Capability {

  /**
   * Starts a search.
   *
   * @param hits called on the loop for each hit, as it comes in, at most {@code query.maxHits()}
   *     times; each peer that offers a file is a hit of its own
   * @param ended called once and last: {@link Reason#ENDED} when there is no more, {@link
   *     Reason#LIMIT}, {@link Reason#TIMEOUT}, {@link Reason#CANCELLED}, or what went wrong
   * @return cancels the search: no hit follows
   */
  Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended);
}
