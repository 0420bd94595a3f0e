package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Reason;
import io.peerwright.kit.events.EventStream;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.transfer.Transfers;
import org.jspecify.annotations.Nullable;

/** Whose session it is: what stays from a join to the next one. */
interface Home {

  /** The servent can be used. */
  void onJoined();

  /** It never can, like this. */
  void onFailed(Reason reason, String message);

  /** It has no neighbour any more. */
  void onAlone();

  /** What is shared. */
  Library library();

  /** Counts for all sessions together. */
  Counters counters();

  /** Whether nobody else can fetch from it now. */
  boolean isBusy();

  /** Tells of what happens; null if nobody has ever listened. */
  @Nullable EventStream events();

  /** What is sent and fetched. */
  Transfers transfers();
}
