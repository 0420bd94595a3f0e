package io.peerwright.bench;

import java.util.Locale;

/** What a file fetched over HTTP in ranges costs, with a connection that is kept and without. */
final class HttpRanges implements Benchmark {

  /** The least that a download asks a source for at once, where it can choose. */
  private static final int SMALL = 1 << 16;

  /** What it asks a source for first. */
  private static final int LARGE = 1 << 20;

  @Override
  public String name() {
    return "http-ranges";
  }

  @Override
  public String description() {
    return "a file in ranges of 64 KiB from an HTTP server, four at a time over kept connections, MB per"
        + " CPU-second, beside a connection for each range and the transport alone";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (TcpPair raw = new TransportPair(false);
        HttpPair http = new HttpPair(LARGE)) {
      double[][] rates =
          Rounds.rates(
              progress,
              "MB/CPU-s",
              new Rounds.Way("transport alone", nanos -> TcpPair.load(raw, nanos) / 1e6),
              new Rounds.Way("64 KiB kept", nanos -> http.load(SMALL, true, nanos) / 1e6),
              new Rounds.Way("64 KiB apart", nanos -> http.load(SMALL, false, nanos) / 1e6),
              new Rounds.Way("1 MiB kept", nanos -> http.load(LARGE, true, nanos) / 1e6),
              new Rounds.Way("1 MiB apart", nanos -> http.load(LARGE, false, nanos) / 1e6));
      double ratio = Rounds.ratio(rates[1], rates[2]);
      progress.say(
          String.format(
              Locale.ROOT,
              "  kept to apart: %.2f with 64 KiB, %.2f with 1 MiB; kept to the transport alone %.3f and %.3f",
              ratio,
              Rounds.ratio(rates[3], rates[4]),
              Rounds.ratio(rates[1], rates[0]),
              Rounds.ratio(rates[3], rates[0])));
      double apart = Rounds.median(rates[2]);
      return new Figure(
          name(), ratio * apart, "MB/CPU-s", "a connection for each range", apart, ">= 1");
    }
  }
}
