package io.peerwright.api.overlay;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import java.util.function.Consumer;

/** Lists all that one peer shares. */
public interface Browse extends Capability {

  /**
   * Asks for the list.
   *
   * @param peer as the overlay names peers
   * @param hits called on the loop for each file
   * @param ended called once and last, as by {@link KeywordSearch}; {@link Reason#UNRESOLVED} if
   *     there is no such peer
   * @return cancels the listing: no hit follows
   */
  Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended);
}
