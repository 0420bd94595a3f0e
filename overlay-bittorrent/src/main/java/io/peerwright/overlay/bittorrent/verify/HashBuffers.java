package io.peerwright.overlay.bittorrent.verify;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What content is read and hashed with when it is checked: as much at a time as costs few calls and
 * stays in a processor's cache. Few for all torrents of a peer, which use them by turns; none when
 * nothing is checked.
 */
public final class HashBuffers {

  public static final int BYTES = 1 << 20;
  private static final int MAX = 4;

  /** One thread's at a time. */
  public record Lane(ByteBuffer buffer, MessageDigest sha1) {}

  private final Deque<Consumer<Lane>> waiting = new ArrayDeque<>();
  private final Deque<Lane> free = new ArrayDeque<>();
  private int made;
  private boolean serving;

  /** Calls the user with a lane, at once if there is one. */
  public void take(Consumer<Lane> user) {
    if (free.isEmpty() && made < MAX) {
      made++;
      free.add(new Lane(ByteBuffer.allocateDirect(BYTES), InfoHash.sha1()));
    }
    waiting.add(user);
    serve();
  }

  /** Takes it again for the same user, after those who wait. */
  public void takeTurns(Lane lane, Consumer<Lane> user) {
    free.add(lane);
    waiting.add(user);
    serve();
  }

  public void giveBack(Lane lane) {
    free.add(lane);
    serve();
  }

  /** A user who gives a lane back at once is not answered from within that call. */
  private void serve() {
    if (serving) {
      return;
    }
    serving = true;
    while (!free.isEmpty() && !waiting.isEmpty()) {
      waiting.remove().accept(free.remove());
    }
    serving = false;
    made -= free.size();
    free.clear();
  }
}
