package io.peerwright.kit.record;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What passed over the links of one host, in order, in memory. Filled and read on the host's loop,
 * or after the loop has ended. Datagrams are left out.
 */
public final class Recording implements TrafficLog {

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

  private static final byte[] NOTHING = {};

  private final List<Event> events = new ArrayList<>();
  private final List<Endpoint> locals = new ArrayList<>();
  private final List<Endpoint> remotes = new ArrayList<>();

  /** Makes an empty one. */
  public Recording() {}

  @Override
  public void opened(long nanos, int link, boolean accepted, Endpoint local, Endpoint remote) {
    if (link != locals.size()) {
      throw new IllegalArgumentException("link " + link + " opens as number " + locals.size());
    }
    locals.add(local);
    remotes.add(remote);
    add(nanos, link, accepted ? Kind.ACCEPTED : Kind.CONNECTED, NOTHING);
  }

  @Override
  public void passed(long nanos, int link, boolean in, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    add(nanos, link, in ? Kind.IN : Kind.OUT, copy);
  }

  /** Our own end is not noted: whoever plays the remote side has no part in it. */
  @Override
  public void ended(long nanos, int link, boolean in) {
    if (in) {
      add(nanos, link, Kind.INPUT_CLOSED, NOTHING);
    }
  }

  @Override
  public void closed(long nanos, int link, Reason reason) {
    add(nanos, link, Kind.CLOSED, NOTHING);
  }

  private void add(long nanos, int link, Kind kind, byte[] bytes) {
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
