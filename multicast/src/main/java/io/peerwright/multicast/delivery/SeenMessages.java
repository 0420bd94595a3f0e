package io.peerwright.multicast.delivery;

import io.peerwright.api.net.Endpoint;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was heard of all sources of all groups: a {@link SequenceWindow} for each (group, source,
 * epoch).
 *
 * <p>Sources are in the order in which they were heard last. One that has been silent for 210 s, as
 * long as PIM-DM keeps a source active (RFC 3973, section 4.8), is dropped; so is the longest
 * silent one when there are too many. Of a source that was dropped a late copy is taken for news,
 * so the bound should be above the number of sources that send at one time. About 400 bytes a
 * source.
 */
public final class SeenMessages {

  /** How long a silent source is remembered. */
  public static final long IDLE_NANOS = 210_000_000_000L;

  private record Key(Endpoint group, SourceId source) {}

  private static final class Heard {
    final SequenceWindow window = new SequenceWindow();
    long lastNanos;
  }

  private final int mostSources;
  private final LinkedHashMap<Key, Heard> sources = new LinkedHashMap<>(4, 0.75f, true);

  /** Remembers so many sources at the most, 1 or more. */
  public SeenMessages(int mostSources) {
    if (mostSources < 1) {
      throw new IllegalArgumentException("mostSources must be at least 1, is " + mostSources);
    }
    this.mostSources = mostSources;
  }

  /**
   * Marks a message as heard.
   *
   * @param nowNanos the time of the loop
   * @return true if it was not heard before, and is not too old to tell
   */
  public boolean accept(Endpoint group, SourceId source, long sequence, long nowNanos) {
    dropIdle(nowNanos);
    Key key = new Key(group, source);
    Heard heard = sources.get(key);
    if (heard == null) {
      if (sources.size() == mostSources) {
        dropEldest();
      }
      heard = new Heard();
      sources.put(key, heard);
    }
    heard.lastNanos = nowNanos;
    return heard.window.accept(sequence);
  }

  /** Forgets the sources that have been silent for long; costs what it drops. */
  public void dropIdle(long nowNanos) {
    Iterator<Map.Entry<Key, Heard>> eldest = sources.entrySet().iterator();
    while (eldest.hasNext() && nowNanos - eldest.next().getValue().lastNanos >= IDLE_NANOS) {
      eldest.remove();
    }
  }

  private void dropEldest() {
    Iterator<Key> eldest = sources.keySet().iterator();
    eldest.next();
    eldest.remove();
  }

  /** How many sources it remembers. */
  public int size() {
    return sources.size();
  }

  /** Forgets all. */
  public void clear() {
    sources.clear();
  }
}
