package io.peerwright.multicast.reliable;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one member gets of one life of a source, in order. Bundles that come too early wait, up to
 * 256 and a window's bytes; what is missing is asked for after a pause by chance, within 10 ms,
 * unless another member is heard to ask for it; then again after 40 ms, twice as long each time.
 * What the source does not keep any more, or has not sent again after eight times, is given up and
 * counted, and what follows is delivered.
 */
final class BundleReceiver implements TimerTarget {

  private static final int NACK = 0;
  private static final int STATUS = 1;

  private static final int MOST_WAITING = 256;
  private static final int MOST_TRIES = 8;
  private static final long BACKOFF_NANOS = 10_000_000L;
  private static final long RETRY_NANOS = 40_000_000L;
  private static final long STATUS_NANOS = 20_000_000L;

  private final Loop loop;
  private final GroupOutput socket;
  private final ReliableSettings settings;
  private final ReliableListener listener;
  private final RandomGenerator random;
  private final Endpoint source;
  private final long epoch;
  private final long incarnation;
  private byte @Nullable [] @Nullable [] waiting;
  private long next;
  private long highest;
  private int tries;
  private long triedFor;
  private long nackTimer;
  private long statusTimer;
  private long untold;
  private long heardNanos;
  private long waitingBytes;
  private boolean hasDelivered;

  /**
   * Begins with a sequence.
   *
   * @param next the first one that is wanted
   */
  BundleReceiver(
      Loop loop,
      GroupOutput socket,
      ReliableSettings settings,
      ReliableListener listener,
      RandomGenerator random,
      Endpoint source,
      long epoch,
      long incarnation,
      long next) {
    this.loop = loop;
    this.socket = socket;
    this.settings = settings;
    this.listener = listener;
    this.random = random;
    this.source = source;
    this.epoch = epoch;
    this.incarnation = incarnation;
    this.next = next;
    highest = next - 1;
  }

  long epoch() {
    return epoch;
  }

  long heardNanos() {
    return heardNanos;
  }

  /** A bundle; its messages are from the position to the limit and fill it. */
  void onBundle(long sequence, ByteBuffer messages) {
    heardNanos = loop.nanoTime();
    if (sequence < next) {
      return;
    }
    highest = Math.max(highest, sequence);
    if (sequence == next) {
      untold += messages.remaining();
      next++;
      deliver(messages);
      deliverWaiting();
    } else if (sequence - next < MOST_WAITING
        && waitingBytes + messages.remaining() <= settings.windowBytes()) {
      keep(sequence, messages);
    }
    ask(0);
    tellProgress();
  }

  private void deliver(ByteBuffer messages) {
    hasDelivered = true;
    for (ByteBuffer each = BundleFrame.nextMessage(messages);
        each != null;
        each = BundleFrame.nextMessage(messages)) {
      listener.onMessage(source, each);
    }
  }

  private void keep(long sequence, ByteBuffer messages) {
    byte @Nullable [] @Nullable [] ring = waiting;
    if (ring == null) {
      ring = new byte[MOST_WAITING][];
      waiting = ring;
    }
    int place = (int) sequence & MOST_WAITING - 1;
    if (ring[place] == null) {
      byte[] copy = new byte[messages.remaining()];
      messages.get(messages.position(), copy);
      ring[place] = copy;
      waitingBytes += copy.length;
    }
  }

  private void deliverWaiting() {
    byte @Nullable [] @Nullable [] ring = waiting;
    if (ring == null) {
      return;
    }
    for (byte[] each = take(ring); each != null; each = take(ring)) {
      untold += each.length;
      next++;
      deliver(ByteBuffer.wrap(each).asReadOnlyBuffer());
    }
    if (next > highest) {
      waiting = null;
    }
  }

  private byte @Nullable [] take(byte[] @Nullable [] ring) {
    int place = (int) next & MOST_WAITING - 1;
    byte[] found = ring[place];
    if (found != null) {
      ring[place] = null;
      waitingBytes -= found.length;
    }
    return found;
  }

