package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.events.ClientEvents;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What transfers need of the client that they belong to. */
public interface TransferContext {

  /** The machine. */
  Host host();

  /** The configuration. */
  HybridConfig config();

  /** Our name at the server. */
  String nick();

  /** True if others can connect to our data port. */
  boolean isReachable();

  /** True while logged in. */
  boolean isReady();

  /** True if we may connect to an address that the server has named. */
  boolean mayDial(Endpoint named);

  /** Sends frames to the server; they are dropped if we are not logged in. */
  void send(FrameWriter frames);

  /**
   * Asks the server who else has a content.
   *
   * @return false if it has left too many such questions without an answer
   */
  boolean ask(SourceSearch search);

  /** The file that is shared under a name as it stands on the wire. */
  @Nullable SharedItem shared(String wireName);

  /** All that is shared, by the names on the wire. */
  Collection<SharedFile> sharedFiles();

  /** Shares a file no more, for it is not what it was said to be. */
  void withdraw(SharedItem item);

  /** The counters of this peer. */
  TransferCounters counters();

  /** Told what happens. */
  ClientEvents events();
}
