package io.peerwright.overlay.bittorrent.pieces;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Which pieces one peer has. Of a peer that has said that it has all of them no bits are kept. As
 * long as it is not known how many there are, single ones are a list: the number of a piece costs
 * no more memory than it took to send it.
 */
public final class PeerPieces {

  private static final int MAX_EARLY = 1 << 16;

  private final PieceSet some = new PieceSet();
  private boolean all;
  private int[] early = new int[0];
  private int earlyCount;

  /** Of a peer that has not told which pieces it has. */
  public PeerPieces() {}

  /** True if the peer has a piece. */
  public boolean has(int piece) {
    return all || some.has(piece);
  }

  /** True if the peer has said that it has everything, and nothing else since. */
  public boolean isAll() {
    return all;
  }

  /** How many of so many pieces the peer has. */
  public int count(int pieces) {
    return all ? pieces : some.size();
  }

  /** The peer has a piece; false if that was known. */
  public boolean add(int piece) {
    return !all && some.add(piece);
  }

  /** The peer has a piece of nobody knows how many; of very many only the first ones are kept. */
  public void addEarly(int piece) {
    if (!all && earlyCount < MAX_EARLY) {
      if (earlyCount == early.length) {
        early = Arrays.copyOf(early, Math.max(8, 2 * earlyCount));
      }
      early[earlyCount++] = piece;
    }
  }

  /**
   * It is known from now on how many pieces there are.
   *
   * @return false if the peer has said that it has more
   */
  public boolean settle(int pieces) {
    for (int i = 0; i < earlyCount; i++) {
      if (early[i] >= pieces) {
        return false;
      }
      add(early[i]);
    }
    early = new int[0];
    earlyCount = 0;
    return some.next(pieces) < 0;
  }

  /** The peer has everything. */
  public void addAll() {
    all = true;
    some.clear();
    early = new int[0];
    earlyCount = 0;
  }

  /**
   * The peer has lost a piece; false if it was not known to have it.
   *
   * @param pieces how many there are
   */
  public boolean remove(int piece, int pieces) {
    if (all) {
      all = false;
      some.fill(pieces);
    }
    return some.remove(piece);
  }

  /**
   * Takes what a bitfield adds to what is known.
   *
   * @param added told of each piece that was not known, in order
   */
  public void add(BitSet bits, IntConsumer added) {
    for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
      if (add(i)) {
        added.accept(i);
      }
    }
  }

  /** Tells of each piece in order; of none if the peer has all. */
  void forEach(IntConsumer told) {
    for (int i = some.next(0); i >= 0; i = some.next(i + 1)) {
      told.accept(i);
    }
  }

  /** How many of these pieces the peer has; not to be asked of one that has all. */
  public int countOf(BitSet pieces) {
    int count = 0;
    for (int i = some.next(0); i >= 0; i = some.next(i + 1)) {
      count += pieces.get(i) ? 1 : 0;
    }
    return count;
  }

  /** The first piece not below a number that is in a set, too; -1 if there is none. */
  int nextIn(PieceSet set, int from) {
    return all ? set.next(from) : set.nextCommon(from, some);
  }
}
