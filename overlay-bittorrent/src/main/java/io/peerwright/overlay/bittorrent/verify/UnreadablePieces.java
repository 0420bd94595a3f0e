package io.peerwright.overlay.bittorrent.verify;

import io.peerwright.api.TimerTarget;
import io.peerwright.kit.files.DiskErrors;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.storage.UnreadableException;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pieces that are on the disk and cannot be read from there, or are in files that somebody has
 * changed: they are no longer offered, nor asked for anew, peers are told so, and each minute it is
 * looked whether they are there again, with the right hash. All others are seeded and fetched in
 * the meantime.
 */
public final class UnreadablePieces implements TimerTarget {

  /** Told what becomes of them. */
  public interface Listener {

    /** True as long as the torrent works with these pieces. */
    boolean isInUse();

    /** A piece that peers were told of is gone. */
    void onLost(int piece);

    /** Pieces can be read again. */
    void onHealed(BitSet pieces);

    /**
     * What cannot be read at present.
     *
     * @param told in words; empty if there is nothing
     * @param files why, by the index of the file
     */
    void onUnreadable(String told, Map<Integer, String> files);
  }

  private static final long RETRY_NANOS = 60_000_000_000L;
  private static final int MOST_AT_ONCE = 256;
  private static final int READ_BYTES = 1 << 18;

  private final TurnLoop turns;
  private final Listener listener;
  private final PieceTable pieces;
  private final PieceStorage storage;
  private final BitSet lost = new BitSet();

  /** Files that were changed and not looked at since. */
  private final BitSet changed = new BitSet();

  /** The first piece whose turn is next. */
  private int next;

  /** Why, as the last of them said; for each file that is known to be broken by its index. */
  private String reason = "";

  private final Map<Integer, String> files = new TreeMap<>();
  private long timer;

  /** Of one torrent; none yet. */
  public UnreadablePieces(
      TurnLoop turns, Listener listener, PieceTable pieces, PieceStorage storage) {
    this.turns = turns;
    this.listener = listener;
    this.pieces = pieces;
    this.storage = storage;
  }

  /** Pieces that could not be read when they were checked. */
  public void watch(Map<Integer, IOException> unreadable) {
    unreadable.forEach((piece, why) -> note(piece, why));
    pieces.unreadable(lost);
    tell();
    schedule(RETRY_NANOS);
  }

  /**
   * Reading a piece that was here, or has just been written, has failed; of a file that was changed
   * no piece is relied on.
   */
  public void lost(int piece, IOException why) {
    boolean was = pieces.has(piece);
    if (!was && pieces.begun(piece) == null) {
      return;
    }
    lose(piece, was, why);
    if (why instanceof UnreadableException broken && broken.isChanged()) {
      doubt(broken);
    }
    tell();
    schedule(RETRY_NANOS);
  }

  private void doubt(UnreadableException why) {
    changed.set(why.file());
    FileEntry file = pieces.info().files().get(why.file());
    int last = (int) ((file.end() - 1) / pieces.info().pieceLength());
    for (int piece = (int) (file.offset() / pieces.info().pieceLength()); piece <= last; piece++) {
      if (pieces.has(piece)) {
        lose(piece, true, why);
      }
    }
  }

  private void lose(int piece, boolean was, IOException why) {
    pieces.lost(piece);
    if (was) {
      listener.onLost(piece);
    }
    note(piece, why);
  }

  private void note(int piece, IOException why) {
    lost.set(piece);
    reason = DiskErrors.describe(why);
    if (why instanceof UnreadableException broken) {
      files.put(broken.file(), reason);
    }
  }

  private void tell() {
    if (lost.isEmpty()) {
      files.clear();
    }
    String count = lost.cardinality() + (lost.cardinality() == 1 ? " piece" : " pieces");
    listener.onUnreadable(lost.isEmpty() ? "" : "cannot read " + count + ", " + reason, files);
  }

  private void schedule(long nanos) {
    if (timer == 0 && !lost.isEmpty()) {
      timer = turns.loop().schedule(nanos, this, 0, 0);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    if (!listener.isInUse()) {
      return;
    }
    BitSet some = some();
    BitSet afresh = (BitSet) changed.clone();
    changed.clear();
    Map<Integer, UnreadableException> again = new TreeMap<>();
    turns.<BitSet>offload(
        () -> {
          afresh.stream().forEach(storage::reconsider);
          return readable(some, again);
        },
        (found, thrown) -> {
          if (found != null && listener.isInUse()) {
            again.values().forEach(this::doubt);
            heal(found);
          }
          // A file that was given another date only is looked through without a break.
          schedule(some.equals(found) ? 1 : RETRY_NANOS);
        });
  }

  /** Those whose turn it is: all of them come to it, whatever becomes of the others. */
  private BitSet some() {
    BitSet some = new BitSet();
    int piece = lost.nextSetBit(next);
    for (int i = 0; i < Math.min(MOST_AT_ONCE, lost.cardinality()); i++) {
      piece = piece < 0 ? lost.nextSetBit(0) : piece;
      some.set(piece);
      piece = lost.nextSetBit(piece + 1);
    }
    next = Math.max(piece, 0);
    return some;
  }

  private void heal(BitSet found) {
    if (found.isEmpty()) {
      tell();
      return;
    }
    lost.andNot(found);
    pieces.found(found);
    tell();
    listener.onHealed(found);
  }

  /** Reads them again; those that are as they should be, and the files that change meanwhile. */
  private BitSet readable(BitSet some, Map<Integer, UnreadableException> changing) {
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
          storage.vouch(piece);
          found.set(piece);
        }
      } catch (IOException stillBroken) {
        sha1.reset();
        if (stillBroken instanceof UnreadableException broken && broken.isChanged()) {
          changing.put(broken.file(), broken);
        }
      }
    }
    return found;
  }
}
