package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.files.PartWriter;
import io.peerwright.kit.limit.PaceWatch.Pace;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One source at work: asked, given a span of what is missing once it can send, its bytes to the
 * disk in blocks, its credit kept to what the disk has room for, given up when it is too slow for
 * too long. What is kept right before the span is compared first with what the source sends of it.
 * Where no hash would show wrong bytes, so is what another source has sent right behind the span.
 */
final class SourceTransfer
    implements SourceListener,
        PartWriter.Listener,
        ResumeCheck.Listener,
        JointCheck.Owner,
        SourcePace.Owner {

  /** The source has come when there was nothing to share any more, as far as could be told. */
  private static final SourceEnd NOTHING_LEFT =
      new SourceEnd(SourceEnd.Kind.NOT_READY, Reason.ENDED, "nothing is left to be asked for");

  private static final int WORTHWHILE_BYTES = 1 << 14;
  private static final int LEAST_OVERLAP_BYTES = 1 << 12;
  private static final int OVERLAP_SHARE = 16;
  private static final double NANOS_PER_SECOND = 1e9;

  private final TransferOwner owner;
  private final Loop loop;
  private final DownloadFile file;
  private final SourceState state;
  private @Nullable SourceStream stream;
  private @Nullable Span span;
  private @Nullable PartWriter sink;
  private @Nullable ResumeCheck check;
  private final SourcePace pace;
  private long stored;
  private long requested;
  private long overlap;
  private @Nullable JointCheck joint;
  private long openedAt;
  private boolean tooSlow;
  private boolean flowing;
  private boolean stopped;
  private Runnable afterFlush = () -> {};

  SourceTransfer(TransferOwner owner, Loop loop, DownloadFile file, SourceState state, Pace least) {
    this.owner = owner;
    this.loop = loop;
    this.file = file;
    this.state = state;
    this.pace = new SourcePace(loop, least, this);
  }

  SourceState state() {
    return state;
  }

  @Nullable Span span() {
    return span;
  }

  @Nullable SourceStream stream() {
    return stream;
  }

  /** True while bytes are coming in. */
  boolean isFlowing() {
    return flowing && !stopped;
  }

  /** Where in the content the next byte belongs. */
  long position() {
    Span mine = span;
    return mine == null ? 0 : mine.position;
  }

  /** Lets the span know how fast it is worked on. */
  void measure() {
    Span mine = span;
    if (mine != null && isFlowing() && pace.hasHeard()) {
      mine.speed = Math.max(1, pace.bytesPerSecond());
    }
  }

  /** True if so much came that it is worth going on with the same source at once. */
  boolean hasProgress() {
    Span mine = span;
    return flowing && mine != null && !tooSlow && mine.position - mine.from >= WORTHWHILE_BYTES;
  }

  /** What is known of its source at this moment. */
  SourceRate rate() {
    return state.rate().waited(waitedSeconds());
  }

  private double waitedSeconds() {
    return (loop.nanoTime() - openedAt) / NANOS_PER_SECOND;
  }

  void open() {
    openedAt = loop.nanoTime();
    SourceStream opened = state.source().open(this);
    stream = opened;
    if (stopped) {
      opened.close();
    }
  }

  @Override
  public void onStep(Download.State state, String words) {
    if (!stopped) {
      owner.onStep(state, words);
    }
  }

  @Override
  public @Nullable Part claim() {
    Span mine = stopped ? null : owner.claim(this);
    if (mine == null) {
      loop.execute(
          () -> {
            if (!stopped) {
              stop(() -> owner.onFree(this, NOTHING_LEFT));
            }
          });
      return null;
    }
    span = mine;
    stored = mine.from;
    overlap = overlap(mine);
    long behind = file.isVerifiable() ? 0 : ResumeCheck.OVERLAP;
    return new Part(mine.from - overlap, Math.min(file.size(), mine.end + behind));
  }

  /**
   * How many bytes that are here are compared with what the source sends. Where a hash finds wrong
   * bytes in the end, that is to cost little beside what it is asked for.
   */
  private long overlap(Span mine) {
    if (state.source().isRanged() && file.isVerifiable()) {
      return 0;
    }
    long most = ResumeCheck.overlap(owner.keptBefore(mine.from));
    long share = Math.max(LEAST_OVERLAP_BYTES, mine.left() / OVERLAP_SHARE);
    return file.isVerifiable() ? Math.min(most, share) : most;
  }

  private Span mine() {
    Span claimed = span;
    if (claimed == null) {
      throw new IllegalStateException(state.name() + " sends what it has not claimed");
    }
    return claimed;
  }

  private SourceStream source() {
    SourceStream opened = stream;
    if (opened == null) {
      throw new IllegalStateException(state.name() + " called back before it returned");
    }
    return opened;
  }

  @Override
  public void onLess(long to) {
    Span claimed = mine();
    // Of less it would be asked again and again: that counts as broken off.
    if (to - claimed.position >= WORTHWHILE_BYTES) {
      claimed.end = Math.min(claimed.end, to);
    }
  }

  @Override
  public void onOpen() {
    if (stopped) {
      return;
    }
    flowing = true;
    owner.onFlowing();
    Span claimed = mine();
    PartWriter writer = file.writer(claimed.from, this);
    sink = writer;
    pace.begin();
    if (claimed.left() == 0) {
      onShortened();
    } else if (overlap > 0) {
      check = new ResumeCheck(file, claimed.from - overlap, claimed.from, this);
      check.begin();
    } else {
      request(credit(writer));
    }
  }

  private int credit(PartWriter writer) {
    return (int) Math.min(writer.credit(), mine().left());
  }

  /** Asks for one byte after the last of the content, to see whether there is one. */
  private void request(int bytes) {
    requested = Math.max(requested, mine().position) + bytes;
    int more = requested == file.size() ? bytes + 1 : bytes;
    if (more > 0) {
      source().request(more);
    }
  }

  @Override
  public void onBytes(ByteBuffer data) {
    if (stopped) {
      return;
    }
    pace.add(data.remaining());
    measure();
    if (check != null) {
      check.onBytes(data);
    } else if (joint != null) {
      joint.onBytes(data);
    } else {
      accept(data);
    }
  }

  private void accept(ByteBuffer data) {
    Span claimed = mine();
    long missing = claimed.left();
    if (joint == null && data.remaining() >= missing && JointCheck.isDue(file, claimed.end, this)) {
      holdBack(data);
      return;
    }
    if (claimed.position == claimed.from) {
      state.begun(waitedSeconds());
    }
    boolean excess = data.remaining() > missing && claimed.end == file.size();
    data.limit(data.position() + (int) Math.min(data.remaining(), missing));
    claimed.position += data.remaining();
    if (sink != null) {
      sink.write(data);
    }
    if (excess && !file.isVerifiable()) {
      owner.onTooMuch(this);
    } else if (claimed.left() == 0) {
      stop(() -> owner.onFree(this, null));
    }
  }

  private void holdBack(ByteBuffer data) {
    Span claimed = mine();
    int before = (int) claimed.left() - 1;
    accept(data.slice(data.position(), before));
    data.position(data.position() + before);
    JointCheck started = new JointCheck(loop, file, claimed.end, data.get(), this);
    joint = started;
    started.onBytes(data);
    started.begin();
  }

  @Override
  public void onJoined(byte last) {
    accept(ByteBuffer.wrap(new byte[] {last}));
  }

  @Override
  public long keptFrom(long position) {
    return owner.keptFrom(position);
  }

  @Override
  public boolean isAwaited(long position) {
    return owner.isAwaited(position);
  }

  /** Where what is kept was compared with what the source sends. */
  Part compared() {
    Span claimed = mine();
    return joint != null ? joint.compared() : new Part(claimed.from - overlap, claimed.from);
  }

  /** Another source has taken over the rest, possibly all of it. */
  void onShortened() {
    if (!stopped && flowing && mine().left() == 0) {
      stop(() -> owner.onFree(this, null));
    }
  }

  @Override
  public void onWanted(int bytes) {
    if (!stopped) {
      source().request(bytes);
    }
  }

  @Override
  public void onSame(ByteBuffer next) {
    check = null;
    PartWriter writer = sink;
    if (!stopped && writer != null) {
      int ahead = (int) Math.min(next.remaining(), mine().left());
      int more = credit(writer) - ahead;
      accept(next);
      if (!stopped) {
        request(more);
      }
    }
  }

  @Override
  public void onOther() {
    if (!stopped) {
      owner.onOtherBytes(this);
    }
  }

  @Override
  public void onUnreadable(Throwable cause) {
    if (!stopped) {
      onFailed(cause);
    }
  }

  @Override
  public void onEnd(SourceEnd end) {
    if (!stopped) {
      owner.onSourceEnd(this, end);
      stop(() -> owner.onFree(this, end));
    }
  }

  /** Takes no more bytes; {@code next} is run when those taken are in the file. */
  void stop(Runnable next) {
    pace.stop();
    if (!stopped) {
      if (pace.bytesPerSecond() > 0) {
        state.measured(pace.bytesPerSecond());
      }
      stopped = true;
      if (joint != null) {
        joint.stop();
      }
      if (stream != null) {
        stream.close();
      }
    }
    afterFlush = next;
    if (sink == null) {
      next.run();
    } else {
      sink.flush();
    }
  }

  @Override
  public void onStored(int bytes) {
    long from = stored;
    stored += bytes;
    long more = Math.min(bytes, mine().end - requested);
    if (!stopped && more > 0) {
      request((int) more);
    }
    owner.onStored(this, from, stored);
  }

  @Override
  public void onFlushed() {
    afterFlush.run();
  }

  @Override
  public void onFailed(Throwable cause) {
    pace.stop();
    if (!stopped && stream != null) {
      stream.close();
    }
    stopped = true;
    owner.onDiskFailed(this, cause, afterFlush);
  }

  // A source that is too slow.

  @Override
  public boolean hasOthers() {
    return owner.hasOthers(this);
  }

  @Override
  public void onTooSlow() {
    tooSlow = true;
    source().abort(Reason.TIMEOUT);
  }

  @Override
  public void onSlowAlone() {
    owner.onSlowAlone();
  }
}
