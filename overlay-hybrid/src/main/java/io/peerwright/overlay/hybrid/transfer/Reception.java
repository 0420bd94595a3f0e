package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.kit.files.PartWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a download as they come in by one link: to the disk in blocks, the link's credit
 * kept to what the disk has room for, given up when nothing comes for too long.
 */
final class Reception implements PartWriter.Listener, TimerTarget {

  private static final int WORTHWHILE_BYTES = 1 << 14;

  private final TransferHub hub;
  private final HybridDownload download;
  private final DownloadFile file;
  private final Link link;
  private final String nick;
  private final PartWriter sink;
  private final long start;
  private long received;
  private long requested;
  private long receivedAtWatch;
  private long watch;
  private @Nullable Runnable afterFlush;

  Reception(TransferHub hub, HybridDownload download, DownloadFile file, Link link, String nick) {
    this.hub = hub;
    this.download = download;
    this.file = file;
    this.link = link;
    this.nick = nick;
    this.start = file.stored();
    this.sink = file.writer(this);
  }

  void begin() {
    hub.notice(MessageType.DOWNLOAD_STARTED);
    received = start;
    requested = start + sink.credit();
    watch();
    link.request(sink.credit());
  }

  long received() {
    return received;
  }

  /** True if so much came that it is worth going on with the same source at once. */
  boolean hasProgress() {
    return received - start >= WORTHWHILE_BYTES;
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
    // Credit that the request of a push left over lets an uploader send more than there is.
    data.limit(data.position() + (int) Math.min(data.remaining(), file.size() - received));
    received += data.remaining();
    hub.context().counters().bytesReceived += data.remaining();
    sink.write(data);
    if (received == file.size()) {
      download.onAllReceived();
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
      requested += more;
      link.request((int) more);
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
    receivedAtWatch = received;
    watch = hub.loop().schedule(hub.stallNanos(), this, 0, 0);
  }

  @Override
  public void onTimer(int code, long argument) {
    if (received == receivedAtWatch) {
      link.abort(Reason.TIMEOUT);
    } else {
      watch();
    }
  }
}
