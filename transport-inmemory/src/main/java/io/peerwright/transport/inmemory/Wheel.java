package io.peerwright.transport.inmemory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events that lie further ahead, in slots by their deadline: the order within a slot comes when
 * it is drained.
 *
 * <p>Seven levels of 1,024 slots; level n tells deadlines apart by their n-th digit to the base
 * 1,024. An entry lies on the level of the highest digit in which its deadline differs from the
 * cursor, which no entry's deadline is before: so the first slot in use on the lowest level in use
 * holds the next entries.
 *
 * <p>A slot is a list of chunks with a few entries each. Adding writes to the end of one of some
 * thousand lists, draining reads one list from front to back.
 */
final class Wheel {

  private static final int BITS = 10;
  private static final int SLOTS = 1 << BITS;
  private static final int MASK = SLOTS - 1;
  private static final int LEVELS = 7;
  private static final int WORDS = SLOTS / Long.SIZE;

  private static final int CHUNK_ENTRIES = 64;
  private static final int PAGE_BITS = 3;
  private static final int PAGE_CHUNKS = 1 << PAGE_BITS;

  private final Handles handles;
  private final int[] head = new int[LEVELS * SLOTS];
  private final int[] tail = new int[LEVELS * SLOTS];
  private final int[] counts = new int[LEVELS * SLOTS];
  private final long[] occupied = new long[LEVELS * WORDS];
  private final long[] summary = new long[(LEVELS * WORDS + Long.SIZE - 1) / Long.SIZE];

  private Entries[] pages = {new Entries(PAGE_CHUNKS * CHUNK_ENTRIES)};
  private int[] following = new int[PAGE_CHUNKS];
  private int free;

  /** Chunks that were ever used, of which the first is nobody's. */
  private int chunks = 1;

  private long cursor;

  private Entries pageOfAppended = pages[0];

  Wheel(Handles handles) {
    this.handles = handles;
  }

  /** Adds an entry. Its deadline is not before the cursor. */
  void add(long deadline, long key, long place, Object target, long codeAndRow, long argument) {
    int i = append(slotOf(deadline));
    pageOfAppended.set(i, deadline, key, place, target, codeAndRow, argument);
  }

  private void add(Entries from, int source) {
    int i = append(slotOf(from.deadline(source)));
    pageOfAppended.copy(i, from, source);
  }

  /** Makes room for one more entry in a slot: its place in {@link #pageOfAppended}. */
  private int append(int slot) {
    int used = counts[slot]++ % CHUNK_ENTRIES;
    int chunk = used == 0 ? appendChunk(slot) : tail[slot];
    pageOfAppended = pages[chunk >>> PAGE_BITS];
    return offset(chunk) + used;
  }

  /** The first instant of the first slot in use; {@link Long#MAX_VALUE} if none is. */
  long begin() {
    int slot = firstSlot();
    return slot < 0 ? Long.MAX_VALUE : beginOf(slot);
  }

  boolean isEmpty() {
    return firstSlot() < 0;
  }

  /** The level of the first slot in use, which there is. */
  int level() {
    return firstSlot() >>> BITS;
  }

  /** How many entries the first slot in use has. */
  int count() {
    return counts[firstSlot()];
  }

  /** The last instant of the first slot in use. */
  long end() {
    int slot = firstSlot();
    return endOf(slot);
  }

  /** Moves the entries of the first slot to lower levels; the cursor goes where it begins. */
  void spread() {
    int slot = firstSlot();
    cursor = Math.max(cursor, beginOf(slot));
    addAgain(slot);
  }

  /** Takes the entries out of a slot and adds those that were not cancelled. */
  private void addAgain(int slot) {
    int count = counts[slot];
    int chunk = detach(slot);
    while (chunk != 0) {
      Entries page = pages[chunk >>> PAGE_BITS];
      int at = offset(chunk);
      for (int i = Math.min(count, CHUNK_ENTRIES); i > 0; i--, at++) {
        if (isThere(page, at)) {
          add(page, at);
        }
      }
      count -= CHUNK_ENTRIES;
      chunk = giveBack(chunk);
    }
  }

  /**
   * Moves all entries up to an instant to the end of a run, and the cursor there.
   *
   * @param order sorts them; if null they are moved as they come
   */
  void drain(long last, Run run, @Nullable TimeOrder order) {
    for (int slot = firstSlot(); slot >= 0 && beginOf(slot) <= last; slot = firstSlot()) {
      if (endOf(slot) > last) {
        spread();
      } else {
        drainSlot(slot, run, order);
      }
    }
    cursor = last;
  }

  private void drainSlot(int slot, Run run, @Nullable TimeOrder order) {
    long begin = beginOf(slot);
    int count = counts[slot];
    int chunk = detach(slot);
    int first = run.size();
    int end = first;
    run.entries.reserve(end + count);
    while (chunk != 0) {
      Entries page = pages[chunk >>> PAGE_BITS];
      int at = offset(chunk);
      int used = Math.min(count, CHUNK_ENTRIES);
      if (handles.areAllAlive()) {
        run.entries.copy(end, page, at, used);
        end += used;
      } else {
        for (int i = 0; i < used; i++) {
          if (isThere(page, at + i)) {
            run.entries.copy(end++, page, at + i);
          }
        }
      }
      count -= CHUNK_ENTRIES;
      chunk = giveBack(chunk);
    }
    run.extend(end - first);
    if (order != null) {
      order.sort(run, first, begin, (slot >>> BITS) * BITS);
    }
  }

