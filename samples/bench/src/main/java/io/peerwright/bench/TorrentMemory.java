package io.peerwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The most memory that the process of a leech has taken, its JVM included. */
final class TorrentMemory implements Benchmark {

  private static final int ROUNDS = Integer.getInteger("peerwright.bench.rounds", 3);
  private static final double MEBI = 1 << 20;
  private static final double LIMIT = 150e6;

  @Override
  public String name() {
    return "torrent-leech-memory";
  }

  @Override
  public String description() {
    return "most resident memory of a process with -Xmx64m that downloads 1 GiB from libtorrent";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    double[] ours = new double[ROUNDS];
    try (TorrentLab lab = new TorrentLab(progress)) {
      lab.libtorrentSeed(TorrentLab.SEED);
      sayOfBt(lab, progress);
      for (int round = 0; round < ROUNDS; round++) {
        Path target = lab.target();
        try (LabProgram mine = lab.ours(List.of("-Xmx64m"), TorrentLab.LEECH, TorrentLab.SEED)) {
          mine.say(target.toString());
          mine.await("done");
          ours[round] = mine.memoryBytes("VmHWM");
        }
        lab.checkAndDelete(target);
        long[] their = libtorrent(lab);
        progress.say(
            String.format(
                "  run %d: ours %.0f MiB; libtorrent %.0f MiB, of it %.0f without the files"
                    + " that it maps",
                round + 1, ours[round] / MEBI, their[0] / MEBI, their[1] / MEBI));
      }
    }
    return new Figure(name(), Rounds.median(ours), "B", "limit", LIMIT, "<= 1");
  }

  private static void sayOfBt(TorrentLab lab, Progress progress)
      throws IOException, InterruptedException {
    try {
      BtLibrary.prepare(progress);
      try (LabProgram bt = BtLibrary.leech(lab, List.of("-Xmx64m"), true)) {
        BtLibrary.download(bt, lab.target(), TorrentLab.BYTES);
        progress.say(
            String.format("  bt 1.10, tuned, the same: %.0f MiB", bt.memoryBytes("VmHWM") / MEBI));
      }
    } catch (Skipped e) {
      progress.say("  without bt: " + e.getMessage());
    } catch (IOException e) {
      progress.say("  bt 1.10 does not get it with -Xmx64m: " + e.getMessage());
    }
  }

  private static long[] libtorrent(TorrentLab lab) throws Exception {
    Path target = lab.target();
    try (LabProgram leech = lab.libtorrent(TorrentLab.OTHER)) {
      leech.say("leech " + target + " " + TorrentLab.SEED);
      leech.await("done");
      long[] memory = {leech.memoryBytes("VmHWM"), leech.memoryBytes("RssAnon")};
      lab.checkAndDelete(target);
      return memory;
    }
  }
}
