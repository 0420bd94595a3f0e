package io.peerwright.kit.index;

import java.util.Arrays;

/**
 * The lists of sources of one page, one behind the other in one array, so that to walk along all of
 * them is to walk along the memory. Each has its capacity in front of it. One that needs more moves
 * behind the others, and what it leaves is unused until its page copies all lists that are left to
 * new ones.
 */
final class SourceLists {

  private static final int SMALLEST = 2;

  private int[] numbers;
  private int end;
  private int unused;

  /** Without a list, and with room for so many numbers. */
  SourceLists(int room) {
    numbers = new int[room];
  }

  /** The memory that lists stand in. */
  int[] numbers() {
    return numbers;
  }

  /** The numbers for which there is memory, used or not. */
  int capacity() {
    return numbers.length;
  }

  /** A new list of two; returns its place. */
  int begin(int first, int second) {
    int place = open(SMALLEST);
    numbers[place] = first;
    numbers[place + 1] = second;
    return place;
  }

  /** Forgets all lists, and has room for so many numbers. */
  SourceLists clear(int room) {
    numbers = room <= numbers.length ? numbers : new int[room];
    end = 0;
    unused = 0;
    return this;
  }

  /** Has the same lists as another one, for which it has room, and none of its own. */
  void take(SourceLists other) {
    System.arraycopy(other.numbers, 0, numbers, 0, other.end);
    end = other.end;
    unused = other.unused;
  }

  /** A list that is a copy of another one; returns its place. */
  int copy(int[] from, int at, int count) {
    int place = open(count);
    System.arraycopy(from, at, numbers, place, count);
    return place;
  }

  /** Puts a number behind those of a list of so many; returns the place, which may be new. */
  int add(int at, int count, int number) {
    int place = at;
    if (count == numbers[at - 1]) {
      place = open(grown(count));
      System.arraycopy(numbers, at, numbers, place, count);
      close(at);
    }
    numbers[place + count] = number;
    return place;
  }

  /** True if {@link #begin} or {@link #add} would need more memory. */
  boolean isFull(int count) {
    return end + 1 + grown(count) > numbers.length;
  }

  /** True if much of the memory has been left by lists that have moved or gone. */
  boolean isWasteful() {
    return 4 * unused >= end;
  }

  /** Makes room for one more list that grows out of so many numbers. */
  void grow(int count) {
    numbers = Arrays.copyOf(numbers, Math.max(end + 1 + grown(count), end + (end >> 1)));
  }

  /** Takes out of a list whoever is not there; returns how many are left. */
  int keepOpen(int at, int count, OwnerTable owners) {
    return owners.keepOpen(numbers, at, count);
  }

  /** A list is not needed any more. */
  void close(int at) {
    unused += 1 + numbers[at - 1];
  }

  private static int grown(int count) {
    return Math.max(SMALLEST, count + Math.max(1, count >> 1));
  }

  private int open(int capacity) {
    int place = end + 1;
    numbers[end] = capacity;
    end += 1 + capacity;
    return place;
  }
}
