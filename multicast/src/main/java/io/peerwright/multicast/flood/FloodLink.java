package io.peerwright.multicast.flood;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.OutputQueue;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.multicast.flood.FloodMessage.Data;
import io.peerwright.multicast.flood.FloodMessage.Hello;
import io.peerwright.multicast.flood.FloodMessage.KeepAlive;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link to another router: says hello first, then whatever there is to say. Who says too much that
 * is no message of an application, or what cannot be read, is cut off.
 */
final class FloodLink implements LinkHandler, Neighbour {

  /** What becomes of a link. */
  interface Owner {
    /** What is said first on it. */
    Hello hello();

    /** The other side has said hello. False if the link is of no use. */
    boolean onHello(FloodLink link, Hello hello);

    void onMessage(FloodLink link, FloodMessage message);

    /** It is over; the first time that anything is told of it, too, if it never came to be. */
    void onGone(FloodLink link, Reason reason);
  }

  private static final long HELLO_NANOS = 10_000_000_000L;

  /** Messages about ways, prunes and offers in a second, and at once: all of a full table. */
  private static final int CONTROL_RATE = 1_000;

  private static final int CONTROL_BURST = 20_000;

  /** More than this does not wait: what is live is worth nothing later. */
  private static final int MOST_DATA_WAITS = 1 << 18;

  private static final int MOST_WAITS = 1 << 21;

  private final Loop loop;
  private final Owner owner;
  private final FloodCounters counters;
  private final FrameBuffer frames;
  private final OutputQueue output = new OutputQueue(MOST_WAITS);
  private final TokenBucket control;
  private final boolean isDialled;
  private final @Nullable Endpoint target;
  private @Nullable Link link;
  private @Nullable Hello remote;
  private boolean isGone;
  private long helloTimer;
  private long heardAt;
  private boolean hasSpoken;

  /**
   * A link that is not open yet.
   *
   * @param target where it was dialled; null if the other side has
   */
  FloodLink(
      Loop loop,
      FloodPruneConfig config,
      FloodCounters counters,
      Owner owner,
      @Nullable Endpoint target) {
    this.loop = loop;
    this.owner = owner;
    this.counters = counters;
    this.target = target;
    this.isDialled = target != null;
    this.frames =
        new FrameBuffer(FloodCodec.FRAMING, FloodCodec.MAX_DATA_HEADER + config.maxMessageBytes());
    this.control = new TokenBucket(CONTROL_RATE, CONTROL_BURST, loop.nanoTime());
    this.heardAt = loop.nanoTime();
  }

  boolean isDialled() {
    return isDialled;
  }

  /** Where it was dialled; null if the other side has. */
  @Nullable Endpoint target() {
    return target;
  }

  /** What the other side has said first; null if it has not. */
  @Nullable Hello remote() {
    return remote;
  }

  /** Where the other side is. */
  Endpoint endpoint() {
    return Objects.requireNonNull(link, "not connected yet").remote();
  }

  /** The link that this handles, before it opens. */
  void connects(Link itself) {
    link = itself;
    helloTimer = loop.schedule(HELLO_NANOS, () -> abort(Reason.TIMEOUT));
  }

  @Override
  public void onOpen(Link opened) {
    link = opened;
    opened.request(Link.UNLIMITED);
    send(owner.hello());
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    heardAt = loop.nanoTime();
    ByteBuffer frame = frames.next(data);
    while (frame != null && !isGone) {
      take(frame);
      frame = isGone ? null : frames.next(data);
    }
    Reason failure = frames.failure();
    if (failure != null && !isGone) {
      abort(failure);
    }
  }

  private void take(ByteBuffer frame) {
    FloodMessage message = FloodCodec.decode(frame);
    if (message == null || (message instanceof Hello) != (remote == null)) {
      abort(Reason.PROTOCOL);
    } else if (message instanceof Hello hello) {
      remote = hello;
      loop.cancel(helloTimer);
      if (!owner.onHello(this, hello)) {
        close();
      }
    } else if (message instanceof Data || isWithinRate()) {
      owner.onMessage(this, message);
    } else {
      abort(Reason.LIMIT);
    }
  }

  private boolean isWithinRate() {
    long now = loop.nanoTime();
    boolean within = control.available(now) > 0;
    control.take(1, now);
    return within;
  }

  @Override
  public void send(FloodMessage message) {
    Link open = link;
    if (open != null && !isGone) {
      ByteBuffer frame = FloodCodec.encode(message);
      counters.controlSent++;
      counters.controlBytes += frame.remaining();
      hasSpoken = true;
      output.send(open, frame);
    }
  }

  @Override
  public boolean pass(ByteBuffer frame) {
    Link open = link;
    if (open == null || isGone || output.waitingBytes() > MOST_DATA_WAITS) {
      return false;
    }
    hasSpoken = true;
    output.send(open, frame);
    return true;
  }

  @Override
  public void onWritable(Link to) {
    output.flush(to);
  }

  /** Says that it is there if it has said nothing lately; gives up who has not for long. */
  void tick(long silenceNanos) {
    if (loop.nanoTime() - heardAt > silenceNanos) {
      abort(Reason.TIMEOUT);
    } else {
      boolean spoke = hasSpoken;
      if (!spoke && remote != null) {
        send(new KeepAlive());
      }
      hasSpoken = false;
    }
  }

  /** Sends what waits, and ends. */
  void close() {
    Link open = link;
    if (open != null) {
      open.close();
    }
    gone(Reason.CANCELLED);
  }

  private void abort(Reason reason) {
    Link open = link;
    if (open != null) {
      open.abort(reason);
    }
  }

  @Override
  public void onInputClosed(Link from) {
    from.close();
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    gone(reason);
  }

  private void gone(Reason reason) {
    if (!isGone) {
      isGone = true;
      loop.cancel(helloTimer);
      owner.onGone(this, reason);
    }
  }
}
