package io.peerwright.overlay.bittorrent.blocks;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.pieces.PeerPieces;
import io.peerwright.overlay.bittorrent.pieces.PiecePicker;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pieces of one torrent: what is here, what is wanted, what is under way. */
public final class PieceTable {

  /** The priority of a piece that somebody waits for. */
  public static final int URGENT = 1000;

  private final Info info;
  private final PieceBytes bytes;
  private final PiecePicker picker;
  private final BitSet have = new BitSet();
  private final BitSet wanted = new BitSet();
  private boolean foundOnly;

  /** On the disk, which does not give them at present: neither offered nor asked for. */
  private final BitSet unreadable = new BitSet();

  /** Wanted, not here and not begun. */
  private final BitSet open = new BitSet();

  /** Some files are wanted more than others. */
  private boolean hasLevels;

  private int haveCount;
  private int wantedCount;

  /** How many of the wanted pieces are here. */
  private int wantedHere;

  private final Map<Integer, PartialPiece> begun = new LinkedHashMap<>();
  private final PartialPiece.Tally tally = new PartialPiece.Tally();

  /** Pieces that are wanted more than others. */
  private final Map<Integer, Integer> priorities = new LinkedHashMap<>();

  /** Pieces that somebody has spoilt. */
  private final BitSet spoilt = new BitSet();

  public PieceTable(Info info, @Nullable BitSet files) {
    this.info = info;
    bytes = new PieceBytes(info);
    picker = new PiecePicker(info.pieces());
    select(PieceLevels.levels(info, files));
  }

  public Info info() {
    return info;
  }

  /** What is left to begin, and who has it. */
  public PiecePicker picker() {
    return picker;
  }

  /** What of the content is wanted: for each file 0 if it is not, else the more the sooner. */
  public void select(int[] files) {
    PieceLevels chosen = PieceLevels.of(info, files);
    wanted.clear();
    wanted.or(chosen.wanted());
    hasLevels = chosen.most() != null;
    picker.start(chosen.most());
    wantedCount = wanted.cardinality();
    reopen();
  }

  /** What was found on the disk. */
  public void found(BitSet pieces) {
    have.or(pieces);
    unreadable.andNot(pieces);
    haveCount = have.cardinality();
    reopen();
  }

  /** Wants nothing but what is here. */
  public void wantOnlyFound() {
    foundOnly = true;
    reopen();
  }

  private void reopen() {
    BitSet before = (BitSet) open.clone();
    if (foundOnly) {
      wanted.clear();
      wanted.or(have);
      wantedCount = wanted.cardinality();
    }
    open.clear();
    open.or(wanted);
    open.andNot(have);
    wantedHere = wantedCount - open.cardinality();
    open.andNot(unreadable);
    begun.keySet().forEach(open::clear);
    before.andNot(open);
    before.stream().forEach(picker::close);
    open.stream().forEach(picker::open);
  }

  private void setOpen(int piece, boolean isOpen) {
    open.set(piece, isOpen);
    if (isOpen) {
      picker.open(piece);
    } else {
      picker.close(piece);
    }
  }

  public BitSet have() {
    return have;
  }

  public boolean has(int piece) {
    return have.get(piece);
  }

  public boolean isWanted(int piece) {
    return wanted.get(piece);
  }

  /** True if a piece is wanted and not here, nor on a disk that will give it again. */
  public boolean isMissing(int piece) {
    return wanted.get(piece) && !have.get(piece) && !unreadable.get(piece);
  }

  /** True if nothing that is wanted is missing. */
  public boolean isDone() {
    return open.isEmpty() && begun.isEmpty() && !wanted.intersects(unreadable);
  }

  /** True if nothing that is wanted is left to begin. */
  public boolean isEverythingBegun() {
    return open.isEmpty();
  }

  /** True if every piece is here. */
  public boolean isWhole() {
    return haveCount == info.pieces();
  }

  /** How many pieces are here. */
  public int haveCount() {
    return haveCount;
  }

  /**
   * The most waited for of the pieces that are left to begin and that a peer has; -1 if somebody
   * waits for none of them. Few are waited for at a time.
   */
  public int awaited(PeerPieces peerPieces) {
    int best = -1;
    int highest = 0;
    for (Map.Entry<Integer, Integer> each : priorities.entrySet()) {
      int piece = each.getKey();
      if (each.getValue() > highest && open.get(piece) && peerPieces.has(piece)) {
        best = piece;
        highest = each.getValue();
      }
    }
    return best;
  }

  /** A piece that somebody waits for and that nobody was asked for as a whole; -1 if none. */
  public int urgent() {
    for (Map.Entry<Integer, Integer> each : priorities.entrySet()) {
      if (each.getValue() >= URGENT && (open.get(each.getKey()) || isLeft(each.getKey()))) {
        return each.getKey();
      }
    }
    return -1;
  }

  private boolean isLeft(int piece) {
    PartialPiece known = begun.get(piece);
    return known != null && known.isLeft();
  }

  /**
   * Pieces that a server can be asked for, as the first one and how many: those from one that
   * somebody waits for, else the longest run of open ones, else one that somebody has begun and
   * left; null if none.
   */
  public int @Nullable [] gap() {
    int urgent = urgent();
    if (urgent >= 0) {
      return new int[] {urgent, Math.max(1, open.nextClearBit(urgent) - urgent)};
    }
    int[] longest = longestGap();
    if (longest != null) {
      return longest;
    }
    for (PartialPiece each : tally.isEmpty() ? List.<PartialPiece>of() : begun.values()) {
      if (each.isLeft()) {
        return new int[] {each.piece(), 1};
      }
    }
    return null;
  }

