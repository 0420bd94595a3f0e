package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Loop;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.overlay.hybrid.transfer.WireNames;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server what is shared: all of it after each login, and what changes in between. What is
 * shared in one callback is announced in one write. Made with the first share, so that an idle peer
 * has none.
 */
final class SharePublisher {

  /** The server as far as it is needed here. */
  interface Server {

    /** True while logged in. */
    boolean isReady();

    /** Sends frames; they are dropped if we are not logged in. */
    void send(FrameWriter frames);
  }

  private final Loop loop;
  private final Server server;
  private final Shares shares = new Shares();
  private @Nullable List<String> unannounced;

  SharePublisher(Loop loop, Server server) {
    this.loop = loop;
    this.server = server;
  }

  int size() {
    return shares.size();
  }

  @Nullable SharedItem get(String wire) {
    return shares.get(wire);
  }

  Collection<SharedFile> all() {
    return shares.all();
  }

  /** Shares a file; see {@link Shares#add}. */
  void share(SharedItem item) {
    String wire = shares.add(item);
    if (unannounced == null) {
      unannounced = new ArrayList<>();
      loop.execute(this::announce);
    }
    unannounced.add(wire);
  }

  private void announce() {
    List<String> names = unannounced;
    unannounced = null;
    if (names != null && server.isReady()) {
      announce(names);
    }
  }

  /** A server that knows nothing of us yet is told everything. */
  void announceAll() {
    unannounced = null;
    announce(shares.names());
  }

  private void announce(Collection<String> names) {
    FrameWriter frames = new FrameWriter();
    shares.announce(names, frames);
    server.send(frames);
  }

  /** False if it was not shared. */
  boolean withdraw(SharedItem item) {
    String wire = WireNames.ofShared(item.name());
    boolean removed = shares.remove(wire, item);
    if (removed) {
      server.send(new FrameWriter().begin(MessageType.UNSHARE).field(wire));
    }
    return removed;
  }
}
