package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.upload.FileSender;
import io.peerwright.kit.upload.UploadRates;
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

  /** Whom it takes a slot of. */
  interface Owner {

    /** Bytes are on their way. */
    void onStarted(Upload upload);

    /** They are not any more. Called once for each start. */
    void onEnded(Upload upload);

    /** All bytes are on their way: the next upload may begin. */
    void onDraining(Upload upload);

    /** The file cannot be read as it was shared. */
    void onUnreadable(SharedItem item);

    /** The link is closed. */
    void onClosed(Upload upload);

    /** True if somebody waits for a slot. */
    boolean isSlotWanted();
  }

  private final TransferContext context;
  private final Loop loop;
  private final Owner owner;
  private final UploadRates rates;
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

  Upload(
      TransferContext context, Owner owner, UploadRates rates, TransferKey key, SharedItem item) {
    this.context = context;
    this.loop = context.host().loop();
    this.owner = owner;
    this.rates = rates;
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
              (context.nick() + " \"" + key.file() + "\" " + item.sizeBytes())
                  .getBytes(StandardCharsets.ISO_8859_1)));
      from.request(MAX_DIGITS + 1);
    } else if (phase == Phase.OFFSET) {
      readOffset(from, data);
    }
  }

  private void readOffset(Link from, ByteBuffer data) {
    loop.cancel(settle);
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
      settle = loop.schedule(SETTLE_NANOS, this, SETTLED, 0);
    }
  }

  private void send(Link to, long from) {
    if (from > item.sizeBytes()) {
      to.close();
      return;
    }
    phase = Phase.SENDING;
    loop.cancel(watch);
    watch();
    owner.onStarted(this);
    context.events().uploadStarted(key.nick(), item.name());
    sender = new FileSender(loop, to, item.file(), from, item.sizeBytes(), this);
    sender.limit(rates);
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
    context.counters().bytesSent += bytes;
  }

  @Override
  public void onComplete() {
    phase = Phase.OVER;
    context.counters().uploadsComplete++;
    ended(true);
    loop.cancel(watch);
    watch = loop.schedule(DRAIN_NANOS, this, DRAINED, 0);
    if (link != null) {
      link.closeOutput();
    }
    owner.onDraining(this);
  }

  private void ended(boolean complete) {
    owner.onEnded(this);
    context.events().uploadEnded(key.nick(), item.name(), sent, complete);
  }

  @Override
  public void onFailed(Throwable cause) {
    owner.onUnreadable(item);
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
    boolean isSlow = moved < least && owner.isSlotWanted();
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
    watch = loop.schedule(windowNanos(), this, WATCH, 0);
  }

  /** Until the downloader has told what it wants it owes few bytes, later a buffer of them. */
  private long windowNanos() {
    long stall = context.config().stallTimeout().toNanos();
    return phase == Phase.SENDING ? stall + BUFFER_NANOS : stall;
  }

  void abort(Reason reason) {
    if (link != null) {
      link.abort(reason);
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    loop.cancel(watch);
    loop.cancel(settle);
    if (sender != null) {
      sender.cancel();
    }
    if (phase == Phase.SENDING) {
      ended(false);
    }
    phase = Phase.OVER;
    owner.onClosed(this);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
