package io.peerwright.kit.server;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.kit.limit.ConnectionLimits;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has connected to a {@link ProtocolPort} and has not said yet what it wants. It has
 * one of the few places for newcomers and not for ever, until it is released.
 */
public final class Newcomer implements TimerTarget {

  private final Loop loop;
  private final Link link;
  private ConnectionLimits.@Nullable Place place;
  private final Consumer<Newcomer> onReleased;
  private final BiConsumer<Endpoint, Reason> onRefused;
  private final long deadline;

  /**
   * Somebody who has its place.
   *
   * @param onReleased told when it counts as a newcomer no more
   * @param onRefused told before it is cut off for what it said, or for saying nothing
   */
  Newcomer(
      Loop loop,
      Link link,
      ConnectionLimits.Place place,
      long withinNanos,
      Consumer<Newcomer> onReleased,
      BiConsumer<Endpoint, Reason> onRefused) {
    this.loop = loop;
    this.link = link;
    this.place = place;
    this.onReleased = onReleased;
    this.onRefused = onRefused;
    this.deadline = loop.schedule(withinNanos, this, 0, 0);
  }

  /**
   * It has said what it wants, so that other limits apply to it from now on, or it is over. More
   * than once is not an error.
   */
  public void release() {
    ConnectionLimits.Place had = place;
    if (had != null) {
      place = null;
      loop.cancel(deadline);
      had.release();
      onReleased.accept(this);
    }
  }

  boolean isReleased() {
    return place == null;
  }

  @Override
  public void onTimer(int code, long argument) {
    cut(Reason.TIMEOUT);
  }

  /** Cuts it off, for it is of no use. */
  void cut(Reason reason) {
    onRefused.accept(link.remote(), reason);
    link.abort(reason);
  }

  /** Cuts it off because the port is closed. */
  void shutDown() {
    link.abort(Reason.SHUTDOWN);
  }
}
