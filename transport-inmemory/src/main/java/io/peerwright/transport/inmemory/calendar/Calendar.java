package io.peerwright.transport.inmemory.calendar;

import io.peerwright.transport.inmemory.check.Check;
import org.jspecify.annotations.Nullable;

/**
 * The events of a shard in the strict order (deadline, origin, sequence), resolved to the
 * nanosecond.
 *
 * <p>Within one deadline, what came before the first of them was taken is in the order of the keys:
 * origin, then sequence. What is added afterwards follows in the order of its arrival. So the order
 * does not depend on who happened to be run first, only on what each origin did, and a network that
 * is run in several parts has the order of one that is run whole.
 *
 * <p>Far events lie unsorted in a {@link Wheel}; those of the next millisecond or so are sorted at
 * once into a {@link Run}. What is added to a time that is sorted already comes late and goes to a
 * heap.
 *
 * <p>To add, and to cancel, costs O(1); an event is moved once for each level of the wheel that it
 * passes, and sorted once, in a run of a few hundred: O(log r) for the r events of a millisecond,
 * whatever the number of those that wait.
 *
 * <p>Sources: G. Varghese and T. Lauck, "Hashed and Hierarchical Timing Wheels", 1987; R. Brown,
 * "Calendar Queues", CACM 31(10), 1988, for sorting no more than what comes next.
 */
public final class Calendar {

  /** Slots with more than this are spread first: what is sorted shall fit into a cache. */
  private static final int MOST_SORTED = 8192;

  /** So many cancelled entries may lie about even in an empty calendar. */
  private static final int MOST_CANCELLED = 1024;

  /** The place of an event that happens at several hosts at once. */
  public static final int EVERYWHERE = Integer.MAX_VALUE;

  private final Handles handles = new Handles();
  private final Wheel wheel = new Wheel(handles);
  private final Run run = new Run();
  private final TimeOrder timeOrder = new TimeOrder();
  private final SiteOrder siteOrder = new SiteOrder();
  private final LateEvents late = new LateEvents();
  private final Ring present = new Ring();

  /** All entries up to this instant are in the run, or late. */
  private long sorted = -1;

  /** The deadline of the entry that was taken last. */
  private long instant = -1;

  /** While the entries of one site after the other are taken. */
  private boolean inWindow;

  private int size;
  private int cancelled;

  // The entry that was taken last.
  private @Nullable Object target;
  private long argument;
  private long place;
  private int code;

  /** Entries that wait. */
  public int size() {
    return size;
  }

  /**
   * Adds an entry.
   *
   * @param when not before the deadline of any entry taken so far
   * @param key orders entries of one deadline
   * @param place for {@link #place}
   */
  public void add(long when, long key, long place, Object target, int code, long argument) {
    add(when, key, place, target, 0, code, argument);
  }

  /**
   * Adds an entry that can be cancelled.
   *
   * @return its handle, never 0; it is not used again for another entry
   */
  public long addCancellable(
      long when, long key, long place, Object target, int code, long argument) {
    long handle = handles.take();
    add(when, key, place, target, (int) handle, code, argument);
    return handle;
  }

  private void add(
      long when, long key, long place, Object target, int row, int code, long argument) {
    long codeAndRow = (long) code << Integer.SIZE | row;
    size++;
    if (when > sorted) {
      wheel.add(when, key, place, target, codeAndRow, argument);
    } else if (when > instant) {
      late.add(when, key, place, target, codeAndRow, argument);
    } else {
      present.add(instant, key, place, target, codeAndRow, argument);
    }
  }

  /** Takes an entry out again; false if the handle's entry is gone. */
  public boolean cancel(long handle) {
    if (!handles.cancel(handle)) {
      return false;
    }
    size--;
    cancelled++;
    if (cancelled > size + MOST_CANCELLED) {
      wheel.sweep();
      cancelled = 0;
    }
    return true;
  }

