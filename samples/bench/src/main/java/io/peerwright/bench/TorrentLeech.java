package io.peerwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a download from one libtorrent seed over one connection costs. */
final class TorrentLeech implements Benchmark {

  private static final int ROUNDS = Integer.getInteger("peerwright.bench.rounds", 3);
  private static final int DOWNLOADS = 3;
  private static final long LEAVING_MILLIS = 500;
  private static final double LIMIT_CPU_SECONDS = 2.3;

  private record Cost(double cpuSeconds, double seconds) {}

  @Override
  public String name() {
    return "torrent-leech";
  }

  @Override
  public String description() {
    return "CPU-s to download 1 GiB from a libtorrent seed, in a JVM that has done it twice before";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    TorrentLab.need("aria2c");
    List<List<Cost>> ours = downloads();
    List<List<Cost>> bt = downloads();
    List<Cost> libtorrent = new ArrayList<>();
    List<Cost> aria2 = new ArrayList<>();
    try (TorrentLab lab = new TorrentLab(progress)) {
      boolean withBt = hasBt(progress);
      lab.libtorrentSeed(TorrentLab.SEED);
      for (int round = 1; round <= ROUNDS; round++) {
        libtorrent.add(libtorrent(lab));
        ours(lab, ours);
        aria2.add(aria2(lab));
        progress.say(
            String.format(
                "  round %d, CPU-s (s): ours %s; libtorrent %s; aria2 %s",
                round, lastOf(ours), last(libtorrent), last(aria2)));
        if (withBt) {
          bt(lab, bt, progress);
        }
      }
      if (withBt) {
        btAsItIs(lab, progress);
      }
    }
    say(progress, ours, libtorrent, aria2);
    if (!bt.get(0).isEmpty()) {
      say(progress, ours, bt);
    }
    return new Figure(
        name(),
        median(ours.get(DOWNLOADS - 1), true),
        "CPU-s",
        "limit",
        LIMIT_CPU_SECONDS,
        "<= 1, warm JVM");
  }

  private static List<List<Cost>> downloads() {
    return Stream.generate(() -> (List<Cost>) new ArrayList<Cost>()).limit(DOWNLOADS).toList();
  }

  private static boolean hasBt(Progress progress) throws IOException, InterruptedException {
    try {
      BtLibrary.prepare(progress);
      return true;
    } catch (Skipped e) {
      progress.say("  without bt: " + e.getMessage());
      return false;
    }
  }

  private static void say(
      Progress progress, List<List<Cost>> ours, List<Cost> libtorrent, List<Cost> aria2) {
    progress.say(
        String.format(
            "  median CPU-s of a first (with its start, target <= 4), second and third download:"
                + " ours %s; libtorrent %.2f, aria2 %.2f",
            medians(ours, true), median(libtorrent, true), median(aria2, true)));
    double theirs = median(libtorrent, false);
    progress.say(
        String.format(
            "  median time: ours %s s, libtorrent %.2f s; ours is %.2f, %.2f and %.2f times as"
                + " fast (target >= 1)",
            medians(ours, false),
            theirs,
            theirs / median(ours.get(0), false),
            theirs / median(ours.get(1), false),
            theirs / median(ours.get(2), false)));
  }

  /** The least of what it took, as it varies much more. */
  private static void say(Progress progress, List<List<Cost>> ours, List<List<Cost>> bt) {
    progress.say(
        String.format(
            "  bt 1.10, tuned, the least of %d rounds: %s CPU-s, %s s; ours takes %.2f of its"
                + " CPU-s at first, %.2f the third time",
            bt.get(0).size(),
            each(bt, costs -> least(costs, true)),
            each(bt, costs -> least(costs, false)),
            median(ours.get(0), true) / least(bt.get(0), true),
            median(ours.get(2), true) / least(bt.get(2), true)));
  }

  private static double least(List<Cost> costs, boolean cpu) {
    return costs.stream()
        .mapToDouble(each -> cpu ? each.cpuSeconds : each.seconds)
        .min()
        .orElseThrow();
  }

  private static String medians(List<List<Cost>> downloads, boolean cpu) {
    return each(downloads, costs -> median(costs, cpu));
  }

  private static String each(List<List<Cost>> downloads, ToDoubleFunction<List<Cost>> figure) {
    return downloads.stream()
        .map(costs -> String.format("%.2f", figure.applyAsDouble(costs)))
        .collect(Collectors.joining(", "));
  }

  private static String last(List<Cost> costs) {
    Cost cost = costs.get(costs.size() - 1);
    return String.format("%.2f (%.2f)", cost.cpuSeconds, cost.seconds);
  }

  private static String lastOf(List<List<Cost>> downloads) {
    return downloads.stream().map(TorrentLeech::last).collect(Collectors.joining(", "));
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

  /** A round in which it stalls is told and not counted. */
  private static void bt(TorrentLab lab, List<List<Cost>> downloads, Progress progress)
      throws Exception {
    List<Cost> round = new ArrayList<>();
    try (LabProgram bt = BtLibrary.leech(lab, List.of(), true)) {
      double before = 0;
      while (round.size() < DOWNLOADS) {
        Path target = lab.target();
        double seconds = BtLibrary.download(bt, target, TorrentLab.BYTES);
        round.add(new Cost(bt.cpuSeconds() - before, seconds));
        // It has all pieces and may still be writing.
        Thread.sleep(LEAVING_MILLIS);
        before = bt.cpuSeconds();
        lab.checkAndDelete(target);
      }
      for (int i = 0; i < DOWNLOADS; i++) {
        downloads.get(i).add(round.get(i));
      }
      progress.say("    bt 1.10, tuned: " + lastOf(downloads));
    } catch (IOException e) {
      progress.say("    bt 1.10, tuned, after " + round.size() + " downloads: " + e.getMessage());
    }
  }

  /** By its own settings a part of the content, as all of it would take minutes. */
  private static void btAsItIs(TorrentLab lab, Progress progress) throws Exception {
    long bytes = TorrentLab.BYTES / 8;
    try (LabProgram bt = BtLibrary.leech(lab, List.of(), false)) {
      double seconds = BtLibrary.download(bt, lab.target(), bytes);
      progress.say(
          String.format(
              "  bt 1.10 by its own settings, the first %,d bytes: %.2f CPU-s with its start,"
                  + " %.2f s, %.1f MB/s",
              bytes, bt.cpuSeconds(), seconds, bytes / seconds / 1e6));
    } catch (IOException e) {
      progress.say("  bt 1.10 by its own settings: " + e.getMessage());
    }
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
