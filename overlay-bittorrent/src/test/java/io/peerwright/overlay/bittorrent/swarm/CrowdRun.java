package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.Strategy;
import java.time.Duration;

/**
 * Prints figures of flash crowds.
 *
 * <pre>CrowdRun LEECHERS FREE-RIDERS PIECES PIECE-BYTES SEEDS CHOKING ORDER
 * SEED-UPLINK-FACTOR</pre>
 */
public final class CrowdRun {

  private CrowdRun() {}

  /** Runs them. */
  public static void main(String[] arguments) throws Exception {
    int honest = Integer.parseInt(arguments[0]);
    int freeRiders = Integer.parseInt(arguments[1]);
    int pieces = Integer.parseInt(arguments[2]);
    int pieceBytes = Integer.parseInt(arguments[3]);
    BitTorrentConfig config =
        BitTorrentConfig.DEFAULT.withStrategies(
            Strategy.Choking.valueOf(arguments[5]), Strategy.Order.valueOf(arguments[6]));
    for (int seed = 1; seed <= Integer.parseInt(arguments[4]); seed++) {
      long start = System.nanoTime();
      try (Crowd crowd = new Crowd(seed, pieces, pieceBytes, Integer.parseInt(arguments[7]))) {
        crowd.come(honest, freeRiders, config);
        StringBuilder progress = new StringBuilder();
        for (int i = 1; i <= 8; i++) {
          crowd.simulation.runFor(Duration.ofMillis((long) (crowd.bound() * 250)));
          progress.append(
              String.format(
                  " %.2f/%.2f",
                  crowd.meanBytes(false) / (pieces * (double) pieceBytes),
                  freeRiders == 0
                      ? 0
                      : crowd.meanFromLeechers(true) / crowd.meanFromLeechers(false)));
        }
        crowd.run(true, Duration.ofHours(10));
        System.out.printf(
            "seed %d: slowest honest %.2f of the bound, mean %.2f; per quarter of it%s;"
                + " %.1f s, %d events%n",
            seed,
            crowd.slowestHonest() / crowd.bound(),
            crowd.meanSeconds(false) / crowd.bound(),
            progress,
            (System.nanoTime() - start) / 1e9,
            crowd.simulation.events());
      }
    }
  }
}
