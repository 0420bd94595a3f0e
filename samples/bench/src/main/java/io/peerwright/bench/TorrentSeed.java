package io.peerwright.bench;

import java.nio.file.Path;
import java.util.List;

/** What it costs to give a libtorrent leech the whole content over one connection. */
final class TorrentSeed implements Benchmark {

  private static final int ROUNDS = Integer.getInteger("peerwright.bench.rounds", 3);
  private static final int WARM_UP = 2;
  private static final double LIMIT_CPU_SECONDS = 2.3;

  @Override
  public String name() {
    return "torrent-seed";
  }

  @Override
  public String description() {
    return "CPU-s to upload 1 GiB to a libtorrent leech, in a JVM that has done it twice before";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    try (TorrentLab lab = new TorrentLab(progress)) {
      LabProgram mine = lab.ours(List.of(), TorrentLab.LEECH);
      mine.say(lab.seedFolder().toString());
      mine.await("done");
      LabProgram other = lab.libtorrentSeed(TorrentLab.SEED);
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        double[] their = upload(lab, other, TorrentLab.SEED);
        double[] my = upload(lab, mine, TorrentLab.LEECH);
        if (round >= 0) {
          ours[round] = my[0];
          theirs[round] = their[0];
          ratios[round] = their[1] / my[1];
        }
        progress.say(
            String.format(
                "  round %d, CPU-s (s): ours %.2f (%.2f), libtorrent %.2f (%.2f)%s",
                round + 1, my[0], my[1], their[0], their[1], round < 0 ? ", warm-up" : ""));
      }
    }
    progress.say(
        String.format(
            "  median CPU-s: ours %.2f, libtorrent %.2f; ours is %.2f times as fast",
            Rounds.median(ours), Rounds.median(theirs), Rounds.median(ratios)));
    return new Figure(
        name(), Rounds.median(ours), "CPU-s", "limit", LIMIT_CPU_SECONDS, "<= 1, warm JVM");
  }

  /** Processor time of the seed, and the time that it took. */
  private static double[] upload(TorrentLab lab, LabProgram seed, TorrentLab.Place at)
      throws Exception {
    Path target = lab.target();
    double before = seed.cpuSeconds();
    try (LabProgram leech = lab.libtorrent(TorrentLab.OTHER)) {
      leech.say("leech " + target + " " + at);
      double seconds = Double.parseDouble(leech.await("done")[1]);
      double used = seed.cpuSeconds() - before;
      lab.checkAndDelete(target);
      return new double[] {used, seconds};
    }
  }
}
