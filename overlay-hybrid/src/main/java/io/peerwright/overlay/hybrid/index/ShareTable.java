package io.peerwright.overlay.hybrid.index;

import java.util.Arrays;

/**
 * Who shares which document: a row of six numbers for each. Rows are linked in two ways, those of a
 * document and those of an owner, both newest first, and found by a hash of owner and name.
 */
final class ShareTable {

  static final int NONE = -1;

  private int[] owner = new int[64];
  private int[] document = new int[64];
  private int[] nextOfDocument = new int[64];
  private int[] previousOfDocument = new int[64];
  private int[] nextOfOwner = new int[64];
  private int[] previousOfOwner = new int[64];
  private int[] nextOfKey = new int[64];
  private int[] keyHash = new int[64];
  private int[] byKey = emptyBuckets(64);
  private int used;
  private int firstFree = NONE;
  private int count;

  /** A new row, linked by its key only. */
  int add(int newOwner, int newDocument, int hash) {
    if (count >= byKey.length) {
      rehash();
    }
    int share = take();
    owner[share] = newOwner;
    document[share] = newDocument;
    keyHash[share] = hash;
    linkKey(share);
    count++;
    return share;
  }

  /** Puts a row in front of the document's; returns it as the new first one. */
  int linkDocument(int share, int first) {
    nextOfDocument[share] = first;
    previousOfDocument[share] = NONE;
    if (first != NONE) {
      previousOfDocument[first] = share;
    }
    return share;
  }

  /** Puts a row in front of the owner's; returns it as the new first one. */
  int linkOwner(int share, int first) {
    nextOfOwner[share] = first;
    previousOfOwner[share] = NONE;
    if (first != NONE) {
      previousOfOwner[first] = share;
    }
    return share;
  }

  /** Takes a row out of the document's; returns the first one after that. */
  int unlinkDocument(int share, int first) {
    return unlink(share, first, nextOfDocument, previousOfDocument);
  }

  /** Takes a row out of the owner's; returns the first one after that. */
  int unlinkOwner(int share, int first) {
    return unlink(share, first, nextOfOwner, previousOfOwner);
  }

  /** Forgets a row that has been unlinked. */
  void remove(int share) {
    int bucket = keyHash[share] & byKey.length - 1;
    if (byKey[bucket] == share) {
      byKey[bucket] = nextOfKey[share];
    } else {
      int at = byKey[bucket];
      while (nextOfKey[at] != share) {
        at = nextOfKey[at];
      }
      nextOfKey[at] = nextOfKey[share];
    }
    owner[share] = NONE;
    nextOfOwner[share] = firstFree;
    firstFree = share;
    count--;
  }

  /** The first row that may have this key; then {@link #nextOfKey}. */
  int firstOfKey(int hash) {
    return byKey[hash & byKey.length - 1];
  }

  int nextOfKey(int share) {
    return nextOfKey[share];
  }

  int nextOfDocument(int share) {
    return nextOfDocument[share];
  }

  int nextOfOwner(int share) {
    return nextOfOwner[share];
  }

  /** The owner of a row; {@link #NONE} of a free one. */
  int owner(int share) {
    return share < used ? owner[share] : NONE;
  }

  int document(int share) {
    return document[share];
  }

  void setDocument(int share, int newDocument) {
    document[share] = newDocument;
  }

  private static int unlink(int share, int first, int[] nexts, int[] previouses) {
    int next = nexts[share];
    int previous = previouses[share];
    if (next != NONE) {
      previouses[next] = previous;
    }
    if (previous != NONE) {
      nexts[previous] = next;
      return first;
    }
    return next;
  }

  private int take() {
    if (firstFree != NONE) {
      int share = firstFree;
      firstFree = nextOfOwner[share];
      return share;
    }
    if (used == owner.length) {
      int larger = used + (used >> 2);
      owner = Arrays.copyOf(owner, larger);
      document = Arrays.copyOf(document, larger);
      nextOfDocument = Arrays.copyOf(nextOfDocument, larger);
      previousOfDocument = Arrays.copyOf(previousOfDocument, larger);
      nextOfOwner = Arrays.copyOf(nextOfOwner, larger);
      previousOfOwner = Arrays.copyOf(previousOfOwner, larger);
      nextOfKey = Arrays.copyOf(nextOfKey, larger);
      keyHash = Arrays.copyOf(keyHash, larger);
    }
    return used++;
  }

  private void linkKey(int share) {
    int bucket = keyHash[share] & byKey.length - 1;
    nextOfKey[share] = byKey[bucket];
    byKey[bucket] = share;
  }

  private void rehash() {
    byKey = emptyBuckets(2 * byKey.length);
    for (int share = 0; share < used; share++) {
      if (owner[share] != NONE) {
        linkKey(share);
      }
    }
  }

  private static int[] emptyBuckets(int count) {
    int[] buckets = new int[count];
    Arrays.fill(buckets, NONE);
    return buckets;
  }
}
