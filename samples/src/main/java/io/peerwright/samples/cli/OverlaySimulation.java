package io.peerwright.samples.cli;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.runtime.Plugins;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.simulate.CapabilityReport;
import io.peerwright.samples.simulate.CapabilityTrial;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code simulate} with an overlay that has no run of its own, such as one of {@code --plugins}.
 */
final class OverlaySimulation {

  /** How overlays call the key with the addresses of peers that are there already. */
  private static final List<String> BOOTSTRAP_KEYS =
      List.of("bootstrap", "servers", "peers", "neighbours");

  static final int SOME_PEERS = 100;

  private final Console console;
  private final Peerwright peerwright;
  private final String overlay;
  private final @Nullable Path file;
  private final Map<String, String> settings;
  private final String section;
  private final OverlayProvider<?> provider;

  /** The configuration for each list of known addresses; there are few. */
  private final Map<List<Endpoint>, Record> configs = new LinkedHashMap<>();

  /**
   * Of one overlay.
   *
   * @param file the network, and how each peer is; null for all defaults
   * @param settings what else is set of the overlay, by key
   */
  OverlaySimulation(
      Console console,
      Peerwright peerwright,
      String overlay,
      @Nullable Path file,
      Map<String, String> settings) {
    this.console = console;
    this.peerwright = peerwright;
    this.overlay = overlay;
    this.file = file;
    this.settings = settings;
    Plugins plugins = peerwright.plugins();
    if (plugins.overlays().containsKey(overlay)) {
      section = "/overlays/0";
      provider = plugins.overlays().get(overlay);
    } else if (plugins.namings().containsKey(overlay)) {
      section = "/naming";
      provider = plugins.namings().get(overlay);
    } else if (plugins.multicasts().containsKey(overlay)) {
      section = "/multicast";
      provider = plugins.multicasts().get(overlay);
    } else {
      throw new UserException(
          "there is no overlay \"" + overlay + "\"; installed: " + all(plugins));
    }
  }

  private static String all(Plugins plugins) {
    TreeSet<String> names = new TreeSet<>();
    Stream.of(plugins.overlays(), plugins.namings(), plugins.multicasts())
        .forEach(kind -> names.addAll(kind.keySet()));
    return String.join(", ", names);
  }

  /**
   * Runs it; true if all that was tried succeeded.
   *
   * @param options what else the command needs that repeats the run
   */
  boolean run(@Nullable Integer peers, long seed, String options) throws IOException {
    int many = peers == null ? SOME_PEERS : peers;
    try {
      PeerConfig first = configured(List.of());
      if (bootstrapKey().isEmpty()) {
        console.say(
            "%s has no list named %s: no peer is told of another",
            overlay, String.join(", ", BOOTSTRAP_KEYS));
      }
      InMemoryConfig network =
          first.transport().config() instanceof InMemoryConfig given
              ? given
              : InMemoryConfig.DEFAULT;
      console.say("%s", CapabilityTrial.steps(many, provider.capabilities()));
      CapabilityReport report =
          CapabilityTrial.run(many, seed, network, this::make, line -> console.say("%s", line));
      print(report, many, seed, options);
      return report.isPerfect();
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot simulate that: " + e.getMessage());
    }
  }

  private Overlay make(Host host, List<Endpoint> known) {
    Record config = configs.computeIfAbsent(known, this::overlayConfig);
    try {
      Overlay made = create(provider, host, config);
      if (made != null) {
        return made;
      }
    } catch (LinkageError e) {
      throw new UserException("the plug-in " + overlay + " lacks what it needs: " + e);
    }
    throw new UserException("the plug-in " + overlay + " makes nothing: create() returned null");
  }

  private static <C extends Record> Overlay create(
      OverlayProvider<C> provider, Host host, Record config) {
    return provider.create(host, provider.configType().cast(config));
  }

  private Record overlayConfig(List<Endpoint> known) {
    PeerConfig config = configured(known);
    PeerConfig.Section own =
        switch (section) {
          case "/naming" -> config.naming();
          case "/multicast" -> config.multicast();
          default -> config.overlays().get(0);
        };
    return own == null || own.config() == null ? provider.defaults() : own.config();
  }

  private PeerConfig configured(List<Endpoint> known) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(section + "/type", overlay);
    settings.forEach((name, value) -> values.put(section + "/" + name, value));
    String key = bootstrapKey();
    if (!known.isEmpty() && !key.isEmpty()) {
      values.put(
          section + "/" + key, PeerOptions.list(known.stream().map(Endpoint::toString).toList()));
    }
    if (file == null) {
      values.put("/transport/type", "inmemory");
    }
    PeerConfig config =
        file == null ? peerwright.parse("{}", values) : peerwright.load(file, values);
    if (!config.transport().type().equals("inmemory")) {
      throw new UserException(
          file + " must name the transport inmemory, not " + config.transport().type());
    }
    return config;
  }

  /** Empty if the overlay has no such list; its peers find each other in another way, or not. */
  private String bootstrapKey() {
    return BOOTSTRAP_KEYS.stream()
        .filter(
            key ->
                Stream.of(provider.configType().getRecordComponents())
                    .filter(component -> component.getType() == List.class)
                    .map(RecordComponent::getName)
                    .anyMatch(key::equals))
        .findFirst()
        .orElse("");
  }

  private void print(CapabilityReport report, int peers, long seed, String options) {
    for (CapabilityReport.Row row : report.rows()) {
      console.say(
          "%-10s %,d of %,d%s",
          row.what(),
          row.succeeded(),
          row.tried(),
          row.failure().isEmpty() ? "" : "; the first that failed: " + row.failure());
      console.event(
          "tried",
          "what",
          row.what(),
          "tried",
          row.tried(),
          "succeeded",
          row.succeeded(),
          "failure",
          row.failure());
    }
    String command =
        "java -jar samples/target/peerwright.jar simulate --overlay "
            + overlay
            + " --peers "
            + peers
            + " --seed "
            + seed
            + options;
    console.say(
        "%.1f s of virtual time in %.1f s (%.1f s of CPU), %,d events, %,.0f per CPU-second",
        report.virtualTime().toNanos() / 1e9,
        report.realTime().toNanos() / 1e9,
        report.cpuTime().toNanos() / 1e9,
        report.events(),
        report.events() / (report.cpuTime().toNanos() / 1e9));
    console.say("trace hash %s; to repeat: %s", report.trace(), command);
    console.event(
        "simulated",
        "peers",
        peers,
        "perfect",
        report.isPerfect(),
        "events",
        report.events(),
        "trace",
        report.trace(),
        "virtualSeconds",
        report.virtualTime().toNanos() / 1e9,
        "realSeconds",
        report.realTime().toNanos() / 1e9,
        "cpuSeconds",
        report.cpuTime().toNanos() / 1e9,
        "command",
        command);
  }
}
