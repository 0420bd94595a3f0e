package io.peerwright.transport.inmemory.check;

/**
 * How often tables are looked at: the larger they are the less often, so that it costs each event
 * about the same, with ten hosts and with a million.
 */
public final class CheckPace {

  private int entriesPerEvent;
  private long next = Long.MAX_VALUE;

  /** Begins to look, at so many entries for each event on the average. */
  public void begin(int entries) {
    entriesPerEvent = entries;
    next = 0;
  }

  /** Whether anything is looked at. */
  public boolean isOn() {
    return entriesPerEvent > 0;
  }

  /** Whether it is time to look once more, after so many events. */
  public boolean isDue(long events) {
    return events >= next;
  }

  /** After so many events so many entries were looked at. */
  public void looked(int entries, long events) {
    next = events + entries / entriesPerEvent;
  }
}