  private int @Nullable [] longestGap() {
    int[] best = null;
    for (int from = open.nextSetBit(0); from >= 0; ) {
      int end = open.nextClearBit(from);
      if (best == null || end - from > best[1]) {
        best = new int[] {from, end - from};
      }
      from = open.nextSetBit(end);
    }
    return best;
  }

  /** How many pieces a peer has that we want. */
  public int countMissing(PeerPieces peerPieces) {
    if (peerPieces.isAll()) {
      return unreadable.isEmpty() ? wantedCount - wantedHere : missing().cardinality();
    }
    BitSet missing = missing();
    return peerPieces.countOf(missing);
  }

  private BitSet missing() {
    BitSet missing = (BitSet) wanted.clone();
    missing.andNot(have);
    missing.andNot(unreadable);
    return missing;
  }

  // ---- under way

  public PartialPiece begin(int piece) {
    PartialPiece assembly = new PartialPiece(piece, info.pieceLength(piece), tally);
    setOpen(piece, false);
    begun.put(piece, assembly);
    return assembly;
  }

  private void end(int piece) {
    PartialPiece over = begun.remove(piece);
    if (over != null) {
      over.end();
    }
  }

  /** True if a piece that is begun has blocks that nobody was asked for. */
  public boolean hasFreeBlocks() {
    return !tally.isEmpty();
  }

  public @Nullable PartialPiece begun(int piece) {
    return begun.get(piece);
  }

  public Collection<PartialPiece> begun() {
    return begun.values();
  }

  /** A piece is here and verified. */
  public void complete(int piece) {
    end(piece);
    if (!have.get(piece)) {
      have.set(piece);
      haveCount++;
      wantedHere += wanted.get(piece) ? 1 : 0;
    }
    setOpen(piece, false);
    priorities.remove(piece);
  }

  /** A piece must be fetched again. */
  public void spoilt(int piece) {
    spoilt.set(piece);
    end(piece);
    setOpen(piece, isMissing(piece));
  }

  public boolean wasSpoilt(int piece) {
    return spoilt.get(piece);
  }

  /** How much memory the first chunk of a piece takes. */
  public int firstChunkLength(int piece) {
    return Math.min(info.pieceLength(piece), PartialPiece.MAX_CHUNK);
  }

  /** Gives up a piece that is under way. */
  public void drop(PartialPiece assembly, Buffers buffers) {
    assembly.release(buffers);
    end(assembly.piece());
    setOpen(assembly.piece(), isMissing(assembly.piece()));
  }

  /** Pieces could not be read when they were looked for: perhaps they are here. */
  public void unreadable(BitSet pieces) {
    unreadable.or(pieces);
    reopen();
  }

  /** A piece that is on the disk cannot be read from there any more. */
  public void lost(int piece) {
    end(piece);
    unreadable.set(piece);
    if (have.get(piece)) {
      have.clear(piece);
      haveCount--;
      wantedHere -= wanted.get(piece) ? 1 : 0;
      if (foundOnly && wanted.get(piece)) {
        wanted.clear(piece);
        wantedCount--;
      }
    }
    setOpen(piece, false);
  }

  // ---- for who asks

  /** How much a piece is wanted: 1 and more, the higher the sooner. */
  public int priority(int piece) {
    int level = picker.level(piece);
    return priorities.isEmpty() ? level : Math.max(level, priorities.getOrDefault(piece, level));
  }

  /** True if some pieces are wanted more than others. */
  public boolean hasPriorities() {
    return hasLevels || isWaitedFor();
  }

  /** True if somebody reads what is not here yet. */
  public boolean isWaitedFor() {
    return !priorities.isEmpty();
  }

  /** Wants a piece more than others: 2 and more, the higher the sooner. */
  public void prefer(int piece, int priority) {
    if (isMissing(piece)) {
      priorities.merge(piece, priority, Math::max);
    }
  }

  /** True if somebody waits for the piece. */
  public boolean isUrgent(int piece) {
    return priority(piece) >= URGENT;
  }

  /** Wants all pieces the same again. */
  public void forgetPreferences() {
    priorities.clear();
  }

  /** Bytes of the pieces that are here, padding included. */
  public long bytesDone() {
    return bytes.of(haveCount, have::get);
  }

  /** Bytes of the wanted pieces, which belong to files. */
  public long bytesWanted() {
    return bytes.ofFiles(wantedCount, wanted::get);
  }

  /** Bytes of the wanted pieces that are here, which belong to files. */
  public long bytesWantedDone() {
    return bytes.ofFiles(wantedHere, piece -> wanted.get(piece) && have.get(piece));
  }

  /** How many of the wanted pieces are here, in words. */
  public String piecesWantedDone() {
    return wantedHere + " of " + wantedCount;
  }

  /** Checks, where assertions are on, that its sets and counts agree; always true. */
  public boolean checkInvariants() {
    BitSet left = missing();
    begun.keySet().forEach(left::clear);
    assert open.equals(left) : "left to begin " + open + ", should be " + left;
    assert left.stream().allMatch(picker::isOpen) : "the picker does not know all of " + left;
    assert !have.intersects(unreadable) : "here and unreadable " + have + ", " + unreadable;
    assert haveCount == have.cardinality() : haveCount + " counted of " + have;
    assert wantedCount == wanted.cardinality() : wantedCount + " counted of " + wanted;
    left = (BitSet) wanted.clone();
    left.and(have);
    assert wantedHere == left.cardinality() : wantedHere + " counted of " + left;
    assert begun.keySet().stream().noneMatch(have::get) : "here and under way " + begun.keySet();
    assert begun.values().stream().allMatch(PartialPiece::checkInvariants);
    long free = begun.values().stream().filter(PartialPiece::hasFree).count();
    assert tally.isEmpty() == (free == 0) : free + " have free blocks";
    return true;
  }
}
