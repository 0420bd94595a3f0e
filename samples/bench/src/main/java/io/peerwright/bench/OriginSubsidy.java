package io.peerwright.bench;

import io.peerwright.samples.swarm.SubsidyRun;
import java.io.IOException;
import java.util.List;

/** What an origin server adds where up-links are narrow. */
final class OriginSubsidy implements Benchmark {

  private static final long SEED = 1;
  private static final double MIB = 1 << 20;

  @Override
  public String name() {
    return "origin-subsidy";
  }

  @Override
  public String description() {
    return "download time and origin traffic of a file of 4 MiB by the number of peers, at 128 kbit/s"
        + " up and 1 Mbit/s down, with an origin that fills in to 512 kbit/s; simulated";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx1g");
  }

  @Override
  public Figure measure(Progress progress) throws IOException {
    progress.say("  have it  want it  peers alone  with an origin  from the origin");
    for (int having : new int[] {1, 2, 4, 8, 12, 16, 24}) {
      measure(having, 1, progress);
    }
    double last = 0;
    for (int having : new int[] {2, 4, 8, 16}) {
      last = measure(having, having, progress);
    }
    return new Figure(name(), last, "% from the origin", "counted: 3 of 4", 75, "about 75 %");
  }

  /** Returns how much of each download comes from the origin, in per cent. */
  private static double measure(int having, int wanting, Progress progress) throws IOException {
    SubsidyRun.Result alone = SubsidyRun.run(having, wanting, false, SEED);
    SubsidyRun.Result helped = SubsidyRun.run(having, wanting, true, SEED);
    progress.say(
        String.format(
            "  %7d  %7d  %9.0f s  %12.0f s  %10.2f MiB",
            having,
            wanting,
            alone.meanSeconds(),
            helped.meanSeconds(),
            helped.originBytes() / MIB));
    return 100.0 * helped.originBytes() / SubsidyRun.FILE_BYTES;
  }
}
