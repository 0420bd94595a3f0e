package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.files.Ranges;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source that sends at a rate of its own, and does wrong what a test tells it to. */
final class TestSource implements ContentSource {

  private static final long TICK_NANOS = 20_000_000;

  final String name;
  final Loop loop;
  byte[] content;

  /** Bytes a second; may change while it sends. */
  int rate = 100_000;

  /** How long it takes until it can send. */
  long setupNanos = TICK_NANOS;

  /** What it shares with others; null for nothing. */
  @Nullable Line line;

  boolean ranged;
  boolean reserve;

  /** Sends from the start, whatever it is asked. */
  boolean ignoresOffset;

  /** What it has, of one that has parts; null for all. */
  @Nullable Ranges has;

  /** Gives nothing, whatever it tells. */
  boolean denies;

  /** What it has told of that. */
  private @Nullable Ranges told;

  /** Breaks off after so many bytes, once. */
  long breaksAfter = Long.MAX_VALUE;

  /** What it answers before it sends at all, one after the other. */
  final List<SourceEnd> refusals = new ArrayList<>();

  /** From where on it was asked, in this order. */
  final List<Long> asked = new ArrayList<>();

  /** Bytes sent in all. */
  long sent;

  /** The down-link, of which each that sends gets the same. */
  static final class Line {

    private final int rate;
    private int sending;

    Line(int bytesPerSecond) {
      rate = bytesPerSecond;
    }
  }

  TestSource(Loop loop, String name, byte[] content) {
    this.loop = loop;
    this.name = name;
    this.content = content;
  }

  TestSource rate(int bytesPerSecond) {
    rate = bytesPerSecond;
    return this;
  }

  TestSource over(Line shared) {
    line = shared;
    return this;
  }

  TestSource setup(long nanos) {
    setupNanos = nanos;
    return this;
  }

  TestSource ranged() {
    ranged = true;
    return this;
  }

  TestSource reserve() {
    ranged = true;
    reserve = true;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Object key() {
    return name;
  }

  @Override
  public boolean isRanged() {
    return ranged;
  }

  @Override
  public boolean isReserve() {
    return reserve;
  }

  @Override
  public @Nullable Ranges parts() {
    return told;
  }

  @Override
  public SourceStream open(SourceListener listener) {
    Stream stream = new Stream(listener);
    listener.onStep(Download.State.CONNECTING, "asking " + name);
    loop.schedule(setupNanos, stream::begin);
    return stream;
  }

  private final class Stream implements SourceStream {

    private final SourceListener listener;
    private long position;
    private long end;
    private long credit;
    private boolean isSending;
    private boolean over;

    Stream(SourceListener listener) {
      this.listener = listener;
    }

    void begin() {
      if (over) {
        return;
      }
      if (!refusals.isEmpty()) {
        end(refusals.remove(0));
        return;
      }
      SourceListener.Part part = listener.claim();
      if (part != null) {
        asked.add(part.from());
        told = has == null ? null : new Ranges(has);
        if (denies || told != null && told.endOf(part.from()) == part.from()) {
          end(new SourceEnd(SourceEnd.Kind.LACKS, Reason.REFUSED, name + " has other parts"));
          return;
        }
        position = ignoresOffset ? 0 : part.from();
        end = ranged ? part.to() : content.length;
        if (told != null && told.endOf(position) < end) {
          end = told.endOf(position);
          listener.onLess(end);
        }
        sending(1);
        listener.onOpen();
        loop.schedule(TICK_NANOS, this::send);
      }
    }

    private void send() {
      if (over) {
        return;
      }
      int speed = line == null ? rate : Math.min(rate, line.rate / line.sending);
      long most = Math.max(1, speed * TICK_NANOS / 1_000_000_000L);
      int count = (int) Math.min(Math.min(most, credit), end - position);
      if (sent >= breaksAfter) {
        breaksAfter = Long.MAX_VALUE;
        end(new SourceEnd(SourceEnd.Kind.BROKEN, Reason.RESET, name + " broke off"));
        return;
      }
      if (count > 0 && rate > 0) {
        ByteBuffer data = ByteBuffer.wrap(content, (int) position, count).slice();
        position += count;
        credit -= count;
        sent += count;
        listener.onBytes(data.asReadOnlyBuffer());
      }
      loop.schedule(TICK_NANOS, this::send);
    }

    private void end(SourceEnd end) {
      stop();
      listener.onEnd(end);
    }

    @Override
    public void request(int bytes) {
      credit += bytes;
    }

    private void sending(int change) {
      isSending = change > 0;
      if (line != null) {
        line.sending += change;
      }
    }

    private void stop() {
      over = true;
      if (isSending) {
        sending(-1);
      }
    }

    @Override
    public void close() {
      stop();
    }

    @Override
    public void abort(Reason reason) {
      loop.execute(
          () -> {
            if (!over) {
              end(new SourceEnd(SourceEnd.Kind.BROKEN, reason, name + " is cut"));
            }
          });
    }

    @Override
    public @Nullable Endpoint remote() {
      return null;
    }
  }
}
