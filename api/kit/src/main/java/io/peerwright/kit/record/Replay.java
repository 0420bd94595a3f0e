package io.peerwright.kit.record;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.record.Recording.Event;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays the other side of a recorded host once more: opens the links that it accepted, takes those
 * that it opened, sends what came in at the times when it came, and compares what comes out with
 * what came out then.
 *
 * <p>For a network whose delays are short and all the same, so that the order of arrival is that of
 * sending, and where the driving host has the address that the others had then. Used on the driving
 * host's loop.
 */
public final class Replay {

  /** Leaves the host under test the time that its start takes. */
  private static final long HEAD_START_NANOS = 2_000_000_000L;

  private final Host driver;
  private final Endpoint target;
  private final List<Side> sides = new ArrayList<>();
  private final Map<Integer, Deque<Side>> awaited = new TreeMap<>();
  private final List<Handle> listeners = new ArrayList<>();
  private int open;

  private Replay(Host driver, Endpoint target) {
    this.driver = driver;
    this.target = target;
  }

  /**
   * Begins.
   *
   * @param driver has the address of the recorded remote sides
   * @param target where the host under test listens
   */
  public static Replay start(Host driver, Endpoint target, Recording recording) {
    Replay replay = new Replay(driver, target);
    for (int link = 0; link < recording.links(); link++) {
      replay.sides.add(replay.new Side());
    }
    replay.open = recording.links();
    recording.events().forEach(event -> replay.schedule(event, recording));
    replay.awaited.keySet().forEach(replay::listen);
    return replay;
  }

  private void schedule(Event event, Recording recording) {
    Side side = sides.get(event.link());
    long at = event.nanos() + HEAD_START_NANOS;
    switch (event.kind()) {
      case ACCEPTED -> driver.loop().schedule(at, side::connect);
      case CONNECTED ->
          awaited
              .computeIfAbsent(recording.remote(event.link()).port(), port -> new ArrayDeque<>())
              .add(side);
      case IN -> driver.loop().schedule(at, () -> side.send(event.bytes()));
      case OUT -> side.expected.add(event.bytes());
      case INPUT_CLOSED -> driver.loop().schedule(at, side::end);
      case CLOSED -> driver.loop().schedule(at, side::leave);
    }
  }

  private void listen(int port) {
    listeners.add(
        driver
            .transport()
            .listen(
                driver.listenAddress().withPort(port),
                SocketOptions.DEFAULT,
                link -> Objects.requireNonNull(awaited.get(port)).poll()));
  }

  /** True when all links are over. */
  public boolean isDone() {
    return open == 0;
  }

  /** Bytes that came out and were the same. */
  public long sameBytes() {
    return sides.stream().mapToLong(side -> side.same).sum();
  }

  /** Bytes that came out otherwise, or too many, or not at all. Final when {@link #isDone}. */
  public long differingBytes() {
    return sides.stream().mapToLong(Side::differing).sum();
  }

  /** The remote side of one recorded link. */
  private final class Side implements LinkHandler {
    private final Deque<byte[]> expected = new ArrayDeque<>();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable Link link;
    private int position;
    private long same;
    private long different;
    private boolean ending;

    void connect() {
      // The host under test may tell others where its callers are.
      SocketOptions asThen = SocketOptions.DEFAULT.withLocal(driver.listenAddress());
      driver.transport().connect(target, asThen, this);
    }

    void send(byte[] bytes) {
      unsent.add(ByteBuffer.wrap(bytes));
      flush();
    }

    void end() {
      ending = true;
      flush();
    }

    void leave() {
      if (link != null) {
        link.close();
      }
    }

    private void flush() {
      Link to = link;
      while (to != null && !unsent.isEmpty()) {
        to.write(unsent.peek());
        if (unsent.peek().hasRemaining()) {
          return;
        }
        unsent.remove();
      }
      if (to != null && ending) {
        to.closeOutput();
      }
    }

    @Override
    public void onOpen(Link opened) {
      link = opened;
      opened.request(Link.UNLIMITED);
      flush();
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      while (data.hasRemaining()) {
        byte[] next = expected.peek();
        if (next == null) {
          different += data.remaining();
          return;
        }
        if (data.get() == next[position]) {
          same++;
        } else {
          different++;
        }
        if (++position == next.length) {
          expected.remove();
          position = 0;
        }
      }
    }

    @Override
    public void onWritable(Link to) {
      flush();
    }

    @Override
    public void onInputClosed(Link closed) {
      // The recording says when our direction ended.
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      open--;
      if (open == 0) {
        listeners.forEach(Handle::close);
      }
    }

    long differing() {
      long missing = expected.stream().mapToLong(bytes -> bytes.length).sum() - position;
      return different + missing;
    }
  }
}
