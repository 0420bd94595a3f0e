package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.upload.FileSender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way to a downloader: either one that connected and sent GET, or one that we, behind
 * a firewall, connect to and send SEND.
 */
final class Upload implements LinkHandler, FileSender.Listener, TimerTarget {

  private static final int WATCH = 1;
  private static final int SETTLED = 2;
  private static final int DRAINED = 3;
  private static final int MAX_DIGITS = 18;

  /** Less than this is too little while others wait for the slot. */
  private static final int LEAST_BYTES_PER_SECOND = 512;

  /** How long it takes at least until one who is just fast enough has emptied a full buffer. */
  private static final long BUFFER_NANOS =
      1_000_000_000L * SocketOptions.DEFAULT.sendBufferBytes() / LEAST_BYTES_PER_SECOND;

  /** How long the system may take to send what it has taken, some megabytes on a slow line. */
  private static final long DRAIN_NANOS = 600_000_000_000L;

  private static final long SETTLE_NANOS = 300_000_000L;

  private enum Phase {
    /** We are connecting. */
    CONNECTING,
    /** We connected; the downloader greets. */
    GREETING,
    /** The downloader tells the offset. */
    OFFSET,
    SENDING,
    OVER
  }

  private final TransferHub hub;
  private final TransferKey key;
  private final SharedItem item;
  private @Nullable Link link;
  private @Nullable FileSender sender;
  private Phase phase = Phase.CONNECTING;
  private long offset;
  private int digits;
  private long sent;
  private long sentAtWatch;
  private long watch;
  private long settle;

  Upload(TransferHub hub, TransferKey key, SharedItem item) {
    this.hub = hub;
    this.key = key;
    this.item = item;
  }

  TransferKey key() {
    return key;
  }

  /** The link if it is open. */
  @Nullable Link link() {
    return phase == Phase.CONNECTING ? null : link;
  }

  /** The link to a downloader has been made and is not open yet. */
  void connecting(Link made) {
    link = made;
  }

  long sent() {
    return sent;
  }

  /** The downloader has connected and asked; the answer is the size and then the bytes. */
  void startAnswer(Link to, long from) {
    link = to;
    to.write(ascii(Long.toString(item.sizeBytes())));
    send(to, from);
  }

  @Override
  public void onOpen(Link opened) {
    link = opened;
    phase = Phase.GREETING;
    watch();
    opened.request(1);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    if (phase == Phase.GREETING) {
      if (data.get() != '1') {
        from.abort(Reason.PROTOCOL);
        return;
      }
      phase = Phase.OFFSET;
      // As the protocol has it in two packets: some clients take the word from a read of its own.
      from.write(ascii("SEND"));
      from.write(
          ByteBuffer.wrap(
              (hub.context().nick() + " \"" + key.file() + "\" " + item.sizeBytes())
                  .getBytes(StandardCharsets.ISO_8859_1)));
      from.request(MAX_DIGITS + 1);
    } else if (phase == Phase.OFFSET) {
      readOffset(from, data);
    }
  }

  private void readOffset(Link from, ByteBuffer data) {
    hub.loop().cancel(settle);
    while (data.hasRemaining()) {
      int digit = data.get() - '0';
      if (digit < 0 || digit > 9 || ++digits > MAX_DIGITS) {
        from.close();
        return;
      }
      offset = 10 * offset + digit;
    }
    if (offset == 0) {
      send(from, 0);
    } else {
      settle = hub.loop().schedule(SETTLE_NANOS, this, SETTLED, 0);
    }
  }

  private void send(Link to, long from) {
    if (from > item.sizeBytes()) {
      to.close();
      return;
    }
    phase = Phase.SENDING;
    hub.loop().cancel(watch);
    watch();
    hub.uploadStarted();
    hub.context().events().uploadStarted(key.nick(), item.name());
    sender = new FileSender(hub.loop(), to, item.file(), from, item.sizeBytes(), this);
    sender.limit(hub.uploadRates());
    sender.start();
  }

  @Override
  public void onWritable(Link writable) {
    if (sender != null) {
      sender.onWritable();
    }
  }

  @Override
  public void onInputClosed(Link ended) {
    if (phase == Phase.OVER) {
      ended.closeOutput();
    } else if (phase != Phase.SENDING) {
      ended.close();
    }
  }

  @Override
  public void onSent(int bytes) {
    sent += bytes;
    hub.context().counters().bytesSent += bytes;
  }

  @Override
  public void onComplete() {
    phase = Phase.OVER;
    hub.context().counters().uploadsComplete++;
    ended(true);
    hub.loop().cancel(watch);
    watch = hub.loop().schedule(DRAIN_NANOS, this, DRAINED, 0);
    if (link != null) {
      link.closeOutput();
    }
    hub.uploadDrains(this);
  }

  private void ended(boolean complete) {
    hub.uploadEnded();
    hub.context().events().uploadEnded(key.nick(), item.name(), sent, complete);
  }

  @Override
  public void onFailed(Throwable cause) {
    hub.look(item, there -> {});
    abort(Reason.FAILED);
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == SETTLED) {
      if (link != null) {
        send(link, offset);
      }
      return;
    }
    long moved = sent - sentAtWatch;
    long least = LEAST_BYTES_PER_SECOND * windowNanos() / 1_000_000_000;
    boolean isSlow = moved < least && hub.uploadsQueued() > 0;
    // Whom our own rates keep waiting owes nothing.
    boolean heldBack = sender != null && sender.wasHeldBack();
    if (code == DRAINED || !heldBack && (moved == 0 || isSlow)) {
      abort(Reason.TIMEOUT);
    } else {
      watch();
    }
  }

  private void watch() {
    sentAtWatch = sent;
    watch = hub.loop().schedule(windowNanos(), this, WATCH, 0);
  }

  /** Until the downloader has told what it wants it owes few bytes, later a buffer of them. */
  private long windowNanos() {
    return phase == Phase.SENDING ? hub.stallNanos() + BUFFER_NANOS : hub.stallNanos();
  }

  void abort(Reason reason) {
    if (link != null) {
      link.abort(reason);
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    hub.loop().cancel(watch);
    hub.loop().cancel(settle);
    if (sender != null) {
      sender.cancel();
    }
    if (phase == Phase.SENDING) {
      ended(false);
    }
    phase = Phase.OVER;
    hub.uploadClosed(this);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
