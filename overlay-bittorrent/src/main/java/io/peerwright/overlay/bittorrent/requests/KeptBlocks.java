package io.peerwright.overlay.bittorrent.requests;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that a peer was asked for and passes over, sending what was asked for later. An honest
 * peer serves in some other order than it was asked, as its disk has it: however it mixes what
 * waits there, a block is passed over about as often as blocks have waited at most, and comes in
 * the end. What comes after all is forgiven; so is an old one with every 16 MiB that the peer
 * brings, as it may be asked for days.
 */
public final class KeptBlocks {

  /** A block may be passed over so often, however few wait. */
  private static final int LEAST_SKIPPED = 16;

  private static final int MOST_KEPT = 100;
  private static final int FORGIVEN_BITS = 24;

  /** The most that have waited at the peer since nothing did. */
  private int mostAsked;

  /** In the order in which they were missed; one that was asked for again may be there again. */
  private @Nullable Deque<Long> kept;

  /** Another block is asked for, with which so many wait. */
  public void onAsked(int waiting) {
    mostAsked = waiting == 1 ? 1 : Math.max(mostAsked, waiting);
  }

  /** True if a block has been passed over more often than can be without intention. */
  public boolean isKept(int skipped) {
    return skipped > Math.max(LEAST_SKIPPED, mostAsked);
  }

  public void add(int piece, int block) {
    Deque<Long> known = kept;
    if (known == null) {
      known = new ArrayDeque<>();
      kept = known;
    }
    known.addLast(key(piece, block));
  }

  /** A block has come that the peer is not waited for with. */
  public void onLate(int piece, int block) {
    if (kept != null) {
      long late = key(piece, block);
      kept.removeIf(each -> each == late);
    }
  }

  /** The bytes that a peer has brought are so many now, and were fewer. */
  public void onReceived(long before, long now) {
    if (kept != null && before >> FORGIVEN_BITS != now >> FORGIVEN_BITS) {
      kept.pollFirst();
    }
  }

  public boolean isTooMany() {
    return kept != null && kept.size() > MOST_KEPT;
  }

  private static long key(int piece, int block) {
    return (long) piece << 32 | block;
  }
}
