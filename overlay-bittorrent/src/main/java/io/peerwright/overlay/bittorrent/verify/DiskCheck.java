package io.peerwright.overlay.bittorrent.verify;

import io.peerwright.api.OverlayException;
import io.peerwright.api.TimerTarget;
import io.peerwright.overlay.bittorrent.blocks.FilePriorities;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.storage.Notice;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.storage.Placement;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is on the disk before a torrent begins: all of it, or nothing if nothing can have
 * changed since it was written. Several pieces at a time, each batch a work of its own, so that
 * many torrents and the transfers beside them go on.
 */
public final class DiskCheck implements TimerTarget {

  /** The torrent that is checked. */
  public interface Listener {

    /** False when the outcome is of no use any more. */
    boolean isChecking();

    /** How far it is, for a person. */
    void onProgress(String what);

    /** Where the content belongs; looks at the disk, and so is called off the loop. */
    Placement locate(Info info);

    /**
     * The files are open.
     *
     * @param believed an earlier run has checked what is here, and nothing has changed since
     */
    void onOpened(Placement place, boolean believed);

    /** What users should know of their files. */
    void onNotices(List<Notice> notices);

    /** It cannot be done. */
    void onFailed(String why);

    /** The disk does not do its work; null if it is not known why. */
    void onDiskFailed(String what, @Nullable Throwable why);

    /** What is here. */
    void onChecked(Outcome outcome);
  }

  /**
   * What was found.
   *
   * @param storage open; the listener's from now on
   * @param files those that are wanted, by their index; null for all
   * @param good pieces that are here
   * @param unreadable pieces that may be, and why they cannot be read
   */
  public record Outcome(
      PieceStorage storage,
      @Nullable BitSet files,
      BitSet good,
      Map<Integer, IOException> unreadable) {}

  private static final int BATCH_BYTES = 32 << 20;
  private static final int PARALLEL = 2;
  private static final int MOST_TRIES = 10;
  private static final long RETRY_NANOS = 500_000_000L;

  private final TurnLoop turns;
  private final HashBuffers lanes;
  private final Listener torrent;
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

  /** Of one torrent, which is told all that follows. */
  public DiskCheck(
      TurnLoop turns,
      HashBuffers lanes,
      Info info,
      FilePriorities priorities,
      PieceStorage.Factory storages,
      Listener torrent) {
    this.turns = turns;
    this.lanes = lanes;
    this.info = info;
    this.priorities = priorities;
    this.storages = storages;
    this.torrent = torrent;
  }

  private record Opened(PieceStorage storage, PieceStorage.Found found, Placement place) {}

  /** Begins. */
  public void run() {
    try {
      files = priorities.first(info);
    } catch (IllegalArgumentException noSuchFile) {
      torrent.onFailed(String.valueOf(noSuchFile.getMessage()));
      return;
    }
    turns.<Opened>offload(
        () -> {
          PieceStorage opened = storages.open(info);
          try {
            return new Opened(opened, opened.find(), torrent.locate(info));
          } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
          }
        },
        (opened, thrown) -> {
          if (thrown instanceof OverlayException inUse && ++tries < MOST_TRIES) {
            // Perhaps by one that is just ending.
            torrent.onProgress(String.valueOf(inUse.getMessage()));
            turns.loop().schedule(RETRY_NANOS, this, 0, 0);
          } else if (opened == null) {
            torrent.onDiskFailed("open", thrown);
          } else {
            begin(opened);
          }
        });
  }

  @Override
  public void onTimer(int code, long argument) {
    if (torrent.isChecking()) {
      run();
      turns.endTurn();
    }
  }

  private void begin(Opened opened) {
    storage = opened.storage;
    candidates = opened.found.pieces();
    boolean believed = opened.found.trusted();
    torrent.onOpened(opened.place, believed && !candidates.isEmpty());
    if (believed) {
      good.or(candidates);
      candidates = new BitSet();
    }
    if (candidates.isEmpty()) {
      endIfIdle();
    } else {
      for (int i = 0; i < PARALLEL; i++) {
        lanes.take(this::nextBatch);
      }
    }
  }

  private void nextBatch(HashBuffers.Lane lane) {
    int from = candidates.nextSetBit(next);
    if (from < 0 || !torrent.isChecking()) {
      lanes.giveBack(lane);
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
    turns.<BitSet>offload(
        () -> verify(batch, lane),
        (found, thrown) -> {
          running--;
          if (found == null) {
            torrent.onDiskFailed("read", thrown);
            lanes.giveBack(lane);
            endIfIdle();
          } else {
            checked += batch.cardinality();
            good.or(found);
            torrent.onProgress(
                "checked "
                    + checked
                    + " of "
                    + candidates.cardinality()
                    + " pieces that are here already");
            lanes.takeTurns(lane, this::nextBatch);
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
    turns.<PieceStorage>offload(
        () -> {
          BitSet broken = new BitSet();
          unreadable.keySet().forEach(broken::set);
          known.checked((BitSet) good.clone(), broken);
          return known;
        },
        (done, thrown) -> {
          torrent.onNotices(known.notices());
          if (done == null) {
            torrent.onDiskFailed("take over", thrown);
            letGo(known);
          } else if (torrent.isChecking()) {
            torrent.onChecked(new Outcome(known, files, good, unreadable));
          } else {
            letGo(known);
          }
        });
  }

  /** The torrent was closed or has failed in the meantime. */
  private void letGo(PieceStorage unused) {
    turns.<Boolean>offload(
        () -> {
          unused.close();
          return true;
        },
        (closed, thrown) -> {});
  }
}
