package io.peerwright.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages of 1 KiB from one sender to eight receivers by IP multicast on loopback: how many a
 * second each gets, what a delivery costs, and how long it takes when 2,000 are sent in a second.
 * Each system is opened anew for each round, by turns; the rest of a round's first second is left
 * out, as it warms up.
 */
final class MulticastLive implements Benchmark {

  private static final int ROUNDS = Integer.getInteger("peerwright.bench.rounds", 5);
  private static final int MESSAGES = 150_000;
  private static final int WARM_UP = 30_000;
  private static final int PER_SECOND = 2_000;
  private static final int LATENCY_SECONDS = 3;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private interface Opening {
    GroupUnderLoad open() throws Exception;
  }

  private record Rates(double perSecond, double cpuMicros, double p50Micros, double p99Micros) {}

  @Override
  public String name() {
    return "multicast-live";
  }

  @Override
  public String description() {
    return "1 KiB messages to eight receivers by IP multicast on loopback, beside JGroups and Aeron";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of(
        "-Xmx2g",
        "-Djava.net.preferIPv4Stack=true",
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    List<Opening> systems = List.of(PeerwrightGroup::new, JGroupsGroup::new, AeronGroup::new);
    List<List<Rates>> rates = new ArrayList<>();
    systems.forEach(each -> rates.add(new ArrayList<>()));
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < systems.size(); i++) {
        try (GroupUnderLoad group = systems.get(i).open()) {
          Rates measured = measure(group);
          rates.get(i).add(measured);
          progress.say(
              String.format(
                  "  round %d, %s: %,.0f messages/s for each receiver, %.2f CPU-us a delivery;"
                      + " at %,d/s p50 %.0f us, p99 %.0f us",
                  round + 1,
                  group.name(),
                  measured.perSecond,
                  measured.cpuMicros,
                  PER_SECOND,
                  measured.p50Micros,
                  measured.p99Micros));
        }
      }
    }
    double ours = median(rates.get(0));
    double jgroups = median(rates.get(1));
    return new Figure(name(), ours, "messages/s", "JGroups", jgroups, ">= 1");
  }

  private static double median(List<Rates> rates) {
    return Rounds.median(rates.stream().mapToDouble(Rates::perSecond).toArray());
  }

  private static Rates measure(GroupUnderLoad group) throws Exception {
    ByteBuffer message = ByteBuffer.allocateDirect(GroupUnderLoad.PAYLOAD);
    long before = sendAll(group, message, WARM_UP, 0);
    long cpu = Rounds.cpuNanos();
    long began = System.nanoTime();
    sendAll(group, message, MESSAGES, before);
    double seconds = (System.nanoTime() - began) / 1e9;
    double cpuMicros =
        (Rounds.cpuNanos() - cpu) / 1e3 / ((double) MESSAGES * GroupUnderLoad.RECEIVERS);
    pace(group, message);
    group.receivers().forEach(GroupReceiver::takeLatencies);
    pace(group, message);
    long[] latencies =
        group.receivers().stream()
            .flatMapToLong(each -> Arrays.stream(each.takeLatencies()))
            .sorted()
            .toArray();
    return new Rates(
        MESSAGES / seconds,
        cpuMicros,
        latencies[latencies.length / 2] / 1e3,
        latencies[latencies.length * 99 / 100] / 1e3);
  }

  /** Sends all it can, until each receiver has got all; returns what each has got since ever. */
  private static long sendAll(GroupUnderLoad group, ByteBuffer message, int count, long before)
      throws Exception {
    for (int i = 0; i < count; i++) {
      message.putLong(0, 0);
      group.send(message);
    }
    long wanted = before + count;
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (least(group) < wanted) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            group.name() + " lost " + (wanted - least(group)) + " of " + count + " messages");
      }
      LockSupport.parkNanos(100_000);
    }
    return wanted;
  }

  private static long least(GroupUnderLoad group) {
    return group.receivers().stream().mapToLong(GroupReceiver::received).min().orElse(0);
  }

  private static void pace(GroupUnderLoad group, ByteBuffer message) throws Exception {
    long began = System.nanoTime();
    int count = PER_SECOND * LATENCY_SECONDS;
    for (int i = 0; i < count; i++) {
      long due = began + i * 1_000_000_000L / PER_SECOND;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      message.putLong(0, System.nanoTime());
      group.send(message);
    }
    Thread.sleep(200);
  }
}
