package io.peerwright.kit.files;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Buffers outside the heap for bytes on their way between the network and files: the system reads
 * and writes them where they are, while bytes of the heap are copied by each call. Such buffers are
 * dear to make, so those that are given back are kept for the next one. Any thread.
 */
public final class DirectBlocks {

  private static final AtomicLong MADE = new AtomicLong();

  private final int bytes;
  private final BlockingQueue<ByteBuffer> free;

  /**
   * None yet.
   *
   * @param bytes of each
   * @param mostFree how many are kept that nobody uses
   */
  public DirectBlocks(int bytes, int mostFree) {
    this.bytes = bytes;
    free = new ArrayBlockingQueue<>(mostFree);
  }

  /** An empty one, of which there are as many as are asked for. */
  public ByteBuffer take() {
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

  /** Whoever gives one back has no more to do with it. */
  public void giveBack(ByteBuffer block) {
    assert free.stream().noneMatch(each -> each == block) : "given back twice";
    free.offer(block);
  }
}
