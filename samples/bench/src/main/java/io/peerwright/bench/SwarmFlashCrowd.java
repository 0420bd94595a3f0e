package io.peerwright.bench;

import io.peerwright.samples.swarm.Experiments;
import io.peerwright.samples.swarm.Quantiles;
import io.peerwright.samples.swarm.Trials;

/** How the time grows with the crowd that comes to one seed. */
final class SwarmFlashCrowd implements Benchmark {

  private static final int LARGEST = 128;

  @Override
  public String name() {
    return "swarm-flashcrowd";
  }

  @Override
  public String description() {
    return "8 to 128 leechers at once at one seed, content in 1 and in 64 pieces: time until all have"
        + " it, in uploads of one copy; 10 seeds (takes minutes)";
  }

  @Override
  public Figure measure(Progress progress) {
    double last = 0;
    for (int pieces : new int[] {1, 64}) {
      for (int leechers = 8; leechers <= LARGEST; leechers *= 2) {
        Quantiles uploads =
            Trials.run(Experiments.crowd(leechers, pieces), SwarmBound.SEEDS)
                .of(Experiments::inUploads);
        progress.say(
            String.format("  %d pieces, %d leechers: %s uploads", pieces, leechers, uploads));
        last = uploads.median();
      }
    }
    return new Figure(name(), last, "uploads", "the seed alone", LARGEST, "< 0.1");
  }
}
