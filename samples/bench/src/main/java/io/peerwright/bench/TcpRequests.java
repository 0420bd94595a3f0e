package io.peerwright.bench;

/** How many small requests and answers a stream carries. */
final class TcpRequests implements Benchmark {

  @Override
  public String name() {
    return "tcp-requests";
  }

  @Override
  public String description() {
    return "1 KiB requests echoed, 128 under way, per CPU-second, against Vert.x alone";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (TcpPair ours = new TransportPair(true);
        TcpPair raw = new RawVertxPair(true)) {
      return Rounds.compare(
          name(),
          "requests/CPU-s",
          nanos -> TcpPair.load(ours, nanos) / TcpPair.MESSAGE,
          "raw Vert.x",
          nanos -> TcpPair.load(raw, nanos) / TcpPair.MESSAGE,
          ">= 0.90",
          progress);
    }
  }
}
