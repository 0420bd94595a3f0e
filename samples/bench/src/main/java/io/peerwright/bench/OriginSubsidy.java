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
    double last = 0;
    for (int wanting : new int[] {1, 0}) {
      for (int having : new int[] {1, 2, 4, 8, 16}) {
        int fetching = wanting == 0 ? having : wanting;
        SubsidyRun.Result alone = SubsidyRun.run(having, fetching, false, SEED);
        SubsidyRun.Result helped = SubsidyRun.run(having, fetching, true, SEED);
        progress.say(
            String.format(
                "  %7d  %7d  %9.0f s  %12.0f s  %10.2f MiB",
                having,
                fetching,
                alone.meanSeconds(),
                helped.meanSeconds(),
                helped.originBytes() / MIB));
        last = 100.0 * helped.originBytes() / SubsidyRun.FILE_BYTES;
      }
    }
    return new Figure(name(), last, "% from the origin", "counted: 3 of 4", 75, "about 75 %");
  }
}
