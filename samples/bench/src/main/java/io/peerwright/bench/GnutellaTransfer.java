package io.peerwright.bench;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import io.peerwright.kit.Digests;
import io.peerwright.kit.hash.TigerTree;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;

/**
 * What a file costs that is fetched whole from a Gnutella servent, beside the same bytes of a file
 * that go into another one with nothing around them, and beside the transport alone. The hashes are
 * apart, for the same two cores compute them.
 */
final class GnutellaTransfer implements Benchmark {

  private static final int FILE_BYTES = 1 << 26;
  private static final int HASHED_BYTES = 1 << 17;
  private static final double WARM_UP_SECONDS = 4;

  /** Which of the ways is the last that fetches; two that only hash follow. */
  private static final int TREE = 5;

  /** Hashes bytes in memory again and again for about the given time: how many those were. */
  private static double hash(ContentDigest.Kind kind, long nanos) {
    ByteBuffer block = ByteBuffer.allocate(HASHED_BYTES);
    ContentDigest digest = kind.start();
    long until = System.nanoTime() + nanos;
    double bytes = 0;
    while (System.nanoTime() < until) {
      digest.update(block.rewind());
      bytes += HASHED_BYTES;
    }
    digest.finish();
    return bytes;
  }

  @Override
  public String name() {
    return "gnutella-transfer";
  }

  @Override
  public String description() {
    return "a file of 64 MiB from a Gnutella servent, again and again, MB per CPU-second, beside the"
        + " same bytes from file to file with nothing around them";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (TcpPair raw = new TransportPair(false);
        FilePair files = new FilePair(FILE_BYTES);
        HttpPair served = HttpPair.ofServent(FILE_BYTES);
        DownloadPair fetched = new DownloadPair(FILE_BYTES)) {
      Rounds.Way[] ways = {
        new Rounds.Way("transport alone", nanos -> TcpPair.load(raw, nanos) / 1e6),
        new Rounds.Way("file to file", nanos -> files.load(nanos) / 1e6),
        new Rounds.Way("served only", nanos -> served.load(FILE_BYTES, true, nanos) / 1e6),
        new Rounds.Way("fetched", nanos -> fetched.load(Set.of(), nanos) / 1e6),
        new Rounds.Way("with SHA-1", nanos -> fetched.load(Set.of(Urn.SHA1), nanos) / 1e6),
        new Rounds.Way(
            "and its tree", nanos -> fetched.load(Set.of(Urn.SHA1, Urn.TIGER_TREE), nanos) / 1e6),
        new Rounds.Way("bare SHA-1", nanos -> hash(Digests.SHA1, nanos) / 1e6),
        new Rounds.Way("bare tree", nanos -> hash(TigerTree.KIND, nanos) / 1e6)
      };
      // Compilers have their share of the processor, most of all where others want it, too.
      for (Rounds.Way way : ways) {
        long until = Rounds.cpuNanos() + (long) (WARM_UP_SECONDS * 1e9);
        while (Rounds.cpuNanos() < until) {
          way.work().run(100_000_000L);
        }
      }
      double[][] rates = Rounds.rates(progress, "MB/CPU-s", ways);
      for (int i = 1; i <= TREE; i++) {
        progress.say(
            String.format(
                Locale.ROOT,
                "  %s: %,.0f MB/CPU-s, %.3f of the transport alone, %.3f of file to file",
                ways[i].name(),
                Rounds.median(rates[i]),
                Rounds.ratio(rates[i], rates[0]),
                Rounds.ratio(rates[i], rates[1])));
      }
      double sha1 = Rounds.ratio(rates[TREE - 1], rates[TREE + 1]);
      double both = Rounds.ratio(rates[TREE], rates[TREE + 1]);
      both += Rounds.ratio(rates[TREE], rates[TREE + 2]);
      progress.say(
          String.format(
              Locale.ROOT,
              "  bare hashing once: %.2f of what a fetch with SHA-1 takes, %.2f of one with both",
              sha1,
              both));
      double limit = Rounds.median(rates[1]);
      double ratio = Rounds.ratio(rates[3], rates[1]);
      return new Figure(name(), ratio * limit, "MB/CPU-s", "file to file", limit, ">= 0.9");
    }
  }
}
