package io.peerwright.kit.events;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.AppCallbacks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an overlay tells of itself. Costs a look at a field while nobody listens: events are made
 * only where {@link #isOn} says that somebody wants them. What waits to be told is bounded; beyond
 * that events are counted, and the count is told.
 */
public final class EventStream implements EventSource {

  private static final int MOST_WAITING = 1000;

  private record Listener(OverlayEvent.Level least, Consumer<? super OverlayEvent> told) {}

  private final Loop loop;
  private List<Listener> listeners = List.of();
  private OverlayEvent.@Nullable Level least;
  private @Nullable Deque<OverlayEvent> waiting;
  private long lost;
  private boolean telling;

  /** Of one overlay; nobody listens yet. */
  public EventStream(Loop loop) {
    this.loop = loop;
  }

  /** True if somebody listens to events that matter so much. */
  public boolean isOn(OverlayEvent.Level level) {
    OverlayEvent.Level known = least;
    return known != null && level.compareTo(known) >= 0;
  }

  /** Something has happened: is told in a turn of its own, with all that happens before it. */
  public void tell(OverlayEvent event) {
    if (!isOn(event.level())) {
      return;
    }
    Deque<OverlayEvent> events = waiting;
    if (events == null) {
      events = new ArrayDeque<>();
      waiting = events;
    }
    if (events.size() >= MOST_WAITING) {
      lost++;
      return;
    }
    events.addLast(event);
    if (!telling) {
      telling = true;
      loop.execute(this::tellAll);
    }
  }

  /**
   * The overlay has joined.
   *
   * @param endpoints where it listens
   */
  public void joined(List<Endpoint> endpoints) {
    if (isOn(OverlayEvent.Level.INFO)) {
      tell(new OverlayEvent.Joined(List.copyOf(endpoints)));
    }
  }

  /** The overlay that had joined is not in it any more. */
  public void left() {
    if (isOn(OverlayEvent.Level.INFO)) {
      tell(new OverlayEvent.Left());
    }
  }

  private void tellAll() {
    telling = false;
    Deque<OverlayEvent> events = waiting;
    waiting = null;
    if (events != null && lost > 0) {
      events.addLast(new OverlayEvent.Lost(lost));
    }
    lost = 0;
    for (OverlayEvent event : events == null ? List.<OverlayEvent>of() : events) {
      for (Listener each : listeners) {
        if (event.level().compareTo(each.least) >= 0) {
          each.told.accept(event);
        }
      }
    }
  }

  @Override
  public Handle listen(OverlayEvent.Level level, Consumer<? super OverlayEvent> told) {
    Listener listener = new Listener(level, AppCallbacks.one(loop, told));
    List<Listener> more = new ArrayList<>(listeners);
    more.add(listener);
    use(more);
    return () -> {
      List<Listener> fewer = new ArrayList<>(listeners);
      fewer.removeIf(each -> each == listener);
      use(fewer);
    };
  }

  private void use(List<Listener> all) {
    listeners = List.copyOf(all);
    OverlayEvent.Level lowest = null;
    for (Listener each : listeners) {
      lowest = lowest == null || each.least.compareTo(lowest) < 0 ? each.least : lowest;
    }
    least = lowest;
  }
}
