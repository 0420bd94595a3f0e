package io.peerwright.overlay.bittorrent.pieces;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pieces that are left to begin, ordered by how much they are wanted and how rare they are, so
 * that to choose one costs the same at a million pieces as at a thousand.
 *
 * <p>The open pieces of each level (how much the files are wanted that they belong to) lie in
 * buckets by availability, the number of peers that have them; see {@link RarityBuckets}. A have
 * message moves one piece by one bucket. A peer that has everything is only counted, since it makes
 * no piece rarer than another. A bitfield of many pieces changes the numbers alone, and the buckets
 * are filled again before the next choice, which is linear like the bitfield itself.
 *
 * <p>A choice walks from the rarest bucket on until it finds what the peer has. It gives up after
 * {@value #MAX_LOOKED} pieces and takes the rarest of a few that the peer has, found by comparing
 * bits, 64 pieces at a time. So no peer can make a choice expensive by what it says that it has.
 *
 * <p>The idea of moving pieces between neighbouring buckets is that of libtorrent's piece picker.
 */
public final class PiecePicker {

  /** The highest level. */
  public static final int MAX_LEVEL = 10;

  /** The level of what is wanted as usual. */
  public static final int NORMAL = 1;

  private static final int MAX_LOOKED = 512;
  private static final int MAX_TRIES = 16;
  private static final int SAMPLE = 16;

  /** Bitfields with fewer new pieces move them one by one. */
  private static final int FEW = 256;

  private final int pieces;

  /** How many peers have each piece, those apart that have all. */
  private final int[] copies;

  private int seeds;

  /** How much each piece is wanted; null if all are wanted the same. */
  private byte @Nullable [] levelOf;

  private final @Nullable Level[] levels = new Level[MAX_LEVEL + 1];
  private int open;
  private int @Nullable [] places;
  private long openings;
  private final Choice choice = new Choice();

  /** The open pieces of one level. */
  private final class Level {

    private final PieceSet open = new PieceSet();

    /** Null while they are to be filled again. */
    private @Nullable RarityBuckets buckets;

    RarityBuckets buckets() {
      RarityBuckets known = buckets;
      if (known == null) {
        known = new RarityBuckets(places());
        for (int i = open.next(0); i >= 0; i = open.next(i + 1)) {
          known.add(i, copies[i]);
        }
        buckets = known;
      }
      return known;
    }
  }

  /** What a selector may choose from. */
  private final class Choice implements PieceSelector.Candidates {

    private int completed;
    private @Nullable Level level;
    private PeerPieces peerPieces = new PeerPieces();

    private Level level() {
      Level known = level;
      if (known == null) {
        throw new IllegalStateException("candidates are lent for one choice");
      }
      return known;
    }

    @Override
    public int completed() {
      return completed;
    }

    @Override
    public int availability(int piece) {
      return PiecePicker.this.availability(piece);
    }

    @Override
    public int next(int from) {
      return peerPieces.nextIn(level().open, from);
    }

    @Override
    public int any(RandomGenerator random) {
      RarityBuckets buckets = level().buckets();
      for (int i = 0; i < MAX_TRIES && buckets.size() > 0; i++) {
        int piece = buckets.get(buckets.size() == 1 ? 0 : random.nextInt(buckets.size()));
        if (peerPieces.has(piece)) {
          return piece;
        }
      }
      return around(random.nextInt(pieces));
    }

    /** The first candidate from a piece on, also beyond the last one. */
    private int around(int from) {
      int found = next(from);
      return found >= 0 ? found : next(0);
    }

    @Override
    public int rarest(RandomGenerator random) {
      RarityBuckets buckets = level().buckets();
      int left = MAX_LOOKED;
      for (int copies = buckets.next(0); copies >= 0; copies = buckets.next(copies + 1)) {
        int size = buckets.sizeOf(copies);
        int place = size == 1 ? 0 : random.nextInt(size);
        for (int i = Math.min(size, left); i > 0; i--) {
          int piece = buckets.get(copies, place);
          if (peerPieces.has(piece)) {
            return piece;
          }
          place = place + 1 == size ? 0 : place + 1;
        }
        left -= size;
        if (left <= 0) {
          return rarestOfSome(random);
        }
      }
      return -1;
    }

    private int rarestOfSome(RandomGenerator random) {
      int best = around(random.nextInt(pieces));
      int piece = best;
      for (int i = 0; i < SAMPLE && piece >= 0; i++) {
        best = copies[piece] < copies[best] ? piece : best;
        piece = next(piece + 1);
      }
      return best;
    }
  }

  /** No piece is open. */
  public PiecePicker(int pieces) {
    this.pieces = pieces;
    this.copies = new int[pieces];
  }

  private int[] places() {
    int[] known = places;
    if (known == null) {
      known = new int[pieces];
      places = known;
    }
    return known;
  }

  // ---- what peers have

  /** How many peers have a piece. */
  public int availability(int piece) {
    return copies[piece] + seeds;
  }

  /** A peer is here that has these. */
  public void add(PeerPieces peerPieces) {
    count(peerPieces, 1);
  }

  /** A peer is gone that had these. */
  public void remove(PeerPieces peerPieces) {
    count(peerPieces, -1);
  }

  private void count(PeerPieces peerPieces, int change) {
    if (peerPieces.isAll()) {
      seeds += change;
    } else if (peerPieces.count(pieces) < FEW) {
      peerPieces.forEach(piece -> count(piece, change));
    } else {
      peerPieces.forEach(piece -> copies[piece] += change);
      refillBuckets();
    }
  }

  private void refillBuckets() {
    for (Level level : levels) {
      if (level != null) {
        level.buckets = null;
      }
    }
  }

  /** A peer has one more. */
  public void addOne(int piece) {
    count(piece, 1);
  }

  /** A peer has lost one. */
  public void removeOne(int piece) {
    count(piece, -1);
  }

  private void count(int piece, int change) {
    Level level = levels[level(piece)];
    RarityBuckets buckets = level == null ? null : level.buckets;
    if (level != null && buckets != null && level.open.has(piece)) {
      buckets.remove(piece, copies[piece]);
      buckets.add(piece, copies[piece] + change);
    }
    copies[piece] += change;
  }

  // ---- what is left to begin

  /** How much a piece is wanted. */
  public int level(int piece) {
    byte[] known = levelOf;
    return known == null ? NORMAL : known[piece];
  }

  /**
   * Says how much each piece is wanted, and closes all.
   *
   * @param wanted for each piece 1 to {@link #MAX_LEVEL}; null if all are wanted the same
   */
  public void start(byte @Nullable [] wanted) {
    levelOf = wanted;
    Arrays.fill(levels, null);
    open = 0;
  }

  /** A piece is left to begin. */
  public void open(int piece) {
    Level level = levels[level(piece)];
    if (level == null) {
      level = new Level();
      levels[level(piece)] = level;
    }
    if (level.open.add(piece)) {
      openings++;
      open++;
      if (level.buckets != null) {
        level.buckets.add(piece, copies[piece]);
      }
    }
  }

  /** A piece is begun, here, or not wanted any more. */
  public void close(int piece) {
    Level level = levels[level(piece)];
    if (level != null && level.open.remove(piece)) {
      if (level.buckets != null) {
        level.buckets.remove(piece, copies[piece]);
      }
      if (--open == 0) {
        // A seed needs none of this.
        Arrays.fill(levels, null);
        places = null;
      }
    }
  }

  /** True if nothing is left to begin. */
  public boolean isEmpty() {
    return open == 0;
  }

  /** True if a piece is left to begin. */
  public boolean isOpen(int piece) {
    Level level = levels[level(piece)];
    return level != null && level.open.has(piece);
  }

  /** Grows when a piece is opened: until then a peer that has nothing of use has still nothing. */
  public long openings() {
    return openings;
  }

  // ---- the choice

  /**
   * Chooses a piece for a peer.
   *
   * @param completed how many pieces we have
   * @return -1 if the peer has none that is open
   */
  public int pick(
      PeerPieces peerPieces, int completed, PieceSelector selector, RandomGenerator random) {
    choice.peerPieces = peerPieces;
    choice.completed = completed;
    int piece = -1;
    for (int i = MAX_LEVEL; i > 0 && piece < 0 && open > 0; i--) {
      Level level = levels[i];
      if (level != null && !level.open.isEmpty()) {
        choice.level = level;
        piece = selector.select(choice, random);
      }
    }
    choice.level = null;
    return piece;
  }

  /** Fails if the buckets do not hold what is open where it belongs. */
  public void checkInvariants() {
    int count = 0;
    for (Level level : levels) {
      count += level == null ? 0 : level.open.size();
      RarityBuckets buckets = level == null ? null : level.buckets;
      if (level != null && buckets != null) {
        BitSet found = new BitSet();
        for (int i = 0; i < buckets.size(); i++) {
          found.set(buckets.get(i));
        }
        for (int i = level.open.next(0); i >= 0; i = level.open.next(i + 1)) {
          if (!found.get(i) || buckets.get(copies[i], places()[i]) != i) {
            throw new IllegalStateException("piece " + i + " is open and not in its bucket");
          }
        }
        if (buckets.size() != level.open.size()) {
          throw new IllegalStateException("the buckets hold pieces that are not open");
        }
      }
    }
    if (count != open) {
      throw new IllegalStateException(count + " pieces are open, and " + open + " are counted");
    }
  }
}
