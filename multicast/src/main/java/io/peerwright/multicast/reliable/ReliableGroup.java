package io.peerwright.multicast.reliable;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.multicast.delivery.SequenceWindow;
import io.peerwright.multicast.delivery.SourceId;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One group as one member or sender has it, over datagrams that may be lost, doubled and out of
 * order: reliable and in order of each source, or live, as {@link ReliableSettings} say. Not thread
 * safe: used on the loop.
 *
 * <p>A source is known by its epoch, 64 bits by chance: one that sends on two networks is one
 * source to a member of both, at the endpoint that was heard first.
 *
 * <p>A source costs a receiver up to 256 datagrams that wait, and 160 bytes when it is live; a
 * source that has been silent for 210 s is forgotten, and so is the longest silent one when there
 * are too many.
 */
public final class ReliableGroup implements Handle {

  private static final long IDLE_NANOS = 210_000_000_000L;
  private static final int ASKS = 3;
  private static final long ASK_NANOS = 20_000_000L;

  /** What is remembered of a source whose receivers take what comes. */
  private static final class LiveSource {
    final SequenceWindow window = new SequenceWindow();
    long heardNanos;
  }

  private final Loop loop;
  private final GroupOutput socket;
  private final ReliableSettings settings;
  private final ReliableListener listener;
  private final RandomGenerator random;
  private final long incarnation;
  private final LinkedHashMap<Long, BundleReceiver> receivers = new LinkedHashMap<>(4, 0.75f, true);
  private final LinkedHashMap<Long, LiveSource> live = new LinkedHashMap<>(4, 0.75f, true);
  private @Nullable BundleSender sender;
  private boolean isMember;
  private long askTimer;

  /** Sends nothing and hears nothing yet. */
  public ReliableGroup(
      Loop loop, GroupOutput socket, ReliableSettings settings, ReliableListener listener) {
    this.loop = loop;
    this.socket = socket;
    this.settings = settings;
    this.listener = listener;
    random = loop.random("reliable multicast");
    incarnation = SourceId.newEpoch(loop);
  }

  /**
   * Listens from now on. Sources are asked how far they are, three times as datagrams are lost: who
   * answers is heard from there on, or from what it keeps if the settings say so; who is first
   * heard later is taken to begin.
   */
  public void join() {
    isMember = true;
    if (settings.isReliable()) {
      ask(ASKS);
    }
  }

  private void ask(int times) {
    socket.toGroup(
        BundleFrame.begin(ByteBuffer.allocate(BundleFrame.HEAD), BundleFrame.Type.ASK, 0).flip());
    askTimer = times > 1 ? loop.schedule(ASK_NANOS, () -> ask(times - 1)) : 0;
  }

  /** Listens no more; what is on its way to this member is dropped. */
  public void leave() {
    isMember = false;
    loop.cancel(askTimer);
    askTimer = 0;
    receivers.values().forEach(BundleReceiver::close);
    receivers.clear();
    live.clear();
  }

  /**
   * Sends to all members.
   *
   * @return {@link SendResult#WOULD_BLOCK} while a receiver that tells its progress is a window
   *     behind, for a second at most, or the socket is full: try again later
   */
  public SendResult send(ByteBuffer message) {
    return sender().send(message);
  }

  /** The longest message, in bytes. */
  public int mostBytes() {
    return sender().mostBytes();
  }

  private BundleSender sender() {
    BundleSender current = sender;
    if (current == null) {
      current = new BundleSender(loop, socket, settings, SourceId.newEpoch(loop));
      sender = current;
    }
    return current;
  }

  /** Whether it listens. */
  public boolean isMember() {
    return isMember;
  }

  /** A datagram that was sent to this source alone. */
  public void onAnswer(ByteBuffer datagram) {
    if (BundleFrame.read(datagram) == BundleFrame.Type.STATUS) {
      onStatus(datagram.getLong(), datagram.getLong(), datagram.getLong());
    }
  }

