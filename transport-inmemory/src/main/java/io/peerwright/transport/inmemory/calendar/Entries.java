package io.peerwright.transport.inmemory.calendar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events in flat arrays, the numbers of each side by side. They are moved by value from one list to
 * another, so that every list is read from front to back: a calendar of a million events lies in
 * main memory, where a place that is not the next one costs ten times as much.
 */
final class Entries {

  private static final int DEADLINE = 0;
  private static final int KEY = 1;
  private static final int ARGUMENT = 2;

  /** The code of the event in the high half, in the low half the row of its handle. */
  private static final int CODE_AND_ROW = 3;

  private static final int PLACE = 4;
  private static final int COLUMNS = 5;

  private long[] numbers;
  private @Nullable Object[] targets;

  Entries(int length) {
    numbers = new long[length * COLUMNS];
    targets = new Object[length];
  }

  int length() {
    return targets.length;
  }

  /** Makes room for so many at least. */
  void reserve(int length) {
    if (length > targets.length) {
      int larger = Math.max(length, 2 * targets.length);
      numbers = Arrays.copyOf(numbers, larger * COLUMNS);
      targets = Arrays.copyOf(targets, larger);
    }
  }

  void set(
      int i, long deadline, long key, long place, Object target, long codeAndRow, long argument) {
    int at = i * COLUMNS;
    numbers[at] = deadline;
    numbers[at + KEY] = key;
    numbers[at + ARGUMENT] = argument;
    numbers[at + CODE_AND_ROW] = codeAndRow;
    numbers[at + PLACE] = place;
    targets[i] = target;
  }

  /** Sets one to what another one is. */
  void copy(int i, Entries from, int source) {
    int at = i * COLUMNS;
    int its = source * COLUMNS;
    long[] other = from.numbers;
    numbers[at] = other[its];
    numbers[at + KEY] = other[its + KEY];
    numbers[at + ARGUMENT] = other[its + ARGUMENT];
    numbers[at + CODE_AND_ROW] = other[its + CODE_AND_ROW];
    numbers[at + PLACE] = other[its + PLACE];
    targets[i] = from.targets[source];
  }

  /** Sets a range to what another one is. */
  void copy(int to, Entries from, int source, int count) {
    System.arraycopy(from.numbers, source * COLUMNS, numbers, to * COLUMNS, count * COLUMNS);
    System.arraycopy(from.targets, source, targets, to, count);
  }

  /** Lets go of the targets of a range that is not used any more. */
  void forget(int from, int count) {
    Arrays.fill(targets, from, from + count, null);
  }

  void forget(int i) {
    targets[i] = null;
  }

  long deadline(int i) {
    return numbers[i * COLUMNS + DEADLINE];
  }

  long argument(int i) {
    return numbers[i * COLUMNS + ARGUMENT];
  }

  long place(int i) {
    return numbers[i * COLUMNS + PLACE];
  }

  int code(int i) {
    return (int) (numbers[i * COLUMNS + CODE_AND_ROW] >>> Integer.SIZE);
  }

  /** The row of its handle; 0 if it has none. */
  int row(int i) {
    return (int) numbers[i * COLUMNS + CODE_AND_ROW];
  }

  @Nullable Object target(int i) {
    return targets[i];
  }

  /** Whether one comes before another: by deadline, then by key. */
  boolean isBefore(int i, Entries other, int its) {
    long difference = numbers[i * COLUMNS] - other.numbers[its * COLUMNS];
    return difference < 0
        || difference == 0 && numbers[i * COLUMNS + KEY] < other.numbers[its * COLUMNS + KEY];
  }
}
