package io.peerwright.kit.index;

import java.util.Arrays;

/**
 * The owners and what each of them shares: its documents in the order in which it has shared them,
 * and a hash table of its own over their names, small enough to stay in a cache while it adds
 * files.
 *
 * <p>An owner leaves in one step, whatever it shares. Its number is free when no document lists it
 * any more.
 */
final class OwnerTable {

  /** The documents, as far as those who share them need to know. */
  interface Documents {

    /** True if a document has the name. */
    boolean hasName(int document, byte[] name, int from, int count);

    /** The hash of its name. */
    int nameHash(int document);

    /** The size of its file. */
    long sizeBytes(int document);

    /** True if it lists the owner as a source. */
    boolean lists(int document, int owner);
  }

  static final int NONE = -1;

  private static final int SMALLEST = 16;
  private static final int[] NOTHING = {};

  private int[][] documents = new int[16][];
  private int[] used = new int[16];

  /** The names by hash: the position in {@link #documents} and 1, with further bits of the hash. */
  private int[][] names = new int[16][];

  private int[] files = new int[16];
  private long[] bytes = new long[16];
  private boolean[] open = new boolean[16];

  /** The next one in the list that the owner stands in. */
  private int[] next = new int[16];

  private int end;
  private int openCount;
  private int firstFree = NONE;

  /** Has left, but documents may list it. */
  private int firstLeft = NONE;

  private int leftCount;

  int open() {
    int owner = firstFree;
    if (owner == NONE) {
      owner = grow();
    } else {
      firstFree = next[owner];
    }
    documents[owner] = NOTHING;
    names[owner] = NOTHING;
    used[owner] = 0;
    files[owner] = 0;
    bytes[owner] = 0;
    open[owner] = true;
    openCount++;
    return owner;
  }

  boolean isOpen(int owner) {
    return open[owner];
  }

  /** Moves those who are there to the beginning of a part of a list; returns how many these are. */
  int keepOpen(int[] list, int from, int count) {
    boolean[] isOpen = open;
    int kept = from;
    for (int i = from; i < from + count; i++) {
      int owner = list[i];
      list[kept] = owner;
      kept += isOpen[owner] ? 1 : 0;
    }
    return kept - from;
  }

  int files(int owner) {
    return files[owner];
  }

  long bytes(int owner) {
    return bytes[owner];
  }

  // ---- what one shares

  /** Where the file of a name stands among the documents of an owner; {@link #NONE} if nowhere. */
  int find(int owner, byte[] name, int from, int count, int nameHash, Documents all) {
    int[] own = names[owner];
    int mask = own.length - 1;
    for (int slot = nameHash & mask; mask > 0 && own[slot] != 0; slot = slot + 1 & mask) {
      // A slot has as many bits as the position needs; the others are of the hash.
      if (((own[slot] ^ nameHash) & ~mask) == 0) {
        int position = (own[slot] & mask) - 1;
        int document = documents[owner][position];
        if (document != NONE && all.hasName(document, name, from, count)) {
          return position;
        }
      }
    }
    return NONE;
  }

  /** Adds a file, whose name the owner does not share yet. */
  void add(int owner, int document, int nameHash, long size, Documents all) {
    if ((used[owner] + 1) * 4L > names[owner].length * 3L) {
      makeRoom(owner, all);
    }
    int position = used[owner]++;
    if (position == documents[owner].length) {
      documents[owner] = Arrays.copyOf(documents[owner], position + Math.max(8, position >> 1));
    }
    documents[owner][position] = document;
    put(names[owner], nameHash, position);
    files[owner]++;
    bytes[owner] += size;
  }

  /** Takes a file out. */
  void remove(int owner, int position, long size) {
    documents[owner][position] = NONE;
    files[owner]--;
    bytes[owner] -= size;
  }

  /** The document at a position; {@link #NONE} if it was taken out. */
  int document(int owner, int position) {
    return documents[owner][position];
  }

  /** The positions that are taken, with those of files that were taken out. */
  int used(int owner) {
    return used[owner];
  }

