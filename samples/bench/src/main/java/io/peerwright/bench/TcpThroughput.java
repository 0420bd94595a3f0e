package io.peerwright.bench;

/** How much of the speed of Vert.x a stream keeps. */
final class TcpThroughput implements Benchmark {

  @Override
  public String name() {
    return "tcp-throughput";
  }

  @Override
  public String description() {
    return "64 KiB writes over one loopback connection, MB per CPU-second, against Vert.x alone";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (TcpPair ours = new TransportPair(false);
        TcpPair raw = new RawVertxPair(false)) {
      return Rounds.compare(
          name(),
          "MB/CPU-s",
          nanos -> TcpPair.load(ours, nanos) / 1e6,
          "raw Vert.x",
          nanos -> TcpPair.load(raw, nanos) / 1e6,
          ">= 0.95",
          progress);
    }
  }
}
