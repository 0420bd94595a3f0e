package io.peerwright.kit.files;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this process has outside its heap. */
public final class DirectMemory {

  private DirectMemory() {}

  /** Buffers that were made and not collected. */
  public static long buffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }
}
