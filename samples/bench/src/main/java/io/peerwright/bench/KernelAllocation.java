package io.peerwright.bench;

import java.util.List;

/** What a simulation allocates for a frame that is forwarded, in the flood of another benchmark. */
final class KernelAllocation implements Benchmark {

  private static final double LIMIT_BYTES = 0.1;

  private final KernelFlood flood;

  KernelAllocation(KernelFlood flood) {
    this.flood = flood;
  }

  @Override
  public String name() {
    return "kernel-allocation";
  }

  @Override
  public String description() {
    return "bytes that a simulation allocates per forwarded frame, in " + flood.name();
  }

  @Override
  public List<String> jvmOptions() {
    return flood.jvmOptions();
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    KernelFlood.Outcome outcome = flood.run(progress);
    return new Figure(
        name(),
        outcome.allocated(),
        "B",
        "passing objects without bytes",
        outcome.theirAllocated(),
        "value <= " + LIMIT_BYTES);
  }
}
