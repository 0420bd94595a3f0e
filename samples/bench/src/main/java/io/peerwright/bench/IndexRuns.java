package io.peerwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The runs that all figures of the index server come from; made once in a process. */
final class IndexRuns {

  private static final int ROUNDS = Integer.getInteger("peerwright.bench.rounds", 3);
  private static final List<String> JVM_OPTIONS =
      List.of(System.getProperty("peerwright.bench.serverOptions", "").split(" "));
  private static final int SHARERS = 960;
  private static final int LOGINS = 5_000;
  private static final int LOGOUTS = 600;

  /**
   * How often as many come, share and leave again: the mean counts, as not each time all is cleared
   * up that they leave.
   */
  private static final int MORE_LOGOUTS = 4;

  private static final int SETTLE_MILLIS = 1_500;

  /** What one run gave. */
  record Values(
      double addsPerCpuSecond,
      double bytesPerShare,
      Searches first,
      Searches warm,
      Searches floor,
      double loginMillis,
      double firstLogoutMillis,
      double logoutMillis) {}

  /** Of a series of searches: what a client saw, and what each cost the server. */
  record Searches(double p50, double p99, double cpuMillis) {}

  private final List<Values> values = new ArrayList<>();

  List<Values> run(Progress progress) throws IOException, InterruptedException {
    if (values.isEmpty()) {
      IndexCorpus corpus = new IndexCorpus();
      progress.say(
          String.format(
              "  %,d distinct files, mean path %.1f bytes",
              IndexCorpus.DISTINCT, corpus.meanPath()));
      for (int round = 0; round < ROUNDS; round++) {
        values.add(once(corpus, progress));
      }
    }
    return values;
  }

  private static Values once(IndexCorpus corpus, Progress progress)
      throws IOException, InterruptedException {
    List<String> options = JVM_OPTIONS.stream().filter(option -> !option.isEmpty()).toList();
    try (IndexProcess server = IndexProcess.start(options);
        IndexLoad load = new IndexLoad(server.address, corpus)) {
      load.logIn(SHARERS);
      long files = (long) SHARERS * IndexCorpus.FILES_PER_USER;
      long before = server.cpuNanos();
      long started = System.nanoTime();
      long compilerBefore = server.compilerNanos();
      load.share(SHARERS);
      long adding = server.cpuNanos() - before;
      long compiling = server.compilerNanos() - compilerBefore;
      double wall = (System.nanoTime() - started) / 1e9;
      if (load.refused() > 0) {
        throw new IOException(load.refused() + " messages were refused");
      }
      Thread.sleep(SETTLE_MILLIS);
      long resident = server.residentBytes();
      progress.say(
          String.format(
              "  %,d files in %.1f s, %.2f CPU-s, %.2f of them the compiler; resident %,d MB",
              files, wall, adding / 1e9, compiling / 1e9, resident >> 20));
      Searches first = searches(server, load, "first", progress);
      searches(server, load, "next", progress);
      Searches warm = searches(server, load, "next", progress);
      Searches floor = floor(options, corpus, progress);
      double login = logins(server, load);
      double firstLogout = logouts(server, load);
      double logout = 0;
      for (int i = 0; i < MORE_LOGOUTS; i++) {
        load.share(LOGOUTS);
        Thread.sleep(SETTLE_MILLIS);
        logout += logouts(server, load) / MORE_LOGOUTS;
      }
      progress.say(
          String.format(
              "  login %.3f ms, first logout %.3f ms, later %.3f ms; resident %,d MB; load %s",
              login, firstLogout, logout, server.residentBytes() >> 20, load()));
      return new Values(
          files * 1e9 / adding,
          (double) resident / files,
          first,
          warm,
          floor,
          login,
          firstLogout,
          logout);
    }
  }

  private static Searches searches(
      IndexProcess server, IndexLoad load, String which, Progress progress) throws IOException {
    long before = server.cpuNanos();
    IndexLoad.Searches searches = load.search(IndexCorpus.QUERIES);
    double millis = (server.cpuNanos() - before) / 1e6 / IndexCorpus.QUERIES;
    Searches result = new Searches(searches.millisAt(0.5), searches.millisAt(0.99), millis);
    progress.say(
        String.format(
            "  %s %,d searches: p50 %.3f ms, p99 %.3f ms, most %.1f ms; %.4f CPU-ms; %.1f hits",
            which,
            IndexCorpus.QUERIES,
            result.p50(),
            result.p99(),
            searches.millisAt(1),
            millis,
            (double) searches.hits() / IndexCorpus.QUERIES));
    return result;
  }

  /** Searches that are answered from memory, as often as it takes a JVM to be warm. */
  private static Searches floor(List<String> options, IndexCorpus corpus, Progress progress)
      throws IOException {
    try (IndexProcess server = IndexProcess.start(options, IndexFloor.class);
        IndexLoad load = new IndexLoad(server.address, corpus)) {
      searches(server, load, "floor", progress);
      searches(server, load, "floor", progress);
      return searches(server, load, "floor", progress);
    }
  }

  private static double logins(IndexProcess server, IndexLoad load) throws IOException {
    long before = server.cpuNanos();
    load.logIn(LOGINS);
    return (server.cpuNanos() - before) / 1e6 / LOGINS;
  }

  private static double logouts(IndexProcess server, IndexLoad load)
      throws IOException, InterruptedException {
    long before = server.cpuNanos();
    load.logOut(LOGOUTS);
    Thread.sleep(SETTLE_MILLIS);
    return (server.cpuNanos() - before) / 1e6 / LOGOUTS;
  }

  /** How many processes wanted to run in the last minute. */
  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
  }
}
