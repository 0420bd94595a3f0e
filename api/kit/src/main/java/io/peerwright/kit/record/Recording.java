package io.peerwright.kit.record;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * What passed over the links of one host, in order. Filled and read on the host's loop, or after
 * the loop has ended.
 */
public final class Recording {

  /** What happened. */
  public enum Kind {
    /** A link that we opened is open. */
    CONNECTED,
    /** A link that others opened is open. */
    ACCEPTED,
    /** Bytes came in. */
    IN,
    /** Bytes went out. */
    OUT,
    /** The remote side ended its direction. */
    INPUT_CLOSED,
    /** The link is over. */
    CLOSED
  }

  /**
   * One event.
   *
   * @param nanos since the recording began
   * @param link number of the link, from 0 in the order in which they opened
   * @param bytes of {@link Kind#IN} and {@link Kind#OUT}, else empty; not to be changed
   */
  public record Event(long nanos, int link, Kind kind, byte[] bytes) {}

  private final List<Event> events = new ArrayList<>();
  private final List<Endpoint> locals = new ArrayList<>();
  private final List<Endpoint> remotes = new ArrayList<>();

  /** Makes an empty one. */
  public Recording() {}

  int open(long nanos, Kind kind, Endpoint local, Endpoint remote) {
    int link = locals.size();
    locals.add(local);
    remotes.add(remote);
    add(nanos, link, kind, new byte[0]);
    return link;
  }

  void add(long nanos, int link, Kind kind, byte[] bytes) {
    events.add(new Event(nanos, link, kind, bytes));
  }

  /** All events so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** How many links there were. */
  public int links() {
    return locals.size();
  }

  /** Our end of a link. */
  public Endpoint local(int link) {
    return locals.get(link);
  }

  /** The remote end of a link. */
  public Endpoint remote(int link) {
    return remotes.get(link);
  }
}
