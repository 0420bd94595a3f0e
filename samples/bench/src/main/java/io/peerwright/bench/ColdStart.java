package io.peerwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From the start of a new JVM until a peer in it listens. */
final class ColdStart implements Benchmark {

  private static final int RUNS = 9;

  private final String name;
  private final boolean withArchive;
  private final double limitMillis;

  private ColdStart(String name, boolean withArchive, double limitMillis) {
    this.name = name;
    this.withArchive = withArchive;
    this.limitMillis = limitMillis;
  }

  /** As {@code java -jar} starts it. */
  static ColdStart plain() {
    return new ColdStart("cold-start", false, 800);
  }

  /**
   * With an archive of the classes (AppCDS), as the script {@code samples/peerwright} starts it.
   */
  static ColdStart withArchive() {
    return new ColdStart("cold-start-archive", true, 600);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "milliseconds from starting a JVM "
        + (withArchive ? "with an archive of its classes " : "")
        + "until a peer in it listens on TCP, median of "
        + RUNS;
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    Path folder = Files.createTempDirectory("cold-start");
    Path archive = folder.resolve("classes.jsa");
    try {
      start(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
      List<String> options = withArchive ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
      double[] millis = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        millis[i] = start(options) / 1e6;
        progress.say(String.format("  run %d: %.0f ms", i + 1, millis[i]));
      }
      return new Figure(name, Rounds.median(millis), "ms", "limit", limitMillis, "<= 1");
    } finally {
      Files.deleteIfExists(archive);
      Files.delete(folder);
    }
  }

  private static long start(List<String> options) throws IOException, InterruptedException {
    ProcessBuilder peer = Jvm.of(options, ColdPeer.class);
    long began = System.nanoTime();
    Process process = peer.start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      long took = System.nanoTime() - began;
      if (line == null || !line.startsWith(ColdPeer.LISTENING)) {
        throw new IllegalStateException("the peer did not come up, it said: " + line);
      }
      process.waitFor();
      return took;
    }
  }
}
