package io.peerwright.overlay.bittorrent.pieces;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Pieces by how many peers have them: for each number of copies a list of the pieces that have so
 * many, and for each piece its place in its list. The last of a list takes the place of one that
 * leaves, so that a piece comes, goes and moves in O(1), whatever the number of pieces and of
 * peers; the rarest are found at once.
 */
final class RarityBuckets {

  private static final int SMALLEST = 4;

  /** For each piece of any bucket its place there; shared by the buckets of all levels. */
  private final int[] places;

  private int[][] buckets = new int[0][];
  private int[] sizes = new int[0];
  private final BitSet used = new BitSet(0);
  private int size;

  RarityBuckets(int[] places) {
    this.places = places;
  }

  void add(int piece, int copies) {
    if (copies >= buckets.length) {
      int length = Math.max(copies + 1, 2 * buckets.length);
      buckets = Arrays.copyOf(buckets, length);
      sizes = Arrays.copyOf(sizes, length);
    }
    int[] bucket = buckets[copies];
    if (bucket == null) {
      bucket = new int[SMALLEST];
    } else if (bucket.length == sizes[copies]) {
      bucket = Arrays.copyOf(bucket, 2 * bucket.length);
    }
    buckets[copies] = bucket;
    places[piece] = sizes[copies];
    bucket[sizes[copies]++] = piece;
    if (sizes[copies] == 1) {
      used.set(copies);
    }
    size++;
  }

  void remove(int piece, int copies) {
    int[] bucket = buckets[copies];
    int place = places[piece];
    assert bucket[place] == piece : "piece " + piece + " is not where it should be";
    int last = bucket[--sizes[copies]];
    bucket[place] = last;
    places[last] = place;
    if (sizes[copies] == 0) {
      used.clear(copies);
    } else if (bucket.length > SMALLEST && sizes[copies] < bucket.length / 4) {
      buckets[copies] = Arrays.copyOf(bucket, bucket.length / 2);
    }
    size--;
  }

  int size() {
    return size;
  }

  /** The least number of copies, not below one, that any piece has; -1 if there are no more. */
  int next(int copies) {
    return used.nextSetBit(copies);
  }

  int sizeOf(int copies) {
    return sizes[copies];
  }

  int get(int copies, int place) {
    return buckets[copies][place];
  }

  /** The piece at a place if all were in one list. */
  int get(int place) {
    int rest = place;
    int copies = used.nextSetBit(0);
    while (rest >= sizes[copies]) {
      rest -= sizes[copies];
      copies = used.nextSetBit(copies + 1);
    }
    return buckets[copies][rest];
  }
}
