package io.peerwright.transport.inmemory.calendar;

import io.peerwright.transport.inmemory.check.Check;

/**
 * The events that lie further ahead, in slots by their deadline: the order within a slot comes when
 * it is drained.
 *
 * <p>Seven levels of 1,024 slots; the n-th tells deadlines apart by their n-th digit to the base
 * 1,024. An entry goes to the middle level, whose slots are a millisecond long, if its deadline is
 * less than a turn of that level ahead of the cursor, which no entry's deadline is before; else to
 * the lowest level of which this is true. The levels below the middle are for a slot of it that is
 * too crowded to be sorted at once: it is {@link #spread}, and its entries lie there until the last
 * of them is drained.
 *
 * <p>So slots of different levels can begin at one instant. The first slot in use is the one that
 * begins first, of several the one on the highest level; below the middle they come before all
 * others.
 */
final class Wheel {

  private static final int BITS = 10;
  private static final int SLOTS = 1 << BITS;
  private static final int MASK = SLOTS - 1;
  private static final int LEVELS = 7;
  private static final int WORDS = SLOTS / Long.SIZE;
  static final int SLOTS_OF_ALL_LEVELS = LEVELS * SLOTS;

  /** A slot on this level or below can be sorted. */
  static final int MIDDLE = 2;

  private static final int MIDDLE_SHIFT = MIDDLE * BITS;

  private final Handles handles;
  private final Slots slots = new Slots(SLOTS_OF_ALL_LEVELS);

  /** A bit for each slot that is in use, and for each level bits for those words with such bits. */
  private final long[] used = new long[LEVELS * WORDS];

  private final int[] usedWords = new int[LEVELS];

  private long cursor;

  /** The number of the middle slot whose entries lie on the levels below it. */
  private long crowded = -1;

  // The first slot, once it was sought.
  private int first;
  private long begin;

  Wheel(Handles handles) {
    this.handles = handles;
  }

  /** Adds an entry. Its deadline is not before the cursor. */
  void add(long deadline, long key, long place, Object target, long codeAndRow, long argument) {
    int i = append(deadline);
    slots.page().set(i, deadline, key, place, target, codeAndRow, argument);
  }

  private int append(long deadline) {
    int slot = slotOf(deadline);
    if (slots.count(slot) == 0) {
      markUsed(slot);
    }
    return slots.append(slot);
  }

  /** Seeks the first slot in use; false if there is none that begins by {@code limit}. */
  boolean seek(long limit) {
    first = firstSlot();
    if (first < 0) {
      return false;
    }
    begin = beginOf(first);
    return begin <= limit;
  }

  // The slot that was found.

  int level() {
    return first >>> BITS;
  }

  /** How many entries it has. */
  int count() {
    return slots.count(first);
  }

  /** Moves its entries to lower levels; the cursor goes where it begins. */
  void spread() {
    if (level() == MIDDLE) {
      crowded = begin >>> MIDDLE_SHIFT;
    }
    cursor = Math.max(cursor, begin);
    addAgain(first);
  }

  /**
   * Moves its entries to the end of a run and sorts them there.
   *
   * @return its last instant, where the cursor is now
   */
  long sort(Run run, TimeOrder order) {
    int sorted = run.size();
    int bits = level() * BITS;
    drainFirst(run);
    order.sort(run, sorted, begin, bits);
    cursor = begin + (1L << bits) - 1;
    return cursor;
  }

  /** Moves all entries up to an instant to the end of a run as they come, and the cursor there. */
  void drain(long last, Run run) {
    while (seek(last)) {
      if (endOf(first) > last) {
        spread();
      } else {
        drainFirst(run);
      }
    }
    cursor = last;
  }

  private void drainFirst(Run run) {
    run.entries.reserve(run.size() + count());
    empty(first, (page, at, count) -> drainChunk(run, page, at, count));
  }

  private void drainChunk(Run run, Entries page, int at, int count) {
    if (handles.areAllAlive()) {
      run.entries.copy(run.size(), page, at, count);
      run.extend(count);
      return;
    }
    for (int i = 0; i < count; i++) {
      if (isThere(page, at + i)) {
        run.entries.copy(run.size(), page, at + i);
        run.extend(1);
      }
    }
  }

  /** Takes the entries out of a slot and adds those that were not cancelled. */
  private void addAgain(int slot) {
    empty(
        slot,
        (page, at, count) -> {
          for (int i = at; i < at + count; i++) {
            if (isThere(page, i)) {
              int to = append(page.deadline(i));
              slots.page().copy(to, page, i);
            }
          }
        });
  }

