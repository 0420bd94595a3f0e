package io.peerwright.bench;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/** How fast content that is on the disk is checked, against how fast the JDK can hash at all. */
final class TorrentRecheck implements Benchmark {

  private static final int ROUNDS = 7;
  private static final int WARM_UP = 2;
  private static final double MEGA = 1e6;

  @Override
  public String name() {
    return "torrent-recheck";
  }

  @Override
  public String description() {
    return "megabytes of content on the disk checked in a CPU-second of the whole process";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    if (Files.isDirectory(TorrentLab.MEMORY)) {
      measure(Files.createTempDirectory(TorrentLab.MEMORY, "peerwright-bench"), progress);
    }
    return measure(Files.createTempDirectory("peerwright-bench"), progress);
  }

  /** The system keeps what has just been written in memory, so that no disk is waited for. */
  private Figure measure(Path folder, Progress progress) throws Exception {
    progress.say("  in " + folder + ", which is " + Files.getFileStore(folder).type());
    try (Peerwright peerwright = Peerwright.open()) {
      TorrentLab.writeContent(folder.resolve("content.bin"));
      byte[] torrent =
          TorrentMaker.make(
                  folder.resolve("content.bin"),
                  new TorrentMaker.Options(TorrentLab.PIECE_BYTES, List.of(), List.of(), "", false),
                  read -> {})
              .toBytes();
      Peer peer =
          peerwright.start(
              peerwright.parse(
                  """
                  {"transport": {"type": "vertx"},
                   "overlays": [{"type": "bittorrent", "listen": "127.0.0.1:0"}]}
                  """));
      peer.endpoints();
      return rounds(peer, folder, torrent, progress);
    } finally {
      clear(folder, "");
      Files.delete(folder);
    }
  }

  private Figure rounds(Peer peer, Path folder, byte[] torrent, Progress progress)
      throws Exception {
    double[] limits = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      double limit = hashing();
      double loop = readingAndHashing(folder.resolve("content.bin"));
      long cpu = Rounds.cpuNanos();
      long start = System.nanoTime();
      Download download =
          peer.call(
                  Swarm.class,
                  swarm ->
                      swarm.join(
                          Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent), folder), each -> {}))
              .toCompletableFuture()
              .join();
      download.done().toCompletableFuture().join();
      double wall = TorrentLab.BYTES * 1e9 / (System.nanoTime() - start) / MEGA;
      double rate = TorrentLab.BYTES * 1e9 / (Rounds.cpuNanos() - cpu) / MEGA;
      peer.call(Swarm.class, swarm -> close(download)).toCompletableFuture().join();
      Thread.sleep(500);
      // What is noted of the pieces would make the next check needless.
      clear(folder, ".pieces");
      if (round >= 0) {
        limits[round] = limit;
        ratios[round] = rate / limit;
        progress.say(
            String.format(
                "  round %d: %,.0f MB/CPU-s, %,.0f MB/s; SHA-1 alone %,.0f MB/CPU-s, ratio %.3f;"
                    + " a loop that reads and hashes %.3f",
                round + 1, rate, wall, limit, ratios[round], loop / limit));
      }
    }
    double middle = Rounds.median(limits);
    progress.say(String.format("  median ratio %.3f", Rounds.median(ratios)));
    return new Figure(
        name(), Rounds.median(ratios) * middle, "MB/CPU-s", "SHA-1 of the JDK", middle, ">= 0.85");
  }

  private static boolean close(Download download) {
    download.close();
    return true;
  }

  /** Megabytes that one thread hashes in a second of its processor time, from memory. */
  private static double hashing() throws Exception {
    byte[] block = new byte[1 << 18];
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (long done = 0; done < TorrentLab.BYTES; done += block.length) {
      sha1.update(block);
      sha1.digest();
    }
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    return TorrentLab.BYTES * 1e9 / used / MEGA;
  }

  /** What any recheck that reads is bound by. */
  private static double readingAndHashing(Path content) throws Exception {
    ByteBuffer block = ByteBuffer.allocateDirect(1 << 18);
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try (FileChannel channel = FileChannel.open(content)) {
      while (channel.read(block.clear()) >= 0) {
        sha1.update(block.flip());
        sha1.digest();
      }
    }
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    return TorrentLab.BYTES * 1e9 / used / MEGA;
  }

  private static void clear(Path folder, String end) throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.filter(file -> file.toString().endsWith(end)).toList()) {
        Files.delete(each);
      }
    }
  }
}
