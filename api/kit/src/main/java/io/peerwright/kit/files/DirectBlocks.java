package io.peerwright.kit.files;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Buffers outside the heap for bytes on their way between the network and files: the system reads
 * and writes them where they are, while bytes of the heap are copied by each call. Such buffers are
 * dear to make, so those that are given back are kept for the next one. Any thread.
 */
public final class DirectBlocks {

  private static final AtomicLong MADE = new AtomicLong();

  private final int bytes;
  private final int leastBytes;
  private final BlockingQueue<ByteBuffer> free;

  /**
   * None yet.
   *
   * @param bytes of each
   * @param leastBytes for fewer a buffer of the heap costs little
   * @param mostFree how many are kept that nobody uses
   */
  public DirectBlocks(int bytes, int leastBytes, int mostFree) {
    this.bytes = bytes;
    this.leastBytes = leastBytes;
    free = new ArrayBlockingQueue<>(mostFree);
  }

  /**
   * An empty buffer, of which there are as many as are asked for.
   *
   * @param room that it has at least, no more than the bytes of a block
   */
  public ByteBuffer take(int room) {
    if (room < leastBytes) {
      return ByteBuffer.allocate(room);
    }
    ByteBuffer block = free.poll();
    if (block != null) {
      return block.clear();
    }
    MADE.incrementAndGet();
    return ByteBuffer.allocateDirect(bytes);
  }

  /** How many this process has had to make so far, of all sizes. */
  public static long made() {
    return MADE.get();
  }

  /** Whoever gives one back has no more to do with it. One of the heap, or none, is let go. */
  public void giveBack(@Nullable ByteBuffer block) {
    if (block != null && block.isDirect()) {
      assert free.stream().noneMatch(each -> each == block) : "given back twice";
      free.offer(block);
    }
  }
}