  private void empty(int slot, Slots.Visitor visitor) {
    markEmpty(slot);
    slots.empty(slot, visitor);
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

  /** Drops all cancelled entries. */
  void sweep() {
    for (int slot = 0; slot < SLOTS_OF_ALL_LEVELS; slot++) {
      if (slots.count(slot) > 0) {
        addAgain(slot);
      }
    }
  }

  /** The earliest deadline of an entry that was not cancelled; that of none is the end of time. */
  long earliest() {
    Earliest earliest = new Earliest();
    for (int level = 0; level < LEVELS; level++) {
      if (usedWords[level] != 0) {
        seekEarliest(level, earliest);
      }
    }
    return earliest.deadline;
  }

  /** Looks at the slots of a level in their order until one has an entry. */
  private void seekEarliest(int level, Earliest earliest) {
    long before = earliest.deadline;
    int start = firstSlotOf(level);
    int slot = start;
    do {
      if (beginOf(slot) >= before) {
        return;
      }
      slots.visit(slot, earliest);
      slot = nextSlot(level, slot + 1 & MASK);
    } while (slot != start && earliest.deadline == before);
  }

  private final class Earliest implements Slots.Visitor {
    private long deadline = Long.MAX_VALUE;

    @Override
    public void visit(Entries page, int first, int count) {
      for (int i = first; i < first + count; i++) {
        if (page.deadline(i) < deadline && handles.isAlive(page.row(i))) {
          deadline = page.deadline(i);
        }
      }
    }
  }

  // Slots.

  /** The last instant before {@code end}, or of the last slot of the middle level before it. */
  static long lastOfSlots(long begin, long end) {
    long whole = end >>> MIDDLE_SHIFT << MIDDLE_SHIFT;
    return (whole > begin ? whole : end) - 1;
  }

  private int slotOf(long time) {
    long digit = time >>> MIDDLE_SHIFT;
    if (digit == crowded) {
      return slotBelow(time);
    }
    boolean isNear = digit - (cursor >>> MIDDLE_SHIFT) < SLOTS;
    return isNear ? MIDDLE << BITS | (int) digit & MASK : slotAbove(time);
  }

  private int slotBelow(long time) {
    int level = time >>> BITS == cursor >>> BITS ? 0 : 1;
    return level << BITS | (int) (time >>> level * BITS) & MASK;
  }

  private int slotAbove(long time) {
    int shift = MIDDLE_SHIFT + BITS;
    while ((time >>> shift) - (cursor >>> shift) >= SLOTS) {
      shift += BITS;
    }
    return shift / BITS << BITS | (int) (time >>> shift) & MASK;
  }

  /** The first instant of a slot, which is the slot of the cursor or one of the next 1,023. */
  private long beginOf(int slot) {
    int shift = (slot >>> BITS) * BITS;
    long digit = cursor >>> shift;
    return digit + (slot - digit & MASK) << shift;
  }

  private long endOf(int slot) {
    return beginOf(slot) + (1L << (slot >>> BITS) * BITS) - 1;
  }

  /** -1 if none is in use. */
  private int firstSlot() {
    int earliest = -1;
    long itsBegin = Long.MAX_VALUE;
    for (int level = 0; level < LEVELS; level++) {
      if (usedWords[level] != 0) {
        int slot = firstSlotOf(level);
        if (level < MIDDLE) {
          return slot;
        }
        long begins = beginOf(slot);
        if (begins <= itsBegin) {
          itsBegin = begins;
          earliest = slot;
        }
      }
    }
    return earliest;
  }

  private int firstSlotOf(int level) {
    return nextSlot(level, (int) (cursor >>> level * BITS) & MASK);
  }

  /** The first slot in use of a level from one on, round and round; there is one. */
  private int nextSlot(int level, int from) {
    int word = from / Long.SIZE;
    long bits = used[level * WORDS + word] & -1L << from;
    if (bits == 0) {
      int after = usedWords[level] & -2 << word;
      word = Integer.numberOfTrailingZeros(after != 0 ? after : usedWords[level]);
      bits = used[level * WORDS + word];
    }
    return level << BITS | word * Long.SIZE + Long.numberOfTrailingZeros(bits);
  }

  private void markUsed(int slot) {
    int word = slot / Long.SIZE;
    used[word] |= 1L << slot;
    usedWords[word / WORDS] |= 1 << word % WORDS;
  }

  private void markEmpty(int slot) {
    int word = slot / Long.SIZE;
    used[word] &= ~(1L << slot);
    if (used[word] == 0) {
      usedWords[word / WORDS] &= ~(1 << word % WORDS);
    }
  }

  /** Fails if an event is not in its slot; how many were not cancelled. */
  int checkInvariants() {
    int[] alive = new int[1];
    for (int slot = 0; slot < LEVELS * SLOTS; slot++) {
      boolean isMarked = (used[slot / Long.SIZE] & 1L << slot) != 0;
      Check.that(isMarked == slots.count(slot) > 0, "the slots with events are marked");
      if (isMarked) {
        int its = slot;
        slots.visit(slot, (page, first, count) -> alive[0] += check(its, page, first, count));
      }
    }
    return alive[0];
  }

  private int check(int slot, Entries page, int first, int count) {
    int alive = 0;
    for (int i = first; i < first + count; i++) {
      long deadline = page.deadline(i);
      Check.that(deadline >= cursor, "no deadline is before the cursor");
      Check.that(
          deadline >= beginOf(slot) && deadline <= endOf(slot), "a deadline is within its slot");
      alive += handles.isAlive(page.row(i)) ? 1 : 0;
    }
    return alive;
  }
}
