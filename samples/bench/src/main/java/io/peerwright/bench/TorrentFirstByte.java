package io.peerwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From when a seed has a connection to a leech until its first block leaves over it. */
final class TorrentFirstByte implements Benchmark {

  private static final int RUNS = Integer.getInteger("peerwright.bench.rounds", 5);
  private static final double LIMIT_MILLIS = 100;
  private static final int RPC_PORT = 9104;

  @Override
  public String name() {
    return "torrent-first-byte";
  }

  @Override
  public String description() {
    return "milliseconds from a connection to a willing libtorrent seed until it sends a block";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    TorrentLab.need("transmission-daemon");
    double[] cold = new double[RUNS];
    double[] warm = new double[RUNS];
    try (TorrentLab lab = new TorrentLab(progress)) {
      for (int i = 0; i < RUNS; i++) {
        LabProgram seed = watching(lab);
        try (LabProgram mine = lab.ours(List.of(), TorrentLab.LEECH, TorrentLab.SEED)) {
          cold[i] = ours(lab, mine, seed);
          warm[i] = ours(lab, mine, seed);
        }
        progress.say(
            String.format(
                "  run %d: ours %.1f ms, the next time %.1f ms", i + 1, cold[i], warm[i]));
        seed.close();
      }
      progress.say(String.format("  libtorrent: %.1f ms", libtorrent(lab)));
      progress.say(String.format("  transmission: %.1f ms", transmission(lab)));
    }
    progress.say(String.format("  median of the next times: %.1f ms", Rounds.median(warm)));
    return new Figure(name(), Rounds.median(cold), "ms", "limit", LIMIT_MILLIS, "<= 1");
  }

  private static LabProgram watching(TorrentLab lab) throws Exception {
    LabProgram seed = lab.libtorrentSeed(TorrentLab.SEED);
    seed.say("watch");
    return seed;
  }

  private static double awaitFirst(LabProgram seed, TorrentLab.Place leech)
      throws IOException, InterruptedException {
    return Double.parseDouble(seed.await("first " + leech.ip() + " ")[2]);
  }

  private static double ours(TorrentLab lab, LabProgram mine, LabProgram seed) throws Exception {
    Path target = lab.target();
    mine.say(target.toString());
    double millis = awaitFirst(seed, TorrentLab.LEECH);
    mine.await("done");
    lab.checkAndDelete(target);
    return millis;
  }

  private static double libtorrent(TorrentLab lab) throws Exception {
    Path target = lab.target();
    try (LabProgram seed = watching(lab);
        LabProgram leech = lab.libtorrent(TorrentLab.OTHER)) {
      leech.say("leech " + target + " " + TorrentLab.SEED);
      double millis = awaitFirst(seed, TorrentLab.OTHER);
      leech.await("done");
      lab.checkAndDelete(target);
      return millis;
    }
  }

  /** The seed connects to it, as it takes no peers on its command line. */
  private static double transmission(TorrentLab lab) throws Exception {
    Path target = lab.target();
    Path settings = Files.createDirectory(target.resolve("settings"));
    String ip = TorrentLab.OTHER.ip();
    Files.writeString(
        settings.resolve("settings.json"),
        """
        {"bind-address-ipv4": "%s", "peer-port": %d, "rpc-bind-address": "%s", "rpc-port": %d,
         "rpc-whitelist-enabled": false, "rpc-host-whitelist-enabled": false, "dht-enabled": false,
         "lpd-enabled": false, "utp-enabled": false, "port-forwarding-enabled": false,
         "download-dir": "%s", "preallocation": 0, "incomplete-dir-enabled": false}
        """
            .formatted(ip, TorrentLab.OTHER.port(), ip, RPC_PORT, target));
    lab.run(List.of("transmission-daemon", "-f", "-g", settings.toString()));
    try (LabProgram seed = watching(lab)) {
      lab.awaitListening(TorrentLab.OTHER);
      lab.awaitListening(new TorrentLab.Place(ip, RPC_PORT));
      String torrent = lab.torrent().toString();
      lab.run(List.of("transmission-remote", ip + ":" + RPC_PORT, "-a", torrent)).awaitEnd();
      seed.say("connect " + TorrentLab.OTHER);
      double millis = awaitFirst(seed, TorrentLab.OTHER);
      return millis;
    }
  }
}
