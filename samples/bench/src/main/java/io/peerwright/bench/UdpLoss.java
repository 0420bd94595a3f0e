package io.peerwright.bench;

/** What is lost of a stream of datagrams that the machine could carry twice over. */
final class UdpLoss implements Benchmark {

  private static final int ROUNDS = 5;
  private static final long PEAK_NANOS = 2_000_000_000L;
  private static final long PACED_NANOS = 5_000_000_000L;
  private static final double LIMIT_PERCENT = 1;

  @Override
  public String name() {
    return "udp-loss";
  }

  @Override
  public String description() {
    return "1 KiB datagrams lost on loopback by a sender paced at half the measured peak";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    long sent = 0;
    long lost = 0;
    try (TransportUdpPair pair = new TransportUdpPair(1)) {
      UdpPair.load(pair, PEAK_NANOS);
      for (int round = 1; round <= ROUNDS; round++) {
        double peak = UdpPair.load(pair, PEAK_NANOS) * 1e9 / PEAK_NANOS;
        long sentBefore = pair.sent();
        long receivedBefore = pair.received();
        pair.startPaced((long) (peak / 2));
        Thread.sleep(PACED_NANOS / 1_000_000);
        pair.stop();
        long arrived = UdpPair.awaitLast(pair) - receivedBefore;
        long left = pair.sent() - sentBefore;
        progress.say(
            String.format(
                "  round %d: peak %,.0f/s; paced %,.0f/s, lost %,d of %,d",
                round, peak, left * 1e9 / PACED_NANOS, left - arrived, left));
        sent += left;
        lost += left - arrived;
      }
    }
    return new Figure(name(), 100.0 * lost / sent, "%", "limit", LIMIT_PERCENT, "<= 1");
  }
}
