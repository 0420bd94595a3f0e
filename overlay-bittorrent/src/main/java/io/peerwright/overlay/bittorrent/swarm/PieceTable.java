package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pieces of one torrent: what is here, what is wanted, what is under way. */
final class PieceTable implements PieceSelector.View {

  /** The priority of a piece that somebody waits for. */
  static final int URGENT = 1000;

  private static final int NORMAL = 1;

  /** The highest priority of a file. */
  private static final int MOST_WANTED = 10;

  private final Info info;
  private final BitSet have = new BitSet();
  private final BitSet wanted = new BitSet();

  /** Wanted, not here and not begun. */
  private final BitSet open = new BitSet();

  /** How much each piece is wanted for the file that it belongs to; null if all the same. */
  private int @Nullable [] levels;

  private final int[] availability;
  private final Map<Integer, Assembly> begun = new LinkedHashMap<>();
  private final Assembly.Tally tally = new Assembly.Tally();

  /** Pieces that are wanted more than others. */
  private final Map<Integer, Integer> priorities = new LinkedHashMap<>();

  /** Pieces that somebody has spoilt. */
  private final BitSet spoilt = new BitSet();

  PieceTable(Info info, @Nullable BitSet files) {
    this.info = info;
    availability = new int[info.pieces()];
    select(files);
  }

  Info info() {
    return info;
  }

  /** What of the content is wanted: files by their index, null for all. */
  private void select(@Nullable BitSet files) {
    int[] each = new int[info.files().size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = files == null || files.get(i) ? NORMAL : 0;
    }
    select(each);
  }

  /** What of the content is wanted: for each file 0 if it is not, else the more the sooner. */
  void select(int[] files) {
    wanted.clear();
    int[] most = new int[info.pieces()];
    boolean same = true;
    boolean all = isEveryFileIn(files);
    for (int i = 0; i < files.length; i++) {
      FileEntry file = info.files().get(i);
      // Padding is of use to who wants everything, so that the torrent becomes whole.
      if (files[i] > 0 && file.length() > 0 && (all || !file.padding())) {
        int level = Math.min(files[i], MOST_WANTED);
        same &= level == NORMAL;
        int last = (int) ((file.end() - 1) / info.pieceLength());
        for (int piece = (int) (file.offset() / info.pieceLength()); piece <= last; piece++) {
          wanted.set(piece);
          most[piece] = Math.max(most[piece], level);
        }
      }
    }
    levels = same ? null : most;
    reopen();
  }

