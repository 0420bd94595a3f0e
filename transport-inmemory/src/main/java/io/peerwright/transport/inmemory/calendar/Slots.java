package io.peerwright.transport.inmemory.calendar;

import java.util.Arrays;

/**
 * Lists of entries without an order, one for each slot of a wheel.
 *
 * <p>A list is made of chunks with a few entries each. Adding writes to the end of one of some
 * thousand lists, taking out reads one list from front to back. The chunks of all slots lie in
 * pages, so that they are few objects.
 */
final class Slots {

  private static final int CHUNK_ENTRIES = 64;
  private static final int PAGE_BITS = 7;
  private static final int PAGE_CHUNKS = 1 << PAGE_BITS;

  /** What is done with the entries of a chunk. */
  interface Visitor {
    void visit(Entries page, int first, int count);
  }

  private final int[] head;
  private final int[] tail;
  private final int[] counts;

  private Entries[] pages = {new Entries(PAGE_CHUNKS * CHUNK_ENTRIES)};
  private int[] following = new int[PAGE_CHUNKS];
  private int free;

  /** Chunks that were ever used, of which the first is nobody's. */
  private int chunks = 1;

  /** Where the entry lies that was appended last. */
  private Entries page = pages[0];

  Slots(int slots) {
    head = new int[slots];
    tail = new int[slots];
    counts = new int[slots];
  }

  /** How many entries a slot has. */
  int count(int slot) {
    return counts[slot];
  }

  /** Makes room for one more entry in a slot: its place in {@link #page}. */
  int append(int slot) {
    int used = counts[slot]++ % CHUNK_ENTRIES;
    int chunk = used == 0 ? appendChunk(slot) : tail[slot];
    page = pages[chunk >>> PAGE_BITS];
    return offset(chunk) + used;
  }

  Entries page() {
    return page;
  }

  private int appendChunk(int slot) {
    int chunk = free;
    if (chunk != 0) {
      free = following[chunk];
    } else {
      chunk = carve();
    }
    following[chunk] = 0;
    if (counts[slot] == 1) {
      head[slot] = chunk;
    } else {
      following[tail[slot]] = chunk;
    }
    tail[slot] = chunk;
    return chunk;
  }

  private int carve() {
    int chunk = chunks++;
    int its = chunk >>> PAGE_BITS;
    if (its == pages.length) {
      pages = Arrays.copyOf(pages, 2 * its);
      following = Arrays.copyOf(following, 2 * its * PAGE_CHUNKS);
    }
    if (offset(chunk) == 0) {
      pages[its] = new Entries(PAGE_CHUNKS * CHUNK_ENTRIES);
    }
    return chunk;
  }

  private static int offset(int chunk) {
    return (chunk & PAGE_CHUNKS - 1) * CHUNK_ENTRIES;
  }

  /** Shows all entries of a slot. */
  void visit(int slot, Visitor visitor) {
    int left = counts[slot];
    for (int chunk = head[slot]; left > 0; chunk = following[chunk]) {
      visitor.visit(pages[chunk >>> PAGE_BITS], offset(chunk), Math.min(left, CHUNK_ENTRIES));
      left -= CHUNK_ENTRIES;
    }
  }

  /** Shows all entries of a slot and empties it; meanwhile others may be added to it. */
  void empty(int slot, Visitor visitor) {
    int left = counts[slot];
    int chunk = head[slot];
    counts[slot] = 0;
    while (left > 0) {
      Entries its = pages[chunk >>> PAGE_BITS];
      int offset = offset(chunk);
      visitor.visit(its, offset, Math.min(left, CHUNK_ENTRIES));
      left -= CHUNK_ENTRIES;
      its.forget(offset, CHUNK_ENTRIES);
      int next = following[chunk];
      following[chunk] = free;
      free = chunk;
      chunk = next;
    }
  }
}
