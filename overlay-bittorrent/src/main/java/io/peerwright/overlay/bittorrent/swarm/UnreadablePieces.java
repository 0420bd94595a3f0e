package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.TimerTarget;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a seed that were here and cannot be read: they are no longer offered, peers are told
 * so, and each minute it is looked whether they are there again, with the right hash. All others
 * are seeded in the meantime.
 */
final class UnreadablePieces implements TimerTarget {

  private static final long RETRY_NANOS = 60_000_000_000L;
  private static final int MOST_AT_ONCE = 256;
  private static final int READ_BYTES = 1 << 18;

  private final Session session;
  private final Torrent torrent;
  private final PieceTable pieces;
  private final PieceStorage storage;
  private final BitSet lost = new BitSet();
  private long timer;

  UnreadablePieces(Session session, Torrent torrent, PieceTable pieces, PieceStorage storage) {
    this.session = session;
    this.torrent = torrent;
    this.pieces = pieces;
    this.storage = storage;
  }

  /** Pieces that could not be read when they were checked. */
  void watch(BitSet unreadable) {
    lost.or(unreadable);
    schedule();
  }

  /** Reading a piece that was here has failed. */
  void lost(int piece, @Nullable Throwable why) {
    if (!pieces.has(piece)) {
      return;
    }
    pieces.lost(piece);
    lost.set(piece);
    torrent.established().forEach(peer -> Extensions.dontHave(peer, piece));
    String message = why == null ? "no reason told" : String.valueOf(why.getMessage());
    torrent.download().changed("cannot read " + counted() + ", not offered for now: " + message);
    schedule();
  }

  private String counted() {
    return lost.cardinality() + (lost.cardinality() == 1 ? " piece" : " pieces");
  }

  private void schedule() {
    if (timer == 0 && !lost.isEmpty()) {
      timer = session.host().loop().schedule(RETRY_NANOS, this, 0, 0);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    Content content = torrent.content();
    boolean over = torrent.phase() == Phase.CLOSED || torrent.phase() == Phase.FAILED;
    if (over || content == null || content.storage() != storage) {
      return;
    }
    BitSet some = new BitSet();
    lost.stream().limit(MOST_AT_ONCE).forEach(some::set);
    session.<BitSet>offload(
        () -> readable(some),
        (found, thrown) -> {
          if (found != null && !found.isEmpty() && torrent.content() == content) {
            heal(found);
          }
          schedule();
        });
  }

  private void heal(BitSet found) {
    lost.andNot(found);
    pieces.found(found);
    found.stream().forEach(torrent.talk()::onPiece);
    torrent.download().changed(lost.isEmpty() ? "complete; seeding" : "cannot read " + counted());
  }

  /** Reads them again; those that are as they should be. */
  private BitSet readable(BitSet some) {
    BitSet found = new BitSet();
    Info info = pieces.info();
    MessageDigest sha1 = InfoHash.sha1();
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    for (int piece = some.nextSetBit(0); piece >= 0; piece = some.nextSetBit(piece + 1)) {
      try {
        int length = info.pieceLength(piece);
        boolean here = true;
        for (int at = 0; here && at < length; at += buffer.limit()) {
          buffer.clear().limit(Math.min(READ_BYTES, length - at));
          here = storage.read(info.offset(piece) + at, buffer);
          sha1.update(buffer.flip());
        }
        if (info.isHash(piece, sha1.digest()) && here) {
          found.set(piece);
        }
      } catch (IOException stillBroken) {
        sha1.reset();
      }
    }
    return found;
  }
}