  /** Whether an entry was not cancelled; if it was, its row is free from here on. */
  private boolean isThere(Entries entries, int at) {
    int row = entries.row(at);
    if (handles.isAlive(row)) {
      return true;
    }
    handles.release(row);
    return false;
  }

  /** The earliest deadline of an entry that was not cancelled; that of none is the end of time. */
  long earliest() {
    for (int slot = firstSlot(); slot >= 0; slot = nextSlot(slot + 1)) {
      long earliest = earliestIn(slot);
      if (earliest < Long.MAX_VALUE) {
        return earliest;
      }
    }
    return Long.MAX_VALUE;
  }

  private long earliestIn(int slot) {
    long earliest = Long.MAX_VALUE;
    int count = counts[slot];
    for (int chunk = head[slot]; chunk != 0; chunk = following[chunk]) {
      Entries page = pages[chunk >>> PAGE_BITS];
      int at = offset(chunk);
      for (int i = Math.min(count, CHUNK_ENTRIES); i > 0; i--, at++) {
        if (page.deadline(at) < earliest && handles.isAlive(page.row(at))) {
          earliest = page.deadline(at);
        }
      }
      count -= CHUNK_ENTRIES;
    }
    return earliest;
  }

  /** Drops all cancelled entries. */
  void sweep() {
    for (int slot = firstSlot(); slot >= 0; slot = nextSlot(slot + 1)) {
      addAgain(slot);
    }
  }

  // Slots.

  /** The last instant before {@code end}, or of the last slot of a middle level before it. */
  static long lastOfSlots(long begin, long end) {
    long whole = end >>> 2 * BITS << 2 * BITS;
    return (whole > begin ? whole : end) - 1;
  }

  private int slotOf(long time) {
    long difference = time ^ cursor;
    int level =
        difference == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)) / BITS;
    return level << BITS | (int) (time >>> level * BITS) & MASK;
  }

  /** The first instant of a slot: the digits of the cursor above its level, then its own. */
  private long beginOf(int slot) {
    int shift = (slot >>> BITS) * BITS;
    long above = shift + BITS >= Long.SIZE ? 0 : cursor >>> shift + BITS << shift + BITS;
    return above | (long) (slot & MASK) << shift;
  }

  private long endOf(int slot) {
    return beginOf(slot) + (1L << (slot >>> BITS) * BITS) - 1;
  }

  private int firstSlot() {
    for (int i = 0; i < summary.length; i++) {
      if (summary[i] != 0) {
        int word = i * Long.SIZE + Long.numberOfTrailingZeros(summary[i]);
        return word * Long.SIZE + Long.numberOfTrailingZeros(occupied[word]);
      }
    }
    return -1;
  }

  /** The first slot in use from a number on; -1 if there is none. */
  private int nextSlot(int from) {
    for (int word = from / Long.SIZE; word < occupied.length; word++) {
      long bits = occupied[word];
      if (word == from / Long.SIZE) {
        bits &= -1L << from;
      }
      if (bits != 0) {
        return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
      }
    }
    return -1;
  }

  private void markUsed(int slot) {
    int word = slot / Long.SIZE;
    occupied[word] |= 1L << slot;
    summary[word / Long.SIZE] |= 1L << word;
  }

  private void markEmpty(int slot) {
    int word = slot / Long.SIZE;
    occupied[word] &= ~(1L << slot);
    if (occupied[word] == 0) {
      summary[word / Long.SIZE] &= ~(1L << word);
    }
  }

  // Chunks.

  private static int offset(int chunk) {
    return (chunk & PAGE_CHUNKS - 1) * CHUNK_ENTRIES;
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
      markUsed(slot);
    } else {
      following[tail[slot]] = chunk;
    }
    tail[slot] = chunk;
    return chunk;
  }

  private int carve() {
    int chunk = chunks++;
    int page = chunk >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, 2 * page);
      following = Arrays.copyOf(following, 2 * page * PAGE_CHUNKS);
    }
    if (offset(chunk) == 0) {
      pages[page] = new Entries(PAGE_CHUNKS * CHUNK_ENTRIES);
    }
    return chunk;
  }

  /** Takes the chunks of a slot away; the first of them. */
  private int detach(int slot) {
    int chunk = head[slot];
    counts[slot] = 0;
    markEmpty(slot);
    return chunk;
  }

  /** Makes a chunk free; the one that followed it. */
  private int giveBack(int chunk) {
    int next = following[chunk];
    pages[chunk >>> PAGE_BITS].forget(offset(chunk), CHUNK_ENTRIES);
    following[chunk] = free;
    free = chunk;
    return next;
  }
}
