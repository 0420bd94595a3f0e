package io.peerwright.kit.record;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.record.Recording.Event;
import io.peerwright.kit.record.Recording.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plays the callers of a recorded host once more: opens the links that it accepted, sends what came
 * in at the times when it came, and compares what comes out with what came out then.
 *
 * <p>For a network whose delays are all the same, so that the order of arrival is that of sending.
 * Used on the driving host's loop.
 */
public final class Replay {

  /** Data follows the opening of a link by this much, which leaves time for the opening. */
  private static final long HEAD_START_NANOS = 2_000_000_000L;

  private final Host driver;
  private final Endpoint target;
  private final List<@Nullable Caller> callers = new ArrayList<>();
  private int open;

  private Replay(Host driver, Endpoint target) {
    this.driver = driver;
    this.target = target;
  }

  /** Begins to call {@code target} from {@code driver}. */
  public static Replay start(Host driver, Endpoint target, Recording recording) {
    Replay replay = new Replay(driver, target);
    for (int i = 0; i < recording.links(); i++) {
      replay.callers.add(null);
    }
    recording.events().forEach(replay::schedule);
    return replay;
  }

  private void schedule(Event event) {
    if (event.kind() == Kind.ACCEPTED) {
      Caller caller = new Caller();
      callers.set(event.link(), caller);
      open++;
      driver.loop().schedule(event.nanos(), caller::connect);
      return;
    }
    Caller caller = callers.get(event.link());
    if (caller == null) {
      return;
    }
    long at = event.nanos() + HEAD_START_NANOS;
    switch (event.kind()) {
      case IN -> driver.loop().schedule(at, () -> caller.send(event.bytes()));
      case OUT -> caller.expected.add(event.bytes());
      case INPUT_CLOSED -> driver.loop().schedule(at, caller::end);
      case CLOSED -> driver.loop().schedule(at, caller::leave);
      default -> throw new IllegalStateException("a link opens once");
    }
  }

  /** True when all links are over. */
  public boolean isDone() {
    return open == 0;
  }

  /** Bytes that came out and were the same. */
  public long sameBytes() {
    return callers.stream().filter(caller -> caller != null).mapToLong(c -> c.same).sum();
  }

  /** Bytes that came out otherwise, or too many, or not at all. Final when {@link #isDone}. */
  public long differingBytes() {
    return callers.stream().filter(caller -> caller != null).mapToLong(Caller::differing).sum();
  }

  private final class Caller implements LinkHandler {
    private final ArrayDeque<byte[]> expected = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable Link link;
    private int position;
    private long same;
    private long different;
    private boolean ending;

    void connect() {
      Link opening = driver.transport().connect(target, SocketOptions.DEFAULT, this);
      opening.request(Link.UNLIMITED);
      link = opening;
    }

    void send(byte[] bytes) {
      unsent.add(ByteBuffer.wrap(bytes));
      onWritable(link());
    }

    void end() {
      ending = true;
      onWritable(link());
    }

    void leave() {
      link().close();
    }

    private Link link() {
      return Objects.requireNonNull(link, "a recorded link opens before anything passes");
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
      while (!unsent.isEmpty()) {
        to.write(unsent.peek());
        if (unsent.peek().hasRemaining()) {
          return;
        }
        unsent.remove();
      }
      if (ending) {
        to.closeOutput();
      }
    }

    @Override
    public void onInputClosed(Link closed) {}

    @Override
    public void onClosed(Link closed, Reason reason) {
      open--;
    }

    long differing() {
      long missing = expected.stream().mapToLong(bytes -> bytes.length).sum() - position;
      return different + missing;
    }
  }
}
