package io.peerwright.kit.upload;

import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.kit.files.DirectBlocks;
import io.peerwright.kit.files.HeldParts;
import io.peerwright.kit.limit.Flow;
import io.peerwright.kit.limit.SharedRate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Streams a range of a file into a link: one block is read from the disk while the one before it
 * leaves. The link's back-pressure stops the reading, and so do the rates that it may have. Used on
 * the loop only.
 *
 * <p>A file that somebody writes to meanwhile is sent no further, as the other side would get a
 * mixture of two contents. One that is deleted, or replaced by another, is sent to its end. Of a
 * content that is still being fetched each block is sent as long as it counts as verified.
 */
public final class FileSender implements SharedRate.Waiter {

  private static final int BLOCK = 1 << 17;

  /** Shorter ranges cost little as they are. */
  private static final int LEAST_DIRECT_BYTES = 1 << 14;

  private static final DirectBlocks BLOCKS = new DirectBlocks(BLOCK, LEAST_DIRECT_BYTES, 32);

  /** What is in memory at most: a block that leaves, and one that is read meanwhile. */
  public static final int MOST_HELD_BYTES = 2 * BLOCK;

  private static final long MODELLED_NANOS = 100_000;
  private static final long MODELLED_NANOS_PER_BYTE = 2;

  /** Hears how it goes; on the loop. */
  public interface Listener {

    /** The link took {@code bytes} more. */
    void onSent(int bytes);

    /** The link took everything. Once and last. */
    void onComplete();

    /**
     * The file could not be read, is shorter than it was said to be, or was written to since the
     * first block was read. Once and last.
     */
    void onFailed(Throwable cause);
  }

  private final Loop loop;
  private final Link link;
  private final Path file;
  private final long end;
  private final Listener listener;
  private long readPosition;
  private @Nullable Source source;
  private @Nullable ByteBuffer leaving;
  private @Nullable ByteBuffer ready;
  private @Nullable ByteBuffer spare;
  private boolean reading;
  private boolean over;

  /** Of a file that is not complete what may be sent of it; null for all. */
  private @Nullable HeldParts held;

  /** What limits it; null for nothing. */
  private @Nullable Flow flow;

  private boolean waitsForTurn;
  private boolean heldBack;
  private long sent;

  /**
   * Sends the bytes from {@code from} to before {@code end} as soon as {@link #start} is called.
   */
  public FileSender(Loop loop, Link link, Path file, long from, long end, Listener listener) {
    this.loop = loop;
    this.link = link;
    this.file = file;
    this.readPosition = from;
    this.end = end;
    this.listener = listener;
  }

  /** Keeps to rates; to be called before {@link #start}. */
  public void limit(UploadRates rates) {
    flow = rates.flow(this);
  }

  /** Sends of a file that others write to what is verified; to be called before {@link #start}. */
  public void only(HeldParts verified) {
    held = verified;
  }

  /** True if the rates have kept it from sending since this was asked last. */
  public boolean wasHeldBack() {
    boolean was = heldBack || waitsForTurn;
    heldBack = false;
    return was;
  }

  /** Begins; call it once. */
  public void start() {
    if (readPosition >= end) {
      loop.execute(this::completeEmpty);
    } else {
      read();
    }
  }

  private void completeEmpty() {
    if (!over) {
      over = true;
      listener.onComplete();
    }
  }

  /** To be called when the link is writable again. */
  public void onWritable() {
    pump();
  }

  /** Ends it without a call to the listener. */
  public void cancel() {
    over = true;
    release();
  }

  private void read() {
    if (reading || over || ready != null || readPosition >= end) {
      return;
    }
    reading = true;
    long at = readPosition;
    int count = (int) Math.min(BLOCK, end - at);
    ByteBuffer block = spare != null && spare.capacity() >= count ? spare : null;
    spare = null;
    readPosition += count;
    Source open = source;
    loop.offload(
        () -> fill(open, block == null ? BLOCKS.take(count) : block, at, count),
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * count,
        (filled, failure) -> onRead(at, filled, failure));
  }