  private boolean isEveryFileIn(int[] levels) {
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] <= 0 && !info.files().get(i).padding()) {
        return false;
      }
    }
    return true;
  }

  /** What was found on the disk. */
  void found(BitSet pieces) {
    have.or(pieces);
    reopen();
  }

  private void reopen() {
    open.clear();
    open.or(wanted);
    open.andNot(have);
    begun.keySet().forEach(open::clear);
  }

  BitSet have() {
    return have;
  }

  boolean has(int piece) {
    return have.get(piece);
  }

  boolean isWanted(int piece) {
    return wanted.get(piece);
  }

  /** True if a piece is wanted and not here. */
  boolean isMissing(int piece) {
    return wanted.get(piece) && !have.get(piece);
  }

  /** True if nothing that is wanted is missing. */
  boolean isDone() {
    return open.isEmpty() && begun.isEmpty();
  }

  /** True if nothing that is wanted is left to begin. */
  boolean isEverythingBegun() {
    return open.isEmpty();
  }

  /** True if every piece is here. */
  boolean isWhole() {
    return have.cardinality() == info.pieces();
  }

  /** Pieces that a peer has, that are wanted and not begun. */
  BitSet candidates(BitSet theirs) {
    BitSet result = (BitSet) theirs.clone();
    result.and(open);
    return result;
  }

  /** A piece that somebody waits for and that nobody was asked for as a whole; -1 if none. */
  int urgent() {
    for (Map.Entry<Integer, Integer> each : priorities.entrySet()) {
      if (each.getValue() >= URGENT && (open.get(each.getKey()) || isLeft(begun(each.getKey())))) {
        return each.getKey();
      }
    }
    return -1;
  }

  /** True if anybody may give blocks of it that nobody was asked for. */
  private static boolean isLeft(@Nullable Assembly begun) {
    return begun != null && begun.hasFree() && begun.mayComeFromAnybody();
  }

  /**
   * Pieces that a server can be asked for, as the first one and how many: those from one that
   * somebody waits for, else the longest run of open ones, else one that somebody has begun and
   * left; null if none.
   */
  int @Nullable [] gap() {
    int urgent = urgent();
    if (urgent >= 0) {
      return new int[] {urgent, Math.max(1, open.nextClearBit(urgent) - urgent)};
    }
    int[] longest = longestGap();
    if (longest != null) {
      return longest;
    }
    for (Assembly each : tally.isEmpty() ? List.<Assembly>of() : begun.values()) {
      if (isLeft(each)) {
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
  int usefulOf(BitSet theirs) {
    BitSet result = (BitSet) theirs.clone();
    result.and(wanted);
    result.andNot(have);
    return result.cardinality();
  }

  // ---- under way

  Assembly begin(int piece) {
    Assembly assembly = new Assembly(piece, info.pieceLength(piece), tally);
    open.clear(piece);
    begun.put(piece, assembly);
    return assembly;
  }

  private void end(int piece) {
    Assembly over = begun.remove(piece);
    if (over != null) {
      over.end();
    }
  }

  /** True if a piece that is begun has blocks that nobody was asked for. */
  boolean hasFreeBlocks() {
    return !tally.isEmpty();
  }

  @Nullable Assembly begun(int piece) {
    return begun.get(piece);
  }

  Collection<Assembly> begun() {
    return begun.values();
  }

  /** A piece is here and verified. */
  void complete(int piece) {
    end(piece);
    have.set(piece);
    open.clear(piece);
    priorities.remove(piece);
  }

  /** A piece must be fetched again. */
  void spoilt(int piece) {
    spoilt.set(piece);
    end(piece);
    open.set(piece, wanted.get(piece) && !have.get(piece));
  }

  boolean wasSpoilt(int piece) {
    return spoilt.get(piece);
  }

  /** Gives up a piece that is under way. */
  void drop(Assembly assembly, Buffers buffers) {
    assembly.release(buffers);
    end(assembly.piece());
    open.set(assembly.piece(), isMissing(assembly.piece()));
  }

  /** A piece that was here is not any more: reading it failed. */
  void lost(int piece) {
    have.clear(piece);
    open.set(piece, wanted.get(piece));
  }

  // ---- what peers have

  void add(BitSet theirs) {
    for (int i = theirs.nextSetBit(0); i >= 0; i = theirs.nextSetBit(i + 1)) {
      availability[i]++;
    }
  }

  void addOne(int piece) {
    availability[piece]++;
  }

  void removeOne(int piece) {
    availability[piece]--;
  }

  void remove(BitSet theirs) {
    for (int i = theirs.nextSetBit(0); i >= 0; i = theirs.nextSetBit(i + 1)) {
      availability[i]--;
    }
  }

  // ---- for the selector

  @Override
  public int availability(int piece) {
    return availability[piece];
  }

  @Override
  public int priority(int piece) {
    int[] ofFiles = levels;
    int level = ofFiles == null ? NORMAL : Math.max(NORMAL, ofFiles[piece]);
    return priorities.isEmpty() ? level : Math.max(level, priorities.getOrDefault(piece, level));
  }

  @Override
  public int completed() {
    return have.cardinality();
  }

  /** True if some pieces are wanted more than others. */
  boolean hasPriorities() {
    return levels != null || isWaitedFor();
  }

  /** True if somebody reads what is not here yet. */
  boolean isWaitedFor() {
    return !priorities.isEmpty();
  }

  /** Wants a piece more than others: 2 and more, the higher the sooner. */
  void prefer(int piece, int priority) {
    if (isMissing(piece)) {
      priorities.merge(piece, priority, Math::max);
    }
  }

  /** True if somebody waits for the piece. */
  boolean isUrgent(int piece) {
    return priority(piece) >= URGENT;
  }

  /** Wants all pieces the same again. */
  void forgetPreferences() {
    priorities.clear();
  }

  /** Bytes of the pieces that are here. */
  long bytesDone() {
    return bytesOf(have);
  }

  /** Bytes of the wanted pieces. */
  long bytesWanted() {
    return bytesOf(wanted);
  }

  /** Bytes of the wanted pieces that are here. */
  long bytesWantedDone() {
    return bytesOf(wantedDone());
  }

  /** How many of the wanted pieces are here, in words. */
  String piecesWantedDone() {
    return wantedDone().cardinality() + " of " + wanted.cardinality();
  }

  private BitSet wantedDone() {
    BitSet both = (BitSet) wanted.clone();
    both.and(have);
    return both;
  }

  private long bytesOf(BitSet pieces) {
    int last = info.pieces() - 1;
    long sum = (long) pieces.cardinality() * info.pieceLength();
    return last >= 0 && pieces.get(last) ? sum - info.pieceLength() + info.pieceLength(last) : sum;
  }
}
