package io.peerwright.bench;

/** What half a million timers cost that wait on one loop. */
final class LiveTimers implements Benchmark {

  private static final int CANCEL_ROUNDS = 4;

  @Override
  public String name() {
    return "live-timers";
  }

  @Override
  public String description() {
    return "timers set and expired per CPU-second, 500,000 pending on one loop, against Vert.x";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (TimerRig ours = new TransportTimers();
        TimerRig raw = new RawVertxTimers()) {
      sayMemory("ours", ours, progress);
      sayMemory("raw Vert.x", raw, progress);
      sayCancel("ours", ours, progress);
      sayCancel("raw Vert.x", raw, progress);
      Figure figure =
          Rounds.compare(
              name(),
              "timers/CPU-s",
              nanos -> expire(ours),
              "raw Vert.x",
              nanos -> expire(raw),
              ">= 1",
              progress);
      progress.say(
          String.format(
              "  insert + expire: ours %.0f ns, raw Vert.x %.0f ns",
              1e9 / figure.value(), 1e9 / figure.comparedValue()));
      return figure;
    }
  }

  private static double expire(TimerRig timers) throws Exception {
    timers.insertAll();
    timers.awaitExpiry();
    return TimerRig.COUNT;
  }

  private static void sayMemory(String who, TimerRig timers, Progress progress) throws Exception {
    long before = Memory.heap();
    timers.insertAll();
    long during = Memory.heap();
    timers.awaitExpiry();
    progress.say(
        String.format(
            "  memory of a pending timer: %s %.0f bytes",
            who, (double) (during - before) / TimerRig.COUNT));
  }

  private static void sayCancel(String who, TimerRig timers, Progress progress) throws Exception {
    for (int i = 0; i < CANCEL_ROUNDS; i++) {
      timers.insertAll();
      timers.cancelAll();
    }
    long before = Rounds.cpuNanos();
    for (int i = 0; i < CANCEL_ROUNDS; i++) {
      timers.insertAll();
      timers.cancelAll();
    }
    progress.say(
        String.format(
            "  insert + cancel: %s %.0f ns",
            who, (double) (Rounds.cpuNanos() - before) / CANCEL_ROUNDS / TimerRig.COUNT));
  }
}