  /** The open file, and what it was when it was opened. */
  private record Source(FileChannel channel, @Nullable Object key, FileTime changed) {

    static Source open(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new Source(channel, now.fileKey(), now.lastModifiedTime());
    }

    void check(Path file) throws IOException {
      BasicFileAttributes now;
      try {
        now = Files.readAttributes(file, BasicFileAttributes.class);
      } catch (NoSuchFileException deleted) {
        return;
      }
      if (Objects.equals(now.fileKey(), key) && !now.lastModifiedTime().equals(changed)) {
        throw new OverlayException(Reason.FAILED, file + " was written to while it was sent");
      }
    }
  }

  private record Filled(Source source, ByteBuffer bytes) {}

  private Filled fill(@Nullable Source open, ByteBuffer into, long at, int count)
      throws IOException {
    Source from = open == null ? Source.open(file) : open;
    try {
      into.clear().limit(count);
      while (into.hasRemaining()) {
        if (from.channel.read(into, at + into.position()) < 0) {
          throw new OverlayException(
              Reason.FAILED,
              file + " ends at " + from.channel.size() + ", it was shared with " + end);
        }
      }
      if (held == null) {
        from.check(file);
      }
      return new Filled(from, into.flip());
    } catch (IOException | RuntimeException e) {
      BLOCKS.giveBack(into);
      from.channel.close();
      throw e;
    }
  }

  private void onRead(long at, @Nullable Filled block, @Nullable Throwable failure) {
    reading = false;
    if (block != null) {
      source = block.source;
      ready = block.bytes;
    }
    if (over) {
      release();
    } else if (failure != null) {
      over = true;
      source = null;
      release();
      listener.onFailed(failure);
    } else if (block != null && !isHeld(at, at + block.bytes.remaining())) {
      over = true;
      release();
      listener.onFailed(
          new OverlayException(Reason.FAILED, file + " was given up at " + at + " while sent"));
    } else {
      pump();
    }
  }

  private boolean isHeld(long from, long to) {
    return held == null || held.isVerified(from, to);
  }

  private void pump() {
    while (!over) {
      if (leaving == null) {
        leaving = ready;
        ready = null;
        read();
      }
      ByteBuffer block = leaving;
      if (block == null) {
        return;
      }
      int room = room(block);
      int taken = write(block, room);
      if (taken > 0) {
        listener.onSent(taken);
      }
      if (taken < room || over) {
        return;
      }
      if (block.hasRemaining()) {
        awaitTurn();
        return;
      }
      BLOCKS.giveBack(spare);
      spare = block;
      leaving = null;
      if (readPosition >= end && ready == null && !reading) {
        over = true;
        release();
        listener.onComplete();
      }
    }
  }

  private int room(ByteBuffer block) {
    int left = block.remaining();
    return flow == null ? left : (int) Math.max(0, Math.min(left, flow.room()));
  }

  private int write(ByteBuffer block, int room) {
    int end = block.limit();
    int taken = room == 0 ? 0 : link.write(block.limit(block.position() + room));
    block.limit(end);
    sent += taken;
    if (flow != null) {
      flow.take(taken);
    }
    return taken;
  }

  private void awaitTurn() {
    heldBack = true;
    if (flow != null && !waitsForTurn) {
      waitsForTurn = true;
      flow.awaitTurn();
    }
  }

  @Override
  public long onTurn() {
    waitsForTurn = false;
    long before = sent;
    pump();
    return sent - before;
  }

  private void release() {
    BLOCKS.giveBack(leaving);
    BLOCKS.giveBack(ready);
    BLOCKS.giveBack(spare);
    leaving = null;
    ready = null;
    spare = null;
    Source open = source;
    if (open != null && !reading) {
      source = null;
      loop.offload(
          () -> {
            open.channel.close();
            return true;
          },
          MODELLED_NANOS,
          (closed, failure) -> {});
    }
  }
}
