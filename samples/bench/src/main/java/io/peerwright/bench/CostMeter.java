package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What work of the current thread costs: processor time, what it allocates, and what it keeps. */
final class CostMeter {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final boolean heap;
  private final long heapBefore;
  private long nanos;
  private long allocated;

  /**
   * Begins.
   *
   * @param heap whether to look at the heap, which takes full collections
   */
  CostMeter(boolean heap) throws InterruptedException {
    this.heap = heap;
    heapBefore = heap ? Memory.heap() : 0;
  }

  /** Adds what this costs. */
  void during(Runnable work) {
    long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    work.run();
    nanos += THREADS.getCurrentThreadCpuTime() - cpuBefore;
    allocated += THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
  }

  long nanos() {
    return nanos;
  }

  long allocatedBytes() {
    return allocated;
  }

  /** How much larger the heap is than at the beginning; 0 if it is not looked at. */
  long keptBytes() throws InterruptedException {
    return heap ? Memory.heap() - heapBefore : 0;
  }
}
