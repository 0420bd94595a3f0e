package io.peerwright.tck;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A link's handler that writes down all that happens and checks each callback against the rules of
 * {@link LinkHandler}. What a test wants done in a callback is given by {@link #when}.
 *
 * <p>What it saw may be read by any thread; all else belongs to the loop.
 */
final class LinkProbe implements LinkHandler {

  private final MachineLoop machine;
  private final Map<LinkEvent, Consumer<LinkProbe>> actions = new EnumMap<>(LinkEvent.class);
  private final List<LinkEvent> events = new ArrayList<>();
  private final List<Integer> pieces = new ArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private volatile @Nullable Link link;
  private volatile @Nullable Reason reason;
  private @Nullable ByteBuffer lastBuffer;
  private long credit;
  private boolean writableOwed;
  private boolean readsNothing;

  LinkProbe(MachineLoop machine) {
    this.machine = machine;
    when(LinkEvent.INPUT_CLOSED, probe -> probe.link().closeOutput());
  }

  /** One that takes whatever comes. */
  static LinkProbe hungry(MachineLoop machine) {
    return new LinkProbe(machine).when(LinkEvent.OPEN, probe -> probe.request(Link.UNLIMITED));
  }

  /** Replaces what is done in a callback. */
  LinkProbe when(LinkEvent event, Consumer<LinkProbe> action) {
    actions.put(event, action);
    return this;
  }

  /** Leaves the bytes of each delivery unread. */
  LinkProbe readingNothing() {
    readsNothing = true;
    return this;
  }

  Link setLink(Link opened) {
    link = opened;
    return opened;
  }

  Link link() {
    return Objects.requireNonNull(link, "no link yet");
  }

  void request(int bytes) {
    credit = bytes == Link.UNLIMITED ? Long.MAX_VALUE : Math.addExact(credit, bytes);
    link().request(bytes);
  }

  int write(ByteBuffer source) {
    int taken = link().write(source);
    writableOwed |= source.hasRemaining();
    return taken;
  }

  @Override
  public void onOpen(Link opened) {
    callback(opened, LinkEvent.OPEN, () -> {});
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    callback(from, LinkEvent.DATA, () -> take(data));
  }

  private void take(ByteBuffer data) {
    int size = data.remaining();
    check(size > 0, "an empty buffer was delivered");
    check(data.isReadOnly(), "the buffer of onData is not read-only");
    check(data.order() == ByteOrder.BIG_ENDIAN, "the buffer of onData is not big-endian");
    check(size <= credit, size + " bytes were delivered with credit for " + credit);
    if (credit != Long.MAX_VALUE) {
      credit -= size;
    }
    lastBuffer = data;
    synchronized (this) {
      pieces.add(size);
      if (!readsNothing) {
        byte[] bytes = new byte[size];
        data.get(bytes);
        received.writeBytes(bytes);
      }
    }
  }

  @Override
  public void onWritable(Link from) {
    callback(
        from,
        LinkEvent.WRITABLE,
        () -> {
          check(writableOwed, "onWritable without a write that left bytes over");
          writableOwed = false;
        });
  }

  @Override
  public void onInputClosed(Link from) {
    callback(from, LinkEvent.INPUT_CLOSED, () -> {});
  }

  @Override
  public void onClosed(Link closed, Reason why) {
    callback(closed, LinkEvent.CLOSED, () -> reason = why);
  }

  private void callback(Link from, LinkEvent event, Runnable record) {
    machine
        .referee()
        .enter(
            machine.loop(),
            event.toString(),
            () -> {
              checkOrder(from, event);
              record.run();
              synchronized (this) {
                events.add(event);
              }
              actions.getOrDefault(event, probe -> {}).accept(this);
            });
  }

  private void checkOrder(Link from, LinkEvent event) {
    if (link == null) {
      link = from;
    }
    check(from == link, event + " came with another link than before");
    check(!saw(LinkEvent.CLOSED), event + " after CLOSED");
    if (event == LinkEvent.OPEN) {
      check(!saw(LinkEvent.OPEN), "OPEN twice");
    } else if (event != LinkEvent.CLOSED) {
      check(saw(LinkEvent.OPEN), event + " before OPEN");
    }
    if (event == LinkEvent.DATA || event == LinkEvent.INPUT_CLOSED) {
      check(!saw(LinkEvent.INPUT_CLOSED), event + " after INPUT_CLOSED");
    }
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      machine.referee().foul(otherwise);
    }
  }

  synchronized boolean saw(LinkEvent event) {
    return events.contains(event);
  }

  synchronized int count(LinkEvent event) {
    return (int) events.stream().filter(event::equals).count();
  }

  /** All events in their order, those of a kind that follow each other once. */
  synchronized List<LinkEvent> story() {
    List<LinkEvent> story = new ArrayList<>();
    for (LinkEvent event : events) {
      if (story.isEmpty() || story.get(story.size() - 1) != event) {
        story.add(event);
      }
    }
    return story;
  }

  synchronized byte[] received() {
    return received.toByteArray();
  }

  synchronized int receivedBytes() {
    return received.size();
  }

  /** The sizes of the deliveries. */
  synchronized List<Integer> pieces() {
    return List.copyOf(pieces);
  }

  boolean isOpen() {
    return saw(LinkEvent.OPEN) && !isClosed();
  }

  boolean isClosed() {
    return reason != null;
  }

  @Nullable Reason reason() {
    return reason;
  }

  /** The buffer of the last delivery, for those who want to look at it inside the callback. */
  @Nullable ByteBuffer lastBuffer() {
    return lastBuffer;
  }
}
