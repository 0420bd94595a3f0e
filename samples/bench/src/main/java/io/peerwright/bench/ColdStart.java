package io.peerwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** From the start of a new JVM until a peer in it listens. */
final class ColdStart implements Benchmark {

  private static final int RUNS = 9;
  private static final double LIMIT_MILLIS = 600;

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public String description() {
    return "milliseconds from starting a JVM until a peer in it listens on TCP, median of " + RUNS;
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    start();
    double[] millis = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      millis[i] = start() / 1e6;
      progress.say(String.format("  run %d: %.0f ms", i + 1, millis[i]));
    }
    return new Figure(name(), Rounds.median(millis), "ms", "limit", LIMIT_MILLIS, "<= 1");
  }

  private static long start() throws IOException, InterruptedException {
    ProcessBuilder peer = Jvm.of(List.of(), ColdPeer.class);
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
