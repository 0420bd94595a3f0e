package io.peerwright.bench;

import java.util.Locale;

/** What a file of a Gnutella servent costs that is fetched whole, beside the transport alone. */
final class GnutellaTransfer implements Benchmark {

  private static final int FILE_BYTES = 1 << 26;

  @Override
  public String name() {
    return "gnutella-transfer";
  }

  @Override
  public String description() {
    return "a file of 64 MiB from a Gnutella servent over HTTP, again and again, MB per CPU-second,"
        + " beside the transport alone";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (TcpPair raw = new TransportPair(false);
        HttpPair gnutella = HttpPair.ofServent(FILE_BYTES)) {
      double[][] rates =
          Rounds.rates(
              progress,
              "MB/CPU-s",
              new Rounds.Way("transport alone", nanos -> TcpPair.load(raw, nanos) / 1e6),
              new Rounds.Way("gnutella", nanos -> gnutella.load(FILE_BYTES, true, nanos) / 1e6));
      double ratio = Rounds.ratio(rates[1], rates[0]);
      double alone = Rounds.median(rates[0]);
      progress.say(String.format(Locale.ROOT, "  a servent to the transport alone %.3f", ratio));
      return new Figure(name(), ratio * alone, "MB/CPU-s", "the transport alone", alone, ">= 0.9");
    }
  }
}