  /** A datagram of the group, or one that was sent to this member alone. */
  public void onDatagram(Endpoint from, ByteBuffer datagram) {
    BundleFrame.Type type = BundleFrame.read(datagram);
    if (type == null) {
      return;
    }
    long epoch = datagram.getLong();
    switch (type) {
      case BUNDLE -> onBundle(from, epoch, datagram);
      case HEARTBEAT -> onHeartbeat(from, epoch, datagram.getLong(), datagram.getLong());
      case NACK -> onNack(epoch, datagram);
      case STATUS -> onStatus(epoch, datagram.getLong(), datagram.getLong());
      case ASK -> {
        if (sender != null) {
          sender.onAsk();
        }
      }
    }
  }

  private void onBundle(Endpoint from, long epoch, ByteBuffer rest) {
    long sequence = rest.getLong();
    if (!isMember || sequence < 1 || !BundleFrame.isWhole(rest)) {
      return;
    }
    if (settings.isReliable()) {
      receiver(from, epoch, 1).onBundle(sequence, rest);
    } else if (isNew(epoch, sequence)) {
      for (ByteBuffer each = BundleFrame.nextMessage(rest);
          each != null;
          each = BundleFrame.nextMessage(rest)) {
        listener.onMessage(from, each);
      }
    }
  }

  private boolean isNew(long epoch, long sequence) {
    LiveSource source = live.get(epoch);
    long now = loop.nanoTime();
    if (source == null) {
      forget(live, each -> each.heardNanos, now);
      source = new LiveSource();
      live.put(epoch, source);
    }
    source.heardNanos = now;
    return source.window.accept(sequence);
  }

  private void onHeartbeat(Endpoint from, long epoch, long highest, long lowest) {
    if (!isMember || !settings.isReliable() || lowest < 1 || lowest > highest + 1) {
      return;
    }
    long first = settings.wantsHistory() ? lowest : highest + 1;
    receiver(from, epoch, first).onHeartbeat(highest, lowest);
  }

  /** That of a source; a new one begins with the first sequence that is wanted. */
  private BundleReceiver receiver(Endpoint from, long epoch, long first) {

    BundleReceiver found = receivers.get(epoch);
    if (found == null) {
      forget(receivers, BundleReceiver::heardNanos, loop.nanoTime());
      found =
          new BundleReceiver(
              loop, socket, settings, listener, random, from, epoch, incarnation, first);
      receivers.put(epoch, found);
    }
    return found;
  }

  private interface Heard<T> {
    long nanos(T source);
  }

  /** Makes room for one more; the map is in the order in which sources were heard. */
  private <T> void forget(LinkedHashMap<Long, T> sources, Heard<T> heard, long now) {
    Iterator<Map.Entry<Long, T>> eldest = sources.entrySet().iterator();
    while (eldest.hasNext()) {
      T each = eldest.next().getValue();
      if (sources.size() < settings.mostSources() && now - heard.nanos(each) < IDLE_NANOS) {
        return;
      }
      if (each instanceof BundleReceiver receiver) {
        receiver.close();
      }
      eldest.remove();
    }
  }

  private void onNack(long epoch, ByteBuffer ranges) {
    if (sender != null && sender.epoch() == epoch) {
      sender.onNack(ranges);
      return;
    }
    for (BundleReceiver each : receivers.values()) {
      if (each.epoch() == epoch) {
        ByteBuffer view = ranges.duplicate();
        for (int i = 0;
            i < BundleFrame.MAX_RANGES && view.remaining() >= BundleFrame.RANGE_BYTES;
            i++) {
          each.onNackOfOther(view.getLong(), view.getShort() & 0xffff);
        }
      }
    }
  }

  private void onStatus(long epoch, long receiver, long sequence) {
    if (sender != null && sender.epoch() == epoch) {
      sender.onStatus(receiver, sequence);
    }
  }

  /** How many sources it listens to. */
  public int sources() {
    return receivers.size() + live.size();
  }

  /** Sends what is bundled, and ends. */
  @Override
  public void close() {
    leave();
    if (sender != null) {
      sender.close();
      sender = null;
    }
  }
}
