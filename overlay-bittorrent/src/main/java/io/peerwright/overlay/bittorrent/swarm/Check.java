package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is on the disk before a torrent begins: all of it, or nothing if nothing can have
 * changed since it was written. Several pieces at a time, each batch a work of its own, so that
 * many torrents and the transfers beside them go on.
 */
final class Check {

  private static final int BATCH_BYTES = 8 << 20;
  private static final int READ_BYTES = 1 << 18;
  private static final int PARALLEL = 2;

  private final Session session;
  private final Torrent torrent;
  private final Info info;
  private final @Nullable BitSet files;
  private final PieceStorage.Factory storages;
  private final BitSet good = new BitSet();
  private BitSet candidates = new BitSet();
  private @Nullable PieceStorage storage;
  private int next;
  private int running;
  private int checked;

  Check(
      Session session,
      Torrent torrent,
      Info info,
      @Nullable BitSet files,
      PieceStorage.Factory storages) {
    this.session = session;
    this.torrent = torrent;
    this.info = info;
    this.files = files;
    this.storages = storages;
  }

  private record Opened(PieceStorage storage, PieceStorage.Found found, Path target) {}

  void run() {
    session.<Opened>offload(
        () -> {
          PieceStorage opened = storages.open(info);
          return new Opened(opened, opened.find(), torrent.download().locate(info));
        },
        (opened, thrown) -> {
          if (opened == null) {
            torrent.onStorageFailed("open", thrown);
          } else {
            begin(opened);
          }
        });
  }

  private void begin(Opened opened) {
    torrent.download().located(opened.target);
    storage = opened.storage;
    candidates = opened.found.pieces();
    if (opened.found.trusted()) {
      good.or(candidates);
      candidates = new BitSet();
    }
    for (int i = 0; i < PARALLEL; i++) {
      nextBatch();
    }
  }

  private void nextBatch() {
    int from = candidates.nextSetBit(next);
    if (from < 0 || !torrent.isChecking()) {
      if (running == 0) {
        end();
      }
      return;
    }
    int count = Math.max(1, BATCH_BYTES / info.pieceLength());
    BitSet batch = new BitSet();
    int last = from;
    for (int i = from; i >= 0 && batch.cardinality() < count; i = candidates.nextSetBit(i + 1)) {
      batch.set(i);
      last = i;
    }
    next = last + 1;
    running++;
    session.<BitSet>offload(
        () -> verify(batch),
        (found, thrown) -> {
          running--;
          if (found == null) {
            torrent.onStorageFailed("read", thrown);
          } else {
            checked += batch.cardinality();
            good.or(found);
            torrent.download().checking(checked, candidates.cardinality());
            nextBatch();
          }
        });
  }

  private BitSet verify(BitSet batch) throws IOException {
    BitSet found = new BitSet();
    ByteBuffer buffer = ByteBuffer.allocateDirect(Math.min(READ_BYTES, info.pieceLength()));
    MessageDigest sha1 = InfoHash.sha1();
    for (int piece = batch.nextSetBit(0); piece >= 0; piece = batch.nextSetBit(piece + 1)) {
      sha1.reset();
      if (hash(piece, buffer, sha1) && info.isHash(piece, sha1.digest())) {
        found.set(piece);
      }
    }
    return found;
  }

  private boolean hash(int piece, ByteBuffer buffer, MessageDigest sha1) throws IOException {
    PieceStorage from = opened();
    long at = info.offset(piece);
    long end = at + info.pieceLength(piece);
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      if (!from.read(at, buffer)) {
        return false;
      }
      at += buffer.limit();
      sha1.update(buffer.flip());
    }
    return true;
  }

  private PieceStorage opened() {
    PieceStorage known = storage;
    if (known == null) {
      throw new IllegalStateException("the storage has not been opened");
    }
    return known;
  }

  private void end() {
    running = -1;
    PieceStorage known = opened();
    session.<PieceStorage>offload(
        () -> {
          known.checked((BitSet) good.clone());
          return known;
        },
        (done, thrown) -> {
          if (done == null) {
            torrent.onStorageFailed("take over", thrown);
          } else if (torrent.isChecking()) {
            PieceTable pieces = new PieceTable(info, files);
            pieces.found(good);
            torrent.onChecked(Content.of(session, torrent, pieces, known));
          } else {
            letGo(known);
          }
        });
  }

  /** The torrent was closed in the meantime. */
  private void letGo(PieceStorage unused) {
    session.<Boolean>offload(
        () -> {
          unused.close();
          return true;
        },
        (closed, thrown) -> {});
  }
}
