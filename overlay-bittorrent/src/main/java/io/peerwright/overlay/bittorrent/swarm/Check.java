package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.OverlayException;
import io.peerwright.api.TimerTarget;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.storage.Placement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is on the disk before a torrent begins: all of it, or nothing if nothing can have
 * changed since it was written. Several pieces at a time, each batch a work of its own, so that
 * many torrents and the transfers beside them go on.
 */
final class Check implements TimerTarget {

  private static final int BATCH_BYTES = 32 << 20;
  private static final int PARALLEL = 2;
  private static final int MOST_TRIES = 10;
  private static final long RETRY_NANOS = 500_000_000L;

  private final SwarmSession session;
  private final Torrent torrent;
  private final Info info;
  private final FilePriorities priorities;
  private final PieceStorage.Factory storages;
  private final BitSet good = new BitSet();
  private final Map<Integer, IOException> unreadable = new TreeMap<>();
  private BitSet candidates = new BitSet();
  private @Nullable BitSet files;
  private @Nullable PieceStorage storage;
  private int next;
  private int running;
  private int checked;
  private int tries;

  Check(
      SwarmSession session,
      Torrent torrent,
      Info info,
      FilePriorities priorities,
      PieceStorage.Factory storages) {
    this.session = session;
    this.torrent = torrent;
    this.info = info;
    this.priorities = priorities;
    this.storages = storages;
  }

  private record Opened(PieceStorage storage, PieceStorage.Found found, Placement place) {}

  void run() {
    try {
      files = priorities.first(info);
    } catch (IllegalArgumentException noSuchFile) {
      torrent.fail(String.valueOf(noSuchFile.getMessage()));
      return;
    }
    session.<Opened>offload(
        () -> {
          PieceStorage opened = storages.open(info);
          try {
            return new Opened(opened, opened.find(), torrent.download().locate(info));
          } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
          }
        },
        (opened, thrown) -> {
          if (thrown instanceof OverlayException inUse && ++tries < MOST_TRIES) {
            // Perhaps by one that is just ending.
            torrent.download().changed(String.valueOf(inUse.getMessage()));
            session.host().loop().schedule(RETRY_NANOS, this, 0, 0);
          } else if (opened == null) {
            torrent.onStorageFailed("open", thrown);
          } else {
            begin(opened);
          }
        });
  }

  @Override
  public void onTimer(int code, long argument) {
    if (torrent.isChecking()) {
      run();
      session.endTurn();
    }
  }

  private void begin(Opened opened) {
    torrent.download().located(opened.place);
    storage = opened.storage;
    candidates = opened.found.pieces();
    torrent.download().believed(false);
    if (opened.found.trusted()) {
      good.or(candidates);
      torrent.download().believed(!candidates.isEmpty());
      candidates = new BitSet();
    }
    if (candidates.isEmpty()) {
      endIfIdle();
    } else {
      for (int i = 0; i < PARALLEL; i++) {
        session.lanes().take(this::nextBatch);
      }
    }
  }

  private void nextBatch(HashBuffers.Lane lane) {
    int from = candidates.nextSetBit(next);
    if (from < 0 || !torrent.isChecking()) {
      session.lanes().giveBack(lane);
      endIfIdle();
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
        () -> verify(batch, lane),
        (found, thrown) -> {
          running--;
          if (found == null) {
            torrent.onStorageFailed("read", thrown);
            session.lanes().giveBack(lane);
            endIfIdle();
          } else {
            checked += batch.cardinality();
            good.or(found);
            torrent.download().checking(checked, candidates.cardinality());
            session.lanes().takeTurns(lane, this::nextBatch);
          }
        });
  }

  private BitSet verify(BitSet batch, HashBuffers.Lane lane) {
    BitSet found = new BitSet();
    int atOnce = Math.max(1, HashBuffers.BYTES / info.pieceLength());
    for (int from = batch.nextSetBit(0); from >= 0; ) {
      int end = Math.min(batch.nextClearBit(from), from + atOnce);
      if (end - from == 1 || !verify(from, end, lane, found)) {
        for (int piece = from; piece < end; piece++) {
          if (isGood(piece, lane)) {
            found.set(piece);
          }
        }
      }
      from = batch.nextSetBit(end);
    }
    return found;
  }

  /** What cannot be read is looked at again later; everything else goes on without it. */
  private boolean isGood(int piece, HashBuffers.Lane lane) {
    try {
      return hash(piece, lane) && info.isHash(piece, lane.sha1().digest());
    } catch (IOException e) {
      synchronized (unreadable) {
        unreadable.put(piece, e);
      }
      return false;
    }
  }

  /** Several pieces that are read at once; false if not all of them are here. */
  private boolean verify(int from, int end, HashBuffers.Lane lane, BitSet found) {
    ByteBuffer bytes = lane.buffer().clear();
    bytes.limit((int) (info.offset(end - 1) + info.pieceLength(end - 1) - info.offset(from)));
    try {
      if (!opened().read(info.offset(from), bytes)) {
        return false;
      }
    } catch (IOException one) {
      return false;
    }
    bytes.flip();
    lane.sha1().reset();
    for (int piece = from; piece < end; piece++) {
      bytes.limit(bytes.position() + info.pieceLength(piece));
      lane.sha1().update(bytes);
      if (info.isHash(piece, lane.sha1().digest())) {
        found.set(piece);
      }
    }
    return true;
  }

  private boolean hash(int piece, HashBuffers.Lane lane) throws IOException {
    PieceStorage from = opened();
    ByteBuffer buffer = lane.buffer();
    lane.sha1().reset();
    long at = info.offset(piece);
    long end = at + info.pieceLength(piece);
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      if (!from.read(at, buffer)) {
        return false;
      }
      at += buffer.limit();
      lane.sha1().update(buffer.flip());
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

  /** Ends once: with what was found, or without a word on it if the check was cut short. */
  private void endIfIdle() {
    if (running == 0) {
      running = -1;
      if (torrent.isChecking()) {
        takeOver(opened());
      } else {
        // Pieces that nobody has looked at would pass for missing, and their files make way.
        letGo(opened());
      }
    }
  }

  private void takeOver(PieceStorage known) {
    session.<PieceStorage>offload(
        () -> {
          BitSet broken = new BitSet();
          unreadable.keySet().forEach(broken::set);
          known.checked((BitSet) good.clone(), broken);
          return known;
        },
        (done, thrown) -> {
          torrent.download().noticed(known.notices());
          if (done == null) {
            torrent.onStorageFailed("take over", thrown);
            letGo(known);
          } else if (torrent.isChecking()) {
            PieceTable pieces = new PieceTable(info, files);
            pieces.found(good);
            if (session.config().seedOnly()) {
              pieces.wantOnlyFound();
            }
            LoadedTorrent content = LoadedTorrent.of(session, torrent, pieces, known);
            content.uploads().unreadable().watch(unreadable);
            torrent.onChecked(content);
          } else {
            letGo(known);
          }
        });
  }

  /** The torrent was closed or has failed in the meantime. */
  private void letGo(PieceStorage unused) {
    session.<Boolean>offload(
        () -> {
          unused.close();
          return true;
        },
        (closed, thrown) -> {});
  }
}