  /** A document has another number; nothing happens if the owner has left. */
  void renumber(int owner, int from, int to, int nameHash) {
    int[] own = names[owner];
    int mask = own.length - 1;
    for (int slot = nameHash & mask; mask > 0 && own[slot] != 0; slot = slot + 1 & mask) {
      int position = (own[slot] & mask) - 1;
      if (documents[owner][position] == from) {
        documents[owner][position] = to;
        return;
      }
    }
  }

  private void makeRoom(int owner, Documents all) {
    int kept = 0;
    int[] own = documents[owner];
    for (int i = 0; i < used[owner]; i++) {
      if (own[i] != NONE) {
        own[kept++] = own[i];
      }
    }
    used[owner] = kept;
    int capacity = Math.max(SMALLEST, names[owner].length);
    int[] larger = new int[kept * 2 > capacity ? 2 * capacity : capacity];
    for (int i = 0; i < kept; i++) {
      put(larger, all.nameHash(own[i]), i);
    }
    names[owner] = larger;
  }

  private static void put(int[] own, int nameHash, int position) {
    int mask = own.length - 1;
    int slot = nameHash & mask;
    while (own[slot] != 0) {
      slot = slot + 1 & mask;
    }
    own[slot] = nameHash & ~mask | position + 1;
  }

  // ---- leaving

  /** Closes an owner, whose number is not free before no document lists it any more. */
  void drop(int owner) {
    boolean listed = documents[owner].length > 0;
    open[owner] = false;
    openCount--;
    files[owner] = 0;
    bytes[owner] = 0;
    documents[owner] = NOTHING;
    names[owner] = NOTHING;
    if (listed) {
      next[owner] = firstLeft;
      firstLeft = owner;
      leftCount++;
    } else {
      free(owner);
    }
  }

  /** Owners that have left and whose numbers are not free. */
  int leftCount() {
    return leftCount;
  }

  int openCount() {
    return openCount;
  }

  /** Takes all that have left out of their list; returns the first of them. */
  int takeLeft() {
    int first = firstLeft;
    firstLeft = NONE;
    leftCount = 0;
    return first;
  }

  /** No document lists these owners any more. */
  void freeAll(int first) {
    for (int owner = first; owner != NONE; ) {
      int following = next[owner];
      free(owner);
      owner = following;
    }
  }

  private void free(int owner) {
    next[owner] = firstFree;
    firstFree = owner;
  }

  /** Checks, where assertions are on, that counters are those of what is there; always true. */
  boolean checkInvariants(Documents all, long allFiles, long allBytes) {
    int opened = 0;
    long filesThere = 0;
    long bytesThere = 0;
    for (int owner = 0; owner < end; owner++) {
      opened += open[owner] ? 1 : 0;
      filesThere += files[owner];
      bytesThere += bytes[owner];
      assert !open[owner] || isCounted(owner, all);
    }
    assert opened == openCount : opened + " owners are there, " + openCount + " are counted";
    assert filesThere == allFiles : filesThere + " files are there, " + allFiles + " are counted";
    assert bytesThere == allBytes : bytesThere + " bytes are there, " + allBytes + " are counted";
    int left = 0;
    for (int owner = firstLeft; owner != NONE; owner = next[owner]) {
      assert !open[owner] : "owner " + owner + " has left and is there";
      left++;
    }
    assert left == leftCount : left + " owners have left, " + leftCount + " are counted";
    return true;
  }

  private boolean isCounted(int owner, Documents all) {
    int count = 0;
    long size = 0;
    for (int i = 0; i < used[owner]; i++) {
      int document = documents[owner][i];
      if (document != NONE) {
        assert all.lists(document, owner) : "owner " + owner + " shares a lost " + document;
        size += all.sizeBytes(document);
        count++;
      }
    }
    assert count == files[owner] : count + " files of owner " + owner + ", not " + files[owner];
    assert size == bytes[owner] : size + " bytes of owner " + owner + ", not " + bytes[owner];
    return true;
  }

  private int grow() {
    if (end == open.length) {
      documents = Arrays.copyOf(documents, 2 * end);
      used = Arrays.copyOf(used, 2 * end);
      names = Arrays.copyOf(names, 2 * end);
      files = Arrays.copyOf(files, 2 * end);
      bytes = Arrays.copyOf(bytes, 2 * end);
      open = Arrays.copyOf(open, 2 * end);
      next = Arrays.copyOf(next, 2 * end);
    }
    return end++;
  }
}
