package io.peerwright.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a download from one libtorrent seed over one connection costs. */
final class TorrentLeech implements Benchmark {

  private static final int ROUNDS = Integer.getInteger("peerwright.bench.rounds", 3);
  private static final double LIMIT_CPU_SECONDS = 2.3;

  private record Cost(double cpuSeconds, double seconds) {}

  @Override
  public String name() {
    return "torrent-leech";
  }

  @Override
  public String description() {
    return "CPU-s to download 1 GiB from a libtorrent seed, in a warm and in a cold JVM";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    TorrentLab.need("aria2c");
    List<Cost> cold = new ArrayList<>();
    List<Cost> warm = new ArrayList<>();
    List<Cost> third = new ArrayList<>();
    List<Cost> libtorrent = new ArrayList<>();
    List<Cost> aria2 = new ArrayList<>();
    try (TorrentLab lab = new TorrentLab(progress)) {
      lab.libtorrentSeed(TorrentLab.SEED);
      for (int round = 1; round <= ROUNDS; round++) {
        libtorrent.add(libtorrent(lab));
        ours(lab, List.of(cold, warm, third));
        aria2.add(aria2(lab));
        progress.say(
            String.format(
                "  round %d, CPU-s (s): ours cold %s, warm %s, third %s; libtorrent %s; aria2 %s",
                round, last(cold), last(warm), last(third), last(libtorrent), last(aria2)));
      }
    }
    double theirSeconds = median(libtorrent, false);
    progress.say(
        String.format(
            "  median CPU-s: ours cold %.2f (target <= 4), warm %.2f, third %.2f,"
                + " libtorrent %.2f, aria2 %.2f",
            median(cold, true),
            median(warm, true),
            median(third, true),
            median(libtorrent, true),
            median(aria2, true)));
    progress.say(
        String.format(
            "  median time: ours cold %.2f s, warm %.2f s, libtorrent %.2f s;"
                + " ours is %.2f and %.2f times as fast (target >= 1)",
            median(cold, false),
            median(warm, false),
            theirSeconds,
            theirSeconds / median(cold, false),
            theirSeconds / median(warm, false)));
    return new Figure(
        name(), median(warm, true), "CPU-s", "limit", LIMIT_CPU_SECONDS, "<= 1, warm JVM");
  }

  private static String last(List<Cost> costs) {
    Cost cost = costs.get(costs.size() - 1);
    return String.format("%.2f (%.2f)", cost.cpuSeconds, cost.seconds);
  }

  private static double median(List<Cost> costs, boolean cpu) {
    return Rounds.median(
        costs.stream().mapToDouble(each -> cpu ? each.cpuSeconds : each.seconds).toArray());
  }

  /** Downloads of one process, the first with its start. */
  private static void ours(TorrentLab lab, List<List<Cost>> downloads) throws Exception {
    try (LabProgram ours = lab.ours(List.of(), TorrentLab.LEECH, TorrentLab.SEED)) {
      double before = 0;
      for (List<Cost> each : downloads) {
        each.add(ours(lab, ours, before));
        before = ours.cpuSeconds();
      }
    }
  }

  private static Cost ours(TorrentLab lab, LabProgram ours, double before) throws Exception {
    Path target = lab.target();
    ours.say(target.toString());
    double seconds = Double.parseDouble(ours.await("done")[1]);
    Cost cost = new Cost(ours.cpuSeconds() - before, seconds);
    lab.checkAndDelete(target);
    return cost;
  }

  private static Cost libtorrent(TorrentLab lab) throws Exception {
    Path target = lab.target();
    try (LabProgram leech = lab.libtorrent(TorrentLab.OTHER)) {
      leech.say("leech " + target + " " + TorrentLab.SEED);
      String[] done = leech.await("done");
      lab.checkAndDelete(target);
      return new Cost(Double.parseDouble(done[2]), Double.parseDouble(done[1]));
    }
  }

  /** It takes no peers on the command line: a seed that has not met it yet connects to it. */
  private static Cost aria2(TorrentLab lab) throws Exception {
    Path target = lab.target();
    long start = System.nanoTime();
    try (LabProgram seed = lab.libtorrentSeed(TorrentLab.SECOND_SEED);
        LabProgram leech = Aria2.leech(lab, target)) {
      lab.awaitListening(TorrentLab.OTHER);
      seed.say("connect " + TorrentLab.OTHER);
      double cpu = Double.parseDouble(leech.await("cpu")[1]);
      double seconds = (System.nanoTime() - start) / 1e9;
      lab.checkAndDelete(target);
      return new Cost(cpu, seconds);
    }
  }
}
