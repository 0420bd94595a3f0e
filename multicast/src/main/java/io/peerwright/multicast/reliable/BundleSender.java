package io.peerwright.multicast.reliable;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.SendResult;
import io.peerwright.kit.limit.TokenBucket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One source of a group. Messages of one turn of the loop leave together in a bundle; bundles are
 * numbered and kept. When nothing follows, heartbeats tell what was the last one, first after 20
 * ms, then less and less often, so that a lost end is noticed. What receivers ask for again goes to
 * the group, once for all that ask at one time, at 4 MiB a second at most: who asks for ever costs
 * no more. While receivers tell how far they have come, the source is never farther ahead than a
 * window; with nobody there it sends as it likes.
 */
final class BundleSender implements TimerTarget {

  private static final int FLUSH = 0;
  private static final int HEARTBEAT = 1;

  private static final long FIRST_HEARTBEAT_NANOS = 20_000_000L;
  private static final long LAST_HEARTBEAT_NANOS = 5_000_000_000L;
  private static final long HOLD_NANOS = 5_000_000L;
  private static final int REPAIR_BYTES_PER_SECOND = 1 << 22;

  private final Loop loop;
  private final GroupOutput socket;
  private final ReliableSettings settings;
  private final long epoch;
  private final SentBundles sent;
  private final ReceiverWindows windows = new ReceiverWindows();
  private final TokenBucket repairs;
  private final ByteBuffer bundle;
  private @Nullable ByteBuffer control;
  private long flushTimer;
  private long heartbeatTimer;
  private long heartbeatNanos;
  private long heartbeatDue;
  private long answeredNanos;

  BundleSender(Loop loop, GroupOutput socket, ReliableSettings settings, long epoch) {
    this.loop = loop;
    this.socket = socket;
    this.settings = settings;
    this.epoch = epoch;
    sent = new SentBundles(settings.keepBytes(), settings.keepNanos());
    repairs =
        new TokenBucket(REPAIR_BYTES_PER_SECOND, REPAIR_BYTES_PER_SECOND / 4, loop.nanoTime());
    answeredNanos = loop.nanoTime() - HOLD_NANOS;
    bundle = ByteBuffer.allocateDirect(settings.datagramBytes());
    begin();
  }

  private void begin() {
    BundleFrame.begin(bundle, BundleFrame.Type.BUNDLE, epoch).putLong(sent.highest() + 1);
  }

  long epoch() {
    return epoch;
  }

  /** The longest message. */
  int mostBytes() {
    return Math.min(
        BundleFrame.MAX_MESSAGE,
        settings.datagramBytes() - BundleFrame.BUNDLE_HEAD - BundleFrame.LENGTH_BYTES);
  }

  /** Takes a message, or says why not. */
  SendResult send(ByteBuffer message) {
    int length = message.remaining();
    if (length > mostBytes()) {
      return SendResult.TOO_LARGE;
    }
    if (length + BundleFrame.LENGTH_BYTES > bundle.remaining() && !flush()) {
      return SendResult.WOULD_BLOCK;
    }
    bundle.putShort((short) length).put(message.duplicate());
    if (flushTimer == 0) {
      flushTimer = loop.schedule(0, this, FLUSH, 0);
    }
    return SendResult.ACCEPTED;
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == FLUSH) {
      flushTimer = 0;
      if (!flush()) {
        flushTimer = loop.schedule(1_000_000, this, FLUSH, 0);
      }
    } else {
      sayHeartbeat();
      long now = loop.nanoTime();
      sent.dropOld(now);
      heartbeatTimer = 0;
      if (sent.lowest() <= sent.highest()) {
        scheduleHeartbeat(Math.min(heartbeatNanos * 2, LAST_HEARTBEAT_NANOS), now);
      }
    }
  }

  private void scheduleHeartbeat(long delayNanos, long now) {
    heartbeatNanos = delayNanos;
    heartbeatDue = now + delayNanos;
    heartbeatTimer = loop.schedule(delayNanos, this, HEARTBEAT, 0);
  }

  /** Sends what is bundled; false if it must wait for room or for a receiver. */
  private boolean flush() {
    if (bundle.position() == BundleFrame.BUNDLE_HEAD) {
      return true;
    }
    long now = loop.nanoTime();
    if (isTooFarAhead(now) || !sendBundle(now)) {
      return false;
    }
    begin();
    if (heartbeatTimer == 0 || heartbeatDue - now > FIRST_HEARTBEAT_NANOS) {
      loop.cancel(heartbeatTimer);
      scheduleHeartbeat(FIRST_HEARTBEAT_NANOS, now);
    }
    return true;
  }

  private boolean sendBundle(long now) {
    bundle.flip();
    if (socket.toGroup(bundle.duplicate()) == SendResult.WOULD_BLOCK) {
      bundle.position(bundle.limit()).limit(bundle.capacity());
      return false;
    }
    sent.add(bundle, now);
    return true;
  }

  private boolean isTooFarAhead(long now) {
    long slowest = windows.slowest(sent.highest(), now);
    return sent.bytesAfter(slowest) + bundle.position() > settings.windowBytes();
  }

  private void sayHeartbeat() {
    ByteBuffer out = BundleFrame.begin(control(), BundleFrame.Type.HEARTBEAT, epoch);
    socket.toGroup(out.putLong(sent.highest()).putLong(sent.lowest()).flip());
  }

  private ByteBuffer control() {
    ByteBuffer buffer = control;
    if (buffer == null) {
      buffer = ByteBuffer.allocate(BundleFrame.HEAD + 16);
      control = buffer;
    }
    return buffer;
  }

  /** A receiver asks for ranges, of which the buffer holds the rest of a frame. */
  void onNack(ByteBuffer ranges) {
    long now = loop.nanoTime();
    sent.dropOld(now);
    boolean isGone = false;
    for (int i = 0;
        i < BundleFrame.MAX_RANGES && ranges.remaining() >= BundleFrame.RANGE_BYTES;
        i++) {
      long first = ranges.getLong();
      int count = ranges.getShort() & 0xffff;
      isGone |= first < sent.lowest();
      repair(Math.max(first, sent.lowest()), first + count, now);
    }
    if (isGone) {
      sayHeartbeat();
    }
  }

  private void repair(long from, long end, long now) {
    for (long each = from; each < end && each <= sent.highest(); each++) {
      if (repairs.available(now) < settings.datagramBytes()) {
        return;
      }
      ByteBuffer again = sent.again(each, now, HOLD_NANOS);
      if (again != null) {
        repairs.take(again.remaining(), now);
        socket.toGroup(again);
      }
    }
  }

  /** A receiver tells how far it has come. */
  void onStatus(long incarnation, long sequence) {
    windows.onStatus(incarnation, sequence, sent.highest(), loop.nanoTime());
    if (flushTimer != 0) {
      flush();
    }
  }

  /** Somebody asks for sources: it is answered, with all that ask at one time. */
  void onAsk() {
    long now = loop.nanoTime();
    sent.dropOld(now);
    if (sent.highest() > 0 && now - answeredNanos >= HOLD_NANOS) {
      answeredNanos = now;
      sayHeartbeat();
    }
  }

  void close() {
    flush();
    loop.cancel(flushTimer);
    loop.cancel(heartbeatTimer);
    flushTimer = 0;
    heartbeatTimer = 0;
  }
}
