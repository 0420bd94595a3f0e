package io.peerwright.kit.server;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.kit.limit.ConnectionLimits;

/**
 * Somebody who has connected to a {@link ProtocolPort} and has not said yet what it wants. It has
 * one of the few places for newcomers and not for ever, until it is released.
 */
public final class Newcomer implements TimerTarget {

  private final ProtocolPort port;
  private final Loop loop;
  private final Link link;
  private final ConnectionLimits.Place place;
  private final long deadline;
  private boolean released;

  Newcomer(
      ProtocolPort port, Loop loop, Link link, ConnectionLimits.Place place, long withinNanos) {
    this.port = port;
    this.loop = loop;
    this.link = link;
    this.place = place;
    this.deadline = loop.schedule(withinNanos, this, 0, 0);
  }

  /**
   * It has said what it wants, so that other limits apply to it from now on, or it is over. More
   * than once is not an error.
   */
  public void release() {
    if (!released) {
      released = true;
      loop.cancel(deadline);
      place.release();
      port.released(this);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    cut(Reason.TIMEOUT);
  }

  /** Cuts it off, for it is of no use. */
  void cut(Reason reason) {
    port.refused(link, reason);
    link.abort(reason);
  }

  /** Cuts it off because the port is closed. */
  void shutDown() {
    link.abort(Reason.SHUTDOWN);
  }
}
