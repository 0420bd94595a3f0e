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
   * @param ended called on the loop once and last: {@link Reason#ENDED} when there is no more,
   *     {@link Reason#LIMIT} after {@code query.maxHits()} hits, {@link Reason#TIMEOUT} after
   *     {@code query.within()}, {@link Reason#CANCELLED} when the handle was closed, or what went
   *     wrong
   * @return cancels the search: no hit follows, also if that is done from inside a hit
   */
  Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended);
}
