package io.peerwright.kit.files;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Half-open ranges of positions, merged where they touch. Used by one thread. */
public final class Ranges {

  private final TreeMap<Long, Long> endByStart = new TreeMap<>();

  /** Nothing. */
  public Ranges() {}

  /** The same as another, which stays as it is. */
  public Ranges(Ranges other) {
    endByStart.putAll(other.endByStart);
  }

  /** Adds the positions from {@code from} up to {@code to}, which is not among them. */
  public void add(long from, long to) {
    if (from >= to) {
      return;
    }
    long start = from;
    long end = to;
    Map.Entry<Long, Long> touching = endByStart.floorEntry(end);
    while (touching != null && touching.getValue() >= start) {
      start = Math.min(start, touching.getKey());
      end = Math.max(end, touching.getValue());
      endByStart.remove(touching.getKey());
      touching = endByStart.floorEntry(end);
    }
    endByStart.put(start, end);
  }

  /** The end of the range that holds {@code position}, or {@code position} if none does. */
  public long endOf(long position) {
    Map.Entry<Long, Long> range = endByStart.floorEntry(position);
    return range == null ? position : Math.max(position, range.getValue());
  }

  /** Where the range begins that holds the position before {@code position}; else that itself. */
  public long startBefore(long position) {
    Map.Entry<Long, Long> range = endByStart.lowerEntry(position);
    return range == null || range.getValue() < position ? position : range.getKey();
  }

  /** The first position from {@code position} on that is held; {@link Long#MAX_VALUE} if none. */
  public long nextFrom(long position) {
    if (endOf(position) > position) {
      return position;
    }
    Long next = endByStart.ceilingKey(position);
    return next == null ? Long.MAX_VALUE : next;
  }

  /** The end of the last range; 0 if there is none. */
  long end() {
    return endByStart.isEmpty() ? 0 : endByStart.lastEntry().getValue();
  }

  /** Tells each range by its start and its end, the first one first. */
  public void forEach(BiConsumer<Long, Long> each) {
    endByStart.forEach(each);
  }

  /** How many positions. */
  public long total() {
    long sum = 0;
    for (Map.Entry<Long, Long> range : endByStart.entrySet()) {
      sum += range.getValue() - range.getKey();
    }
    return sum;
  }

  /** Takes out what lies from {@code limit} on. */
  void cut(long limit) {
    endByStart.tailMap(limit, true).clear();
    endByStart.replaceAll((from, to) -> Math.min(to, limit));
  }

  /** Takes out the positions from {@code from} up to {@code to}. */
  public void remove(long from, long to) {
    if (from >= to) {
      return;
    }
    Ranges behind = new Ranges();
    endByStart.tailMap(to, true).forEach(behind::add);
    behind.add(to, endOf(to));
    cut(from);
    behind.endByStart.forEach(this::add);
  }

  /** What lies below {@code limit}. */
  Ranges below(long limit) {
    Ranges result = new Ranges();
    endByStart.forEach((from, to) -> result.add(from, Math.min(to, limit)));
    return result;
  }

  /** Written as {@code 0-100 200-300}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    endByStart.forEach(
        (from, to) -> out.append(out.isEmpty() ? "" : " ").append(from).append('-').append(to));
    return out.toString();
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param size no range reaches beyond it
   * @throws IllegalArgumentException if it is damaged
   */
  static Ranges parse(String text, long size) {
    Ranges ranges = new Ranges();
    for (String part : text.isBlank() ? new String[0] : text.strip().split(" ")) {
      String[] ends = part.split("-", -1);
      if (ends.length != 2) {
        throw new IllegalArgumentException("not a range: " + part);
      }
      long from = Long.parseLong(ends[0]);
      long to = Long.parseLong(ends[1]);
      if (from < 0 || from >= to || to > size) {
        throw new IllegalArgumentException("no range within " + size + " bytes: " + part);
      }
      ranges.add(from, to);
    }
    return ranges;
  }
}
