package io.peerwright.samples.dashboard;

import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.runtime.EventWatch;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The last events of all peers. Told on their loops, read by any thread. */
public final class RecentEvents implements EventWatch.Listener {

  private static final int MOST = 200;

  /** What has happened, when and where. */
  record Entry(Instant at, String peer, String overlay, OverlayEvent.Level level, String text) {}

  private final Clock clock;
  private final Deque<Entry> last = new ArrayDeque<>();

  /** None yet. */
  public RecentEvents(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void onEvent(String peer, String overlay, OverlayEvent event) {
    Entry entry = new Entry(clock.instant(), peer, overlay, event.level(), event.text());
    synchronized (last) {
      if (last.size() == MOST) {
        last.removeFirst();
      }
      last.addLast(entry);
    }
  }

  /** The newest first. */
  List<Entry> list() {
    synchronized (last) {
      List<Entry> all = new ArrayList<>(last);
      Collections.reverse(all);
      return all;
    }
  }
}
