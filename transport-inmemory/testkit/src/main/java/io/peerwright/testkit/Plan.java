package io.peerwright.testkit;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.network.NetworkModel;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a test does, complete. */
record Plan(
    List<Part> infrastructure,
    Part peers,
    long seed,
    NetworkModel network,
    @Nullable PeerChurn churn,
    @Nullable NetworkFaults faults,
    Duration joinWithin,
    Duration patience,
    boolean unchecked,
    int shards,
    List<PlannedStep> steps,
    String repeat) {

  /** This plan in so many shards. */
  Plan inShards(int count) {
    return new Plan(
        infrastructure,
        peers,
        seed,
        network,
        churn,
        faults,
        joinWithin,
        patience,
        unchecked,
        count,
        steps,
        repeat);
  }

  /** Peers of one kind. */
  record Part(
      OverlayProvider<?> provider, int count, @Nullable Function<Site, ? extends Record> config) {

    /** The overlay of a peer of this kind. */
    Overlay make(TestNetwork network, Host host, int number) {
      return make(provider, new Site(network, host, number));
    }

    private <C extends Record> Overlay make(OverlayProvider<C> of, Site site) {
      Record wanted = config == null ? of.defaults() : config.apply(site);
      if (!of.configType().isInstance(wanted)) {
        throw new IllegalArgumentException(
            of.name() + " is configured by a " + of.configType().getName() + ", not by " + wanted);
      }
      return of.create(site.host(), of.configType().cast(wanted));
    }
  }

  /**
   * One step.
   *
   * @param spread the peers begin within this time
   * @param step null lets the time pass
   */
  record PlannedStep(String name, Duration spread, @Nullable Step step) {}
}
