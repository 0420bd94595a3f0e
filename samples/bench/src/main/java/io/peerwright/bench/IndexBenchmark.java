package io.peerwright.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One figure of an index server with 960,000 files. All of them are taken in the same runs, of
 * which the median counts; whichever is asked for first runs them.
 */
final class IndexBenchmark implements Benchmark {

  private static final IndexRuns RUNS = new IndexRuns();

  private final String name;
  private final String description;
  private final String unit;
  private final ToDoubleFunction<IndexRuns.Values> value;
  private final double openNap;
  private final String target;

  private IndexBenchmark(
      String name,
      String description,
      String unit,
      ToDoubleFunction<IndexRuns.Values> value,
      double openNap,
      String target) {
    this.name = name;
    this.description = description;
    this.unit = unit;
    this.value = value;
    this.openNap = openNap;
    this.target = target;
  }

  /** All of them; OpenNap-ng's figures are those of an earlier series with the same corpus. */
  static List<Benchmark> all() {
    return List.of(
        new IndexBenchmark(
            "index-adds",
            "files that an index server takes in a second of its processor time, cold JVM included",
            "adds/CPU-s",
            IndexRuns.Values::addsPerCpuSecond,
            67_000,
            ">= 270,000/CPU-s"),
        new IndexBenchmark(
            "index-memory",
            "resident memory of the server by file when 960 users share 1,000 each",
            "B",
            IndexRuns.Values::bytesPerShare,
            904,
            "<= 350 B; 250 B with -XX options"),
        new IndexBenchmark(
            "index-mixed",
            "p50 of a search by a client with an ordinary socket, each second one with a filter,"
                + " after 10,000 others",
            "ms",
            values -> values.warm().p50(),
            44,
            "<= 0.3 ms"),
        new IndexBenchmark(
            "index-mixed-p99",
            "p99 of the same",
            "ms",
            values -> values.warm().p99(),
            48.6,
            "<= 1 ms"),
        new IndexBenchmark(
            "index-mixed-p99-first",
            "p99 of the first 5,000 searches that a server has after its start",
            "ms",
            values -> values.first().p99(),
            48.6,
            "<= 1 ms"),
        new IndexBenchmark(
            "index-query-cpu",
            "processor time of the server for each of these searches, after 10,000 others",
            "ms",
            values -> values.warm().cpuMillis(),
            0.55,
            "<= 0.06 ms"),
        new IndexBenchmark(
            "index-query-cpu-first",
            "the same for the first 5,000, the compiler of the JVM included",
            "ms",
            values -> values.first().cpuMillis(),
            0.55,
            "<= 0.06 ms"),
        new IndexBenchmark(
            "index-query-floor",
            "the same of a process that looks for nothing, and sends as many bytes from memory",
            "ms",
            values -> values.floor().cpuMillis(),
            0.55,
            "no limit"),
        new IndexBenchmark(
            "index-login",
            "processor time of the server for a connection and a login",
            "ms",
            IndexRuns.Values::loginMillis,
            0.135,
            "<= 0.1 ms"),
        new IndexBenchmark(
            "index-logout-first",
            "processor time of the server until a user with 1,000 files has left no trace, the"
                + " first 600 of 960, the compiler of the JVM included",
            "ms",
            IndexRuns.Values::firstLogoutMillis,
            2.7,
            "<= 0.1 ms"),
        new IndexBenchmark(
            "index-logout",
            "the same when as many have left three times before",
            "ms",
            IndexRuns.Values::logoutMillis,
            2.7,
            "<= 0.1 ms"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    double[] values = RUNS.run(progress).stream().mapToDouble(value).toArray();
    return new Figure(
        name, Rounds.median(values), unit, "OpenNap-ng, recorded earlier", openNap, target);
  }
}
