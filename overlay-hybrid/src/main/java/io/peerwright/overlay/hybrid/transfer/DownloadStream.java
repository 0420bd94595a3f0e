package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.kit.files.PartWriter;
import io.peerwright.kit.limit.PaceWatch;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a download as they come in by one link: to the disk in blocks, the link's credit
 * kept to what the disk has room for, given up when nothing comes for too long. What is kept from
 * before is compared first with what the link sends of it.
 */
final class DownloadStream implements PartWriter.Listener, ResumeCheck.Listener, TimerTarget {

  private static final int WORTHWHILE_BYTES = 1 << 14;

  /** Half of what the slowest modem of the protocol's list does. */
  private static final int LEAST_BYTES_PER_SECOND = 512;

  private final TransferHub hub;
  private final HybridDownload download;
  private final DownloadFile file;
  private final Link link;
  private final String nick;
  private final PartWriter sink;
  private final long start;
  private @Nullable ResumeCheck check;
  private long received;
  private long requested;
  private long heard;
  private long heardAtWatch;
  private PaceWatch pace;
  private boolean tooSlow;
  private long watch;
  private @Nullable Runnable afterFlush;

  DownloadStream(
      TransferHub hub, HybridDownload download, DownloadFile file, Link link, String nick) {
    this.hub = hub;
    this.download = download;
    this.file = file;
    this.link = link;
    this.nick = nick;
    this.start = file.stored();
    this.sink = file.writer(this);
    this.pace = pace();
  }

  private PaceWatch pace() {
    PaceWatch.Pace least = new PaceWatch.Pace(LEAST_BYTES_PER_SECOND, hub.stallNanos(), 0);
    return new PaceWatch(least, hub.loop().nanoTime());
  }

  void begin() {
    hub.notice(MessageType.DOWNLOAD_STARTED);
    received = start;
    watch();
    if (start > 0) {
      check = new ResumeCheck(file, this);
      check.begin();
    } else {
      request(sink.credit());
    }
  }

  /** Asks for one byte after the last, to see whether there is one. */
  private void request(int bytes) {
    requested = Math.max(requested, received) + bytes;
    link.request(requested == file.size() ? bytes + 1 : bytes);
  }

  long received() {
    return received;
  }

  /** True if so much came that it is worth going on with the same source at once. */
  boolean hasProgress() {
    return !tooSlow && received - start >= WORTHWHILE_BYTES;
  }

  /** Who sends. */
  String nick() {
    return nick;
  }

  Link link() {
    return link;
  }

  void onBytes(ByteBuffer data) {
    if (afterFlush != null) {
      return;
    }
    heard += data.remaining();
    pace.progress(data.remaining(), hub.loop().nanoTime());
    hub.context().counters().bytesReceived += data.remaining();
    if (check != null) {
      check.onBytes(data);
    } else {
      accept(data);
    }
  }

  private void accept(ByteBuffer data) {
    long missing = file.size() - received;
    boolean excess = data.remaining() > missing;
    data.limit(data.position() + (int) Math.min(data.remaining(), missing));
    received += data.remaining();
    sink.write(data);
    if (excess && !file.isVerifiable()) {
      download.onWrongSource(
          nick + " sends more than the " + file.size() + " bytes that it announced", start);
    } else if (received == file.size()) {
      download.onAllReceived();
    }
  }

  @Override
  public void onWanted(int bytes) {
    if (afterFlush == null) {
      link.request(bytes);
    }
  }

  @Override
  public void onSame(ByteBuffer next) {
    check = null;
    if (afterFlush == null) {
      int ahead = (int) Math.min(next.remaining(), file.size() - received);
      int more = sink.credit() - ahead;
      accept(next);
      if (afterFlush == null) {
        request(more);
      }
    }
  }

  @Override
  public void onOther() {
    if (afterFlush == null) {
      download.onOtherBytes(
          nick
              + " sends other bytes than those kept of this file; to start anew with it, delete "
              + file.target()
              + ".part",
          start);
    }
  }

  @Override
  public void onUnreadable(Throwable cause) {
    if (afterFlush == null) {
      onFailed(cause);
    }
  }

  /** Takes no more bytes; {@code next} is run when those taken are on the disk and synced. */
  void stop(Runnable next) {
    hub.loop().cancel(watch);
    if (afterFlush == null) {
      hub.notice(MessageType.DOWNLOAD_ENDED);
      link.close();
    }
    afterFlush = next;
    sink.flush();
  }

  @Override
  public void onStored(int bytes) {
    file.onStored(bytes);
    long more = Math.min(bytes, file.size() - requested);
    if (afterFlush == null && more > 0) {
      request((int) more);
    }
    download.onProgress();
  }

  @Override
  public void onFlushed() {
    Runnable next = afterFlush;
    if (next != null) {
      next.run();
    }
  }

  @Override
  public void onFailed(Throwable cause) {
    hub.loop().cancel(watch);
    link.close();
    Runnable next = afterFlush;
    download.onDiskFailed(cause, next == null ? () -> {} : next);
  }

  private void watch() {
    long next = Math.max(1, pace.failsIn(hub.loop().nanoTime()));
    watch = hub.loop().schedule(next, this, 0, 0);
  }

  /** A slow source is better than none; one that sends nothing is not. */
  @Override
  public void onTimer(int code, long argument) {
    if (pace.verdict(hub.loop().nanoTime()) == PaceWatch.Verdict.GOOD) {
      watch();
    } else if (heard == heardAtWatch || download.hasOtherSources()) {
      tooSlow = true;
      link.abort(Reason.TIMEOUT);
    } else {
      heardAtWatch = heard;
      pace = pace();
      watch();
    }
  }
}
