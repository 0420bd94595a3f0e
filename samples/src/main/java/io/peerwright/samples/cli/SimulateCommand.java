package io.peerwright.samples.cli;

import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import io.peerwright.samples.simulate.Report;
import io.peerwright.samples.simulate.Scenario;
import io.peerwright.samples.simulate.Settings;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs many peers in virtual time. */
@Command(
    name = "simulate",
    description = {
      "Runs many peers in a deterministic simulation: each joins, shares, searches and downloads",
      "once. Equal options give equal runs, down to the trace hash."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A JSON configuration: the inmemory transport, and how each peer is.")
  private @Nullable Path file;

  @Option(
      names = "--overlay",
      paramLabel = "NAME",
      defaultValue = "hybrid",
      description = "The overlay. Default: ${DEFAULT-VALUE}.")
  private String overlay = "hybrid";

  @Option(
      names = "--peers",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int peers = 1000;

  @Option(
      names = "--files",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many each of them shares. Default: ${DEFAULT-VALUE}.")
  private int files = 20;

  @Option(
      names = "--file-bytes",
      paramLabel = "N",
      defaultValue = "16384",
      description = "Size of each file. Default: ${DEFAULT-VALUE}.")
  private int fileBytes = 16_384;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of all chance. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Console console = new Console(json);
    Settings settings = settings();
    InMemoryConfig network = InMemoryConfig.DEFAULT;
    Record peer = null;
    if (file != null) {
      PeerConfig config = configured(file);
      peer = config.overlays().isEmpty() ? null : config.overlays().get(0).config();
      network = config.transport().config() instanceof InMemoryConfig given ? given : network;
    }
    Report report = Scenario.run(settings, network, peer, line -> console.say("%s", line));
    print(console, settings, report);
    return report.failed() == 0 && report.joined() == peers ? 0 : Main.FOUND_NOTHING;
  }

  private PeerConfig configured(Path path) {
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig config = peerwright.load(path);
      if (!config.transport().type().equals("inmemory")) {
        throw new UserException(
            path + " must name the transport inmemory, not " + config.transport().type());
      }
      if (!config.overlays().isEmpty() && !config.overlays().get(0).type().equals(overlay)) {
        throw new UserException(path + " must name the overlay " + overlay + " first");
      }
      return config;
    }
  }

  private Settings settings() {
    if (!Scenario.overlays().contains(overlay)) {
      throw new UserException(
          "cannot simulate \"" + overlay + "\"; there is " + Scenario.overlays());
    }
    try {
      return new Settings(overlay, peers, files, fileBytes, seed);
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot simulate that: " + e.getMessage());
    }
  }

  private void print(Console console, Settings settings, Report report) {
    String command = settings.command() + (file == null ? "" : " --config " + file);
    console.say("%,d peers joined, each sharing %d files", report.joined(), settings.files());
    console.say("%,d searches found %,d hits", report.found(), report.hits());
    console.say(
        "%,d downloads complete and verified, %s; %,d failed",
        report.downloads(), Text.bytes(report.bytes()), report.failed());
    console.say(
        "%s of virtual time in %s (%s of CPU), %,d events, %,.0f per CPU-second",
        seconds(report.virtualTime()),
        seconds(report.realTime()),
        seconds(report.cpuTime()),
        report.events(),
        report.events() / (report.cpuTime().toNanos() / 1e9));
    console.say("trace hash %s; to repeat: %s", report.trace(), command);
    console.event(
        "simulated",
        "joined",
        report.joined(),
        "found",
        report.found(),
        "hits",
        report.hits(),
        "downloads",
        report.downloads(),
        "failed",
        report.failed(),
        "bytes",
        report.bytes(),
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

  private static String seconds(Duration time) {
    return String.format("%.1f s", time.toNanos() / 1e9);
  }
}
