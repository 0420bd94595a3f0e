package io.peerwright.transport.vertx;

import io.peerwright.api.TimerTarget;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pending timers of one event loop, in the order of their deadlines and, within one deadline,
 * of their scheduling.
 *
 * <p>A four-ary heap of slot numbers over parallel arrays: about 48 bytes and no object per timer,
 * so that hundreds of thousands of them can wait. The deadlines stand in the order of the heap, so
 * that the children of a node are compared within one line of the processor's cache. A handle holds
 * the slot and its generation, so that it never hits the timer that took the slot over.
 */
final class TimerHeap {

  /** Whose timers they are, which only it cancels. */
  interface Owner {

    /** The name of its host, for a report of what its timer has thrown. */
    String hostName();
  }

  /** Receives a timer that is due; it is not pending any more. */
  @FunctionalInterface
  interface Expiry {
    void expire(Owner owner, TimerTarget target, int code, long argument);
  }

  private static final int ARITY = 4;
  private static final int NONE = -1;

  private long[] sequences = new long[0];
  private long[] arguments = new long[0];
  private int[] codes = new int[0];
  private int[] generations = new int[0];

  /** Where a slot stands in the heap. */
  private int[] positions = new int[0];

  /** The heap itself, then the free slots. */
  private int[] heap = new int[0];

  /** Of the slot at the same place of the heap. */
  private long[] deadlines = new long[0];

  private @Nullable TimerTarget[] targets = new TimerTarget[0];
  private @Nullable Owner[] owners = new Owner[0];
  private int size;
  private long nextSequence;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The deadline that comes first; only if the heap is not empty. */
  long earliest() {
    return deadlines[0];
  }

  /** Adds a timer and returns its handle, which is never 0. */
  long add(long deadline, Owner owner, TimerTarget target, int code, long argument) {
    if (size == heap.length) {
      grow();
    }
    int slot = heap[size];
    sequences[slot] = nextSequence++;
    owners[slot] = owner;
    targets[slot] = target;
    codes[slot] = code;
    arguments[slot] = argument;
    siftUp(size++, slot, deadline);
    return (long) generations[slot] << 32 | slot + 1;
  }

  /** Takes a timer of {@code owner} back. False if it is not pending. */
  boolean cancel(Owner owner, long handle) {
    int slot = (int) handle - 1;
    if (slot < 0
        || slot >= positions.length
        || generations[slot] != (int) (handle >>> 32)
        || positions[slot] == NONE
        || owners[slot] != owner) {
      return false;
    }
    remove(slot);
    return true;
  }

  /** Drops all timers of a host that is closing. */
  void cancelAll(Owner owner) {
    for (int slot = 0; slot < owners.length; slot++) {
      if (owners[slot] == owner) {
        remove(slot);
      }
    }
  }

  /** Hands the first timer over if its deadline is not after {@code now}. */
  boolean expire(long now, Expiry expiry) {
    if (size == 0 || earliest() > now) {
      return false;
    }
    int slot = heap[0];
    Owner owner = Objects.requireNonNull(owners[slot]);
    TimerTarget target = Objects.requireNonNull(targets[slot]);
    int code = codes[slot];
    long argument = arguments[slot];
    remove(slot);
    expiry.expire(owner, target, code, argument);
    return true;
  }

  private void remove(int slot) {
    int position = positions[slot];
    int last = heap[--size];
    heap[size] = slot;
    positions[slot] = NONE;
    generations[slot] = generations[slot] + 1 & Integer.MAX_VALUE;
    owners[slot] = null;
    targets[slot] = null;
    if (last != slot) {
      long deadline = deadlines[size];
      siftUp(position, last, deadline);
      siftDown(positions[last], last, deadline);
    }
  }

  private void siftUp(int from, int slot, long deadline) {
    int position = from;
    while (position > 0) {
      int parent = (position - 1) / ARITY;
      if (!before(deadline, slot, deadlines[parent], heap[parent])) {
        break;
      }
      place(position, heap[parent], deadlines[parent]);
      position = parent;
    }
    place(position, slot, deadline);
  }

  private void siftDown(int from, int slot, long deadline) {
    int position = from;
    while (true) {
      int child = firstOfChildren(position);
      if (child == NONE || !before(deadlines[child], heap[child], deadline, slot)) {
        break;
      }
      place(position, heap[child], deadlines[child]);
      position = child;
    }
    place(position, slot, deadline);
  }

  private int firstOfChildren(int position) {
    int from = position * ARITY + 1;
    int to = Math.min(from + ARITY, size);
    int best = from < to ? from : NONE;
    for (int child = from + 1; child < to; child++) {
      if (before(deadlines[child], heap[child], deadlines[best], heap[best])) {
        best = child;
      }
    }
    return best;
  }

  private boolean before(long deadline, int slot, long otherDeadline, int other) {
    return deadline != otherDeadline
        ? deadline < otherDeadline
        : sequences[slot] < sequences[other];
  }

  private void place(int position, int slot, long deadline) {
    heap[position] = slot;
    deadlines[position] = deadline;
    positions[slot] = position;
  }

  private void grow() {
    int old = heap.length;
    int capacity = Math.max(16, old + (old >> 1));
    deadlines = Arrays.copyOf(deadlines, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
    arguments = Arrays.copyOf(arguments, capacity);
    codes = Arrays.copyOf(codes, capacity);
    generations = Arrays.copyOf(generations, capacity);
    positions = Arrays.copyOf(positions, capacity);
    heap = Arrays.copyOf(heap, capacity);
    targets = Arrays.copyOf(targets, capacity);
    owners = Arrays.copyOf(owners, capacity);
    for (int slot = old; slot < capacity; slot++) {
      heap[slot] = slot;
      positions[slot] = NONE;
    }
  }
}
