package io.peerwright.overlay.hybrid.index;

import java.util.Arrays;

/** The owners. A number is used again when the last file of its last owner has been swept. */
final class OwnerTable {

  private static final int NONE = -1;

  private int[] first = new int[16];
  private int[] files = new int[16];
  private long[] bytes = new long[16];
  private boolean[] open = new boolean[16];
  private int[] next = new int[16];
  private int used;
  private int firstFree = NONE;
  private int firstDropped = NONE;
  private int lastDropped = NONE;

  int open() {
    int owner = firstFree;
    if (owner == NONE) {
      owner = grow();
    } else {
      firstFree = next[owner];
    }
    first[owner] = NONE;
    files[owner] = 0;
    bytes[owner] = 0;
    open[owner] = true;
    return owner;
  }

  /** Closes an owner; it waits behind the others to be swept. */
  void drop(int owner) {
    open[owner] = false;
    files[owner] = 0;
    bytes[owner] = 0;
    next[owner] = NONE;
    if (lastDropped == NONE) {
      firstDropped = owner;
    } else {
      next[lastDropped] = owner;
    }
    lastDropped = owner;
  }

  /** The owner to be swept first; -1 if there is none. */
  int dropped() {
    return firstDropped;
  }

  /** The owner to be swept first has nothing left: its number is free. */
  void recycle() {
    int owner = firstDropped;
    firstDropped = next[owner];
    if (firstDropped == NONE) {
      lastDropped = NONE;
    }
    next[owner] = firstFree;
    firstFree = owner;
  }

  boolean isOpen(int owner) {
    return open[owner];
  }

  int first(int owner) {
    return first[owner];
  }

  void setFirst(int owner, int share) {
    first[owner] = share;
  }

  void count(int owner, int moreFiles, long moreBytes) {
    files[owner] += moreFiles;
    bytes[owner] += moreBytes;
  }

  int files(int owner) {
    return files[owner];
  }

  long bytes(int owner) {
    return bytes[owner];
  }

  private int grow() {
    if (used == first.length) {
      first = Arrays.copyOf(first, 2 * used);
      files = Arrays.copyOf(files, 2 * used);
      bytes = Arrays.copyOf(bytes, 2 * used);
      open = Arrays.copyOf(open, 2 * used);
      next = Arrays.copyOf(next, 2 * used);
    }
    return used++;
  }
}