  /** What the source has sent and keeps. */
  void onHeartbeat(long highestSent, long lowestKept) {
    heardNanos = loop.nanoTime();
    if (lowestKept < 1 || lowestKept > highestSent + 1) {
      return;
    }
    highest = Math.max(highest, highestSent);
    if (lowestKept > next) {
      giveUp(lowestKept);
    }
    ask(0);
    if (next > highest) {
      tell();
    }
  }

  /** Goes on behind what is lost; what was gone before this member had anything is not. */
  private void giveUp(long to) {
    long lost = to - next;
    boolean isLoss = hasDelivered;
    for (int i = 0; i < MOST_WAITING && next < to; i++) {
      byte[] found = waiting == null ? null : take(waiting);
      next++;
      if (found != null) {
        lost--;
        deliver(ByteBuffer.wrap(found).asReadOnlyBuffer());
      }
    }
    next = to;
    if (isLoss && lost > 0) {
      listener.onLost(source, lost);
    }
    deliverWaiting();
  }

  /** Asks for what is missing after a pause by chance, if it does not wait already. */
  private void ask(long atLeastNanos) {
    if (next > highest) {
      loop.cancel(nackTimer);
      nackTimer = 0;
      tries = 0;
    } else if (nackTimer == 0 && !isWaiting(next)) {
      nackTimer = loop.schedule(atLeastNanos + random.nextLong(BACKOFF_NANOS), this, NACK, 0);
    }
  }

  private boolean isWaiting(long sequence) {
    return waiting != null && waiting[(int) sequence & MOST_WAITING - 1] != null;
  }

  /** Another member asks for the same: its answer serves this one, too. */
  void onNackOfOther(long first, int count) {
    if (nackTimer != 0 && first <= next && next < first + count) {
      loop.cancel(nackTimer);
      nackTimer = 0;
      ask(RETRY_NANOS);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == STATUS) {
      statusTimer = 0;
      tell();
      return;
    }
    nackTimer = 0;
    if (next > highest) {
      return;
    }
    if (triedFor != next) {
      triedFor = next;
      tries = 0;
    }
    if (++tries > MOST_TRIES) {
      tries = 0;
      giveUp(firstThatWaits());
      ask(0);
      return;
    }
    sendNack();
    ask(RETRY_NANOS << Math.min(tries - 1, 4));
  }

  private long firstThatWaits() {
    long first = next;
    while (first <= highest && first - next < MOST_WAITING && !isWaiting(first)) {
      first++;
    }
    return first;
  }

  private void sendNack() {
    ByteBuffer out =
        ByteBuffer.allocate(BundleFrame.HEAD + BundleFrame.MAX_RANGES * BundleFrame.RANGE_BYTES);
    BundleFrame.begin(out, BundleFrame.Type.NACK, epoch);
    long end = Math.min(highest, next + MOST_WAITING - 1);
    int ranges = 0;
    for (long each = next; each <= end && ranges < BundleFrame.MAX_RANGES; each++) {
      if (!isWaiting(each)) {
        long first = each;
        while (each < end && !isWaiting(each + 1)) {
          each++;
        }
        out.putLong(first).putShort((short) (each - first + 1));
        ranges++;
      }
    }
    socket.toGroup(out.flip());
  }

  private void tellProgress() {
    if (untold >= settings.windowBytes() / 4) {
      tell();
    } else if (statusTimer == 0) {
      statusTimer = loop.schedule(STATUS_NANOS, this, STATUS, 0);
    }
  }

  private void tell() {
    untold = 0;
    loop.cancel(statusTimer);
    statusTimer = 0;
    ByteBuffer out =
        BundleFrame.begin(
            ByteBuffer.allocate(BundleFrame.HEAD + 16), BundleFrame.Type.STATUS, epoch);
    socket.toMember(source, out.putLong(incarnation).putLong(next - 1).flip());
  }

  void close() {
    loop.cancel(nackTimer);
    loop.cancel(statusTimer);
    nackTimer = 0;
    statusTimer = 0;
  }
}
