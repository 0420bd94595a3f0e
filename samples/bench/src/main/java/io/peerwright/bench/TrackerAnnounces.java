package io.peerwright.bench;

/** How many announces a tracker answers in a second of its own processor time. */
final class TrackerAnnounces implements Benchmark {

  private static final int ROUNDS = 7;
  private static final int WARM_UP = 3;
  private static final long ROUND_NANOS = 3_000_000_000L;

  @Override
  public String name() {
    return "tracker-announces";
  }

  @Override
  public String description() {
    return "announces over UDP that a tracker process answers, each with up to 50 peers";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (TrackerProcess ours = TrackerProcess.ours();
        TrackerProcess other = TrackerProcess.opentracker();
        TrackerLoad toOurs = new TrackerLoad(ours.address);
        TrackerLoad toOther = new TrackerLoad(other.address)) {
      double[] theirs = new double[ROUNDS];
      double[] ratios = new double[ROUNDS];
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        double theirRate = perCpuSecond(other, toOther);
        double myRate = perCpuSecond(ours, toOurs);
        if (round >= 0) {
          theirs[round] = theirRate;
          ratios[round] = myRate / theirRate;
          progress.say(
              String.format(
                  "  round %d: ours %,.0f, opentracker %,.0f announces/CPU-s, ratio %.3f",
                  round + 1, myRate, theirRate, ratios[round]));
        }
      }
      progress.say(
          String.format(
              "  peers in an answer: ours %.1f, opentracker %.1f; sent again: %,d and %,d",
              toOurs.peersPerAnswer(),
              toOther.peersPerAnswer(),
              toOurs.resent(),
              toOther.resent()));
      double middle = Rounds.median(theirs);
      return new Figure(
          name(),
          Rounds.median(ratios) * middle,
          "announces/CPU-s",
          "opentracker",
          middle,
          ">= 0.5");
    }
  }

  private static double perCpuSecond(TrackerProcess tracker, TrackerLoad load) throws Exception {
    long before = tracker.cpuTime().toNanos();
    long answered = load.run(ROUND_NANOS);
    return answered * 1e9 / (tracker.cpuTime().toNanos() - before);
  }
}