  /** Takes the next entry if its deadline is not after {@code limit}; false if it is. */
  public boolean poll(long limit) {
    while (true) {
      boolean hasRun = !run.isEmpty();
      int next = hasRun ? run.position() : 0;
      boolean isLate = !late.isEmpty() && !(hasRun && run.entries.isBefore(next, late.entries, 0));
      Entries from = isLate ? late.entries : run.entries;
      int at = isLate ? 0 : next;
      boolean isPresent = !present.isEmpty() && (!hasRun && !isLate || from.deadline(at) > instant);
      if (isPresent) {
        from = present.entries();
        at = present.at();
      } else if (!hasRun && !isLate) {
        if (!inWindow && sortMore(limit)) {
          continue;
        }
        return false;
      }
      if (from.deadline(at) > limit) {
        return false;
      }
      boolean isAlive = read(from, at);
      if (isPresent) {
        present.removeFirst();
      } else if (isLate) {
        late.removeFirst();
      } else {
        run.removeFirst();
      }
      if (isAlive) {
        size--;
        return true;
      }
    }
  }

  /** Reads an entry that is taken; false if it was cancelled. */
  private boolean read(Entries from, int at) {
    int row = from.row(at);
    boolean isAlive = handles.isAlive(row);
    handles.release(row);
    if (isAlive) {
      instant = from.deadline(at);
      argument = from.argument(at);
      place = from.place(at);
      code = from.code(at);
      target = from.target(at);
    }
    return isAlive;
  }

  /** Sorts the entries of the next slot; false if it begins after {@code limit}. */
  private boolean sortMore(long limit) {
    while (wheel.seek(limit)) {
      int level = wheel.level();
      if (level > Wheel.MIDDLE || level > 0 && wheel.count() > MOST_SORTED) {
        wheel.spread();
      } else {
        run.clear();
        sorted = wheel.sort(run, timeOrder);
        return true;
      }
    }
    return false;
  }

  /**
   * Makes ready all entries up to an instant, to be taken one site after the other: after {@link
   * #nextSite}, {@link #poll} takes those of one site in their order. Where one is for all sites,
   * they are taken as if all were one.
   *
   * @return false if there are none
   */
  public boolean openWindow(long end, Sites sites) {
    run.clear();
    while (!late.isEmpty() && late.entries.deadline(0) <= end) {
      run.append(late.entries, 0);
      late.removeFirst();
    }
    if (end > sorted) {
      sorted = end;
      wheel.drain(end, run);
    }
    siteOrder.sort(run, sites);
    return nextSite();
  }

  /** The entries of a window, in their order. */
  public Run window() {
    return run;
  }

  /** Goes on to the next site; false if there is none. */
  public boolean nextSite() {
    instant = -1;
    inWindow = siteOrder.nextSite(run);
    return inWindow;
  }

  /** The last instant before {@code end}, or of the last whole slot that ends before it. */
  public static long lastOfSlots(long begin, long end) {
    return Wheel.lastOfSlots(begin, end);
  }

  /** The deadline of the next entry; {@link Long#MAX_VALUE} if there is none. */
  public long nextDeadline() {
    if (present.isAnyAlive(handles)) {
      return instant;
    }
    long earliest = Math.min(run.earliest(handles), late.earliest(handles));
    return earliest < Long.MAX_VALUE ? earliest : wheel.earliest();
  }

  // The entry that was taken last.

  public long deadline() {
    return instant;
  }

  /** What is called. */
  public @Nullable Object target() {
    return target;
  }

  public int code() {
    return code;
  }

  public long argument() {
    return argument;
  }

  /** Where it happens. */
  public long place() {
    return place;
  }

  /**
   * Looks at every event, as tests want it; slow.
   *
   * @return how many entries there are
   * @throws IllegalStateException if one is lost, counted twice, or out of its order
   */
  public int checkInvariants() {
    handles.checkInvariants();
    int alive = wheel.checkInvariants() + run.checkInvariants(handles);
    alive += late.checkInvariants(handles) + present.checkInvariants(handles);
    Check.that(alive == size, "as many events wait as are counted: " + alive + ", " + size);
    return Wheel.SLOTS_OF_ALL_LEVELS + size;
  }
}
