package io.peerwright.bench;

/** How much of the speed of the JDK's own datagram channels the live transport keeps. */
final class UdpThroughput implements Benchmark {

  private static final int MANY = 16;
  private static final long ALLOCATION_NANOS = 1_000_000_000L;

  @Override
  public String name() {
    return "udp-throughput";
  }

  @Override
  public String description() {
    return "1 KiB datagrams that arrive over loopback, per CPU-second, against blocking NIO";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    sayAllocation(1, progress);
    sayAllocation(MANY, progress);
    return compare(name(), progress);
  }

  static Figure compare(String name, Progress progress) throws Exception {
    try (UdpPair ours = new TransportUdpPair(1);
        UdpPair nio = new NioUdpPair(1)) {
      return Rounds.compare(
          name,
          "datagrams/CPU-s",
          nanos -> UdpPair.load(ours, nanos),
          "blocking NIO",
          nanos -> UdpPair.load(nio, nanos),
          ">= 0.80",
          progress);
    }
  }

  /** What the JDK allocates, both sides allocate: for each datagram from another sender. */
  private static void sayAllocation(int senders, Progress progress) throws Exception {
    try (UdpPair ours = new TransportUdpPair(senders);
        UdpPair nio = new NioUdpPair(senders)) {
      progress.say(
          String.format(
              "  allocated per datagram, %d sender(s) by turns: ours %.2f B, blocking NIO %.2f B",
              senders,
              UdpPair.allocatedPerDatagram(ours, ALLOCATION_NANOS),
              UdpPair.allocatedPerDatagram(nio, ALLOCATION_NANOS)));
    }
  }
}
