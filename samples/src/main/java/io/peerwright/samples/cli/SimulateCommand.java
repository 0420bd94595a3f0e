package io.peerwright.samples.cli;

import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import io.peerwright.samples.simulate.Report;
import io.peerwright.samples.simulate.Scenario;
import io.peerwright.samples.simulate.Settings;
import io.peerwright.samples.simulate.Trial;
import io.peerwright.samples.simulate.TrialSettings;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.faults.Churn;
import io.peerwright.transport.inmemory.faults.FaultMix;
import io.peerwright.transport.inmemory.faults.FaultPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs many peers in virtual time. */
@Command(
    name = "simulate",
    description = {
      "Runs many peers in a deterministic simulation: each joins, shares, searches and downloads"
          + " once.",
      "With --overlay bittorrent all fetch one content from a seed and each other; any other"
          + " overlay joins, and uses what capabilities it has. Equal options give equal runs, down"
          + " to the trace hash.",
      "With --seeds, --faults or --plan, ten minutes in which things go wrong instead: with",
      "--seeds for one seed after the other until in the end something is broken; then the fewest",
      "faults are looked for that still break it, and the command is told that repeats it."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})\\.\\.([0-9]{1,18})");

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
      description = "How many. Default: 1000, or 200 where things go wrong.")
  private @Nullable Integer peers;

  @Option(
      names = "--files",
      paramLabel = "N",
      description = "How many each of them shares. Default: 20, or 3 where things go wrong.")
  private @Nullable Integer files;

  @Option(
      names = "--file-bytes",
      paramLabel = "N",
      description = "Size of each file. Default: 16384, or 8192 where things go wrong.")
  private @Nullable Integer fileBytes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of all chance. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      description = "Run all these seeds with faults, until one fails.")
  private @Nullable String seeds;

  @Option(
      names = "--faults",
      paramLabel = "MIX",
      description =
          "How much goes wrong: default, none, or what differs from the default, such as"
              + " crash=2,cut=0: crash, slow, skew, reset, half, full per hour and host, cut per hour,"
              + " least and most for how long in ms.")
  private @Nullable String faults;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "What goes wrong, as a failure tells it; or none.")
  private @Nullable String plan;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "How many of --seeds to run at a time. Default: as many as there are processors.")
  private @Nullable Integer threads;

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many index servers share the peers, by turns. Default: ${DEFAULT-VALUE}.")
  private int servers = 1;

  @Option(
      names = "--churn",
      paramLabel = "LENGTHS",
      description =
          "How long peers stay before they crash, and after a comma how long they are away (a minute"
              + " in the mean): exponential:MEAN, weibull:SHAPE:SCALE or pareto:SHAPE:LEAST, such as"
              + " exponential:600s or pareto:1.5:60s,exponential:30s. Not with faults.")
  private @Nullable String churn;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "Threads that run it side by side; changes no result. Not with faults. Default: 1.")
  private @Nullable Integer shards;

  @Option(
      names = "--forwarding",
      paramLabel = "KIND",
      description =
          "How searches are brought to others: flood, ring, walk or dq (dynamic query), and with"
              + " +qrp, such as dq+qrp, only to those who have told such words. With --overlay gnutella:"
              + " also tells what searches cost that way.")
  private @Nullable String forwarding;

  @Mixin private SwarmSimulation swarm = new SwarmSimulation();

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Console console = new Console(json);
    boolean faulty = seeds != null || faults != null || plan != null;
    if (overlay.equals(SwarmSimulation.OVERLAY) && !faulty) {
      return runSwarm(console);
    }
    if (swarm.isAsked()) {
      throw new UserException(
          "--pieces, --upload, --free-riders, --choking and --order go with --overlay bittorrent"
              + " only, and not with --seeds, --faults and --plan");
    }
    if (!faulty && !Scenario.overlays().contains(overlay)) {
      return runAny(console);
    }
    if (forwarding != null) {
      throw new UserException("--forwarding goes with overlays such as gnutella, without faults");
    }
    if (faulty) {
      return tryWithFaults(new TrialRunner(console));
    }
    if (threads != null) {
      throw new UserException(
          "--threads goes with --seeds only; to run one simulation in several threads take"
              + " --shards");
    }
    Settings settings = settings(1_000, 20, 16_384);
    InMemoryConfig network = InMemoryConfig.DEFAULT;
    Record peer = null;
    if (file != null) {
      PeerConfig config = configured(file);
      peer = config.overlays().isEmpty() ? null : config.overlays().get(0).config();
      network = config.transport().config() instanceof InMemoryConfig given ? given : network;
    }
    network = shards == null ? network : sharded(network, shards);
    Report report = Scenario.run(settings, network, peer, line -> console.say("%s", line));
    print(console, settings, report);
    // Where peers come and go, what a download fails for may have gone, too.
    boolean well = report.failed() == 0 || settings.churn() != null;
    return well && report.joined() == settings.peers() ? 0 : ExitCode.FOUND_NOTHING;
  }

  private int runSwarm(Console console) {
    boolean other = files != null || fileBytes != null || servers != 1 || churn != null;
    if (other || threads != null || file != null) {
      throw new UserException(
          "a swarm is simulated with --peers, --pieces, --upload, --free-riders, --choking,"
              + " --order, --seed and --shards only, or with --seeds, --faults or --plan");
    }
    return swarm.run(console, peers, seed, shards) ? 0 : ExitCode.FOUND_NOTHING;
  }

  private int runAny(Console console) throws IOException {
    boolean other = files != null || fileBytes != null || servers != 1 || churn != null;
    if (other || threads != null || shards != null) {
      throw new UserException(
          "the overlay "
              + overlay
              + " is simulated with --peers, --seed, --forwarding, --config and --plugins only");
    }
    try (Peerwright peerwright = Opener.of(spec).open()) {
      String options =
          (file == null ? "" : " --config " + file)
              + (forwarding == null ? "" : " --forwarding " + forwarding)
              + Opener.of(spec).pluginOptions();
      Map<String, String> settings =
          forwarding == null ? Map.of() : ForwardingOption.settings(forwarding);
      boolean perfect =
          new OverlaySimulation(console, peerwright, overlay, file, settings)
              .run(peers, seed, options);
      if (forwarding != null && overlay.equals("gnutella")) {
        ForwardingMeasures.tell(
            console, peers == null ? OverlaySimulation.SOME_PEERS : peers, seed, forwarding);
      }
      return perfect ? 0 : ExitCode.FOUND_NOTHING;
    }
  }

  private static InMemoryConfig sharded(InMemoryConfig network, int shards) {
    try {
      return network.withShards(shards);
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot simulate that: " + e.getMessage());
    }
  }

  private int tryWithFaults(TrialRunner runner) throws Exception {
    if (file != null) {
      throw new UserException("--config does not go with --seeds, --faults and --plan");
    }
    if (shards != null) {
      throw new UserException(
          "--shards does not go with --seeds, --faults and --plan: a trial runs in one thread;"
              + " leave it out, and run several seeds at a time with --seeds and --threads");
    }
    if (churn != null) {
      throw new UserException(
          "--churn does not go with --seeds, --faults and --plan; how often peers crash there, say"
              + " with --faults crash=RATE");
    }
    if (threads != null && seeds == null) {
      throw new UserException(
          "--threads does not go with one seed; leave it out, or try several with --seeds");
    }
    TrialSettings trial = trial();
    if (seeds == null) {
      return runner.run(trial);
    }
    int atOnce = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    Matcher range = RANGE.matcher(seeds);
    if (!range.matches() || atOnce < 1) {
      throw new UserException(
          "--seeds takes a range such as 1..10000, and --threads at least 1; they are "
              + seeds
              + " and "
              + atOnce);
    }
    long first = Long.parseLong(range.group(1));
    return runner.search(trial, first, Long.parseLong(range.group(2)), atOnce);
  }

  private TrialSettings trial() {
    boolean inSwarm = overlay.equals(SwarmSimulation.OVERLAY);
    Settings size = inSwarm ? settings(20, 3, 49_152) : settings(200, 3, 8_192);
    try {
      FaultMix mix = faults == null ? FaultMix.DEFAULT : FaultMix.parse(faults);
      FaultPlan given = plan == null ? null : FaultPlan.parse(plan.equals("none") ? "" : plan);
      return new TrialSettings(size, mix, given);
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot try that: " + e.getMessage());
    }
  }

  private PeerConfig configured(Path path) {
    try (Peerwright peerwright = Opener.of(spec).open()) {
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

  private Settings settings(int somePeers, int someFiles, int someBytes) {
    if (!Trial.overlays().contains(overlay)) {
      throw new UserException(
          "cannot simulate \""
              + overlay
              + "\" with faults; that goes with "
              + String.join(", ", Trial.overlays()));
    }
    try {
      return new Settings(
          overlay,
          peers == null ? somePeers : peers,
          files == null ? someFiles : files,
          fileBytes == null ? someBytes : fileBytes,
          seed,
          servers,
          churn == null ? null : Churn.parse(churn));
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot simulate that: " + e.getMessage());
    }
  }

  private void print(Console console, Settings settings, Report report) {
    String command = settings.command() + (file == null ? "" : " --config " + file);
    console.say("%,d peers joined, each sharing %d files", report.joined(), settings.files());
    console.say(
        "%,d searches found %,d hits; %,d missed what another peer in reach shares, %,d wanted what"
            + " none does",
        report.found(), report.hits(), report.missed(), report.hopeless());
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
        "missed",
        report.missed(),
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
    return String.format(Locale.ROOT, "%.1f s", time.toNanos() / 1e9);
  }
}
