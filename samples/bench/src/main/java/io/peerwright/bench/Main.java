package io.peerwright.bench;

import io.peerwright.samples.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The benchmarks' command line. */
@Command(
    name = "peerwright-bench",
    description = "Measures Peerwright beside what it is compared with.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = Main.Run.class)
final class Main implements Runnable {

  /** What benchmarks are told begins so. */
  private static final String SETTINGS = "peerwright.bench.";

  /** Says that a benchmark is to run in this JVM, whatever its options are. */
  private static final String HERE = SETTINGS + "here";

  private static final List<Benchmark> ALL =
      with(
          IndexBenchmark.all(),
          new TcpThroughput(),
          new TcpRequests(),
          new HttpRanges(),
          new GnutellaTransfer(),
          new UdpThroughput(),
          new UdpThroughputLoaded(),
          new UdpLoss(),
          new StalledReader(),
          new LiveTimers(),
          new IdleClient(),
          new HybridMessageCost(),
          new KernelFlood("kernel-flood", 100_000, 3e6),
          new KernelFlood("kernel-flood-million", 1_000_000, 2e6),
          new KernelAllocation(new KernelFlood("kernel-flood-million", 1_000_000, 2e6)),
          new SimulatedNapster("simulated-napster", 10_000, 1, 1, 60),
          new SimulatedNapster("simulated-napster-100k", 100_000, 20, 2, 300),
          new SeedSearching(),
          new SwarmBound(),
          new SwarmFreeRider(),
          new OriginSubsidy(),
          new SwarmRarest(),
          new SwarmFlashCrowd(),
          new SwarmArrivals(),
          new SwarmScale("swarm-1k", 1_000, 300, List.of("-Xmx8g")),
          new SwarmScale("swarm-10k", 10_000, 3_600, List.of("-Xmx14g", "-Xmn5g")),
          new IdleSwarmPeer(),
          new GnutellaForwarding(),
          new GnutellaForwardingLive(),
          new GnutellaAttacked(),
          new GnutellaMessageCost(),
          new IdleLeaf(),
          new GnutellaMemory(),
          new GnutellaFlood(false),
          new GnutellaFlood(true),
          new GnutellaTiers(),
          new GnutellaMillion(),
          new MulticastLive(),
          new MulticastTree(),
          new TrackerAnnounces(),
          new TrackerMemory(),
          new TrackerMessageCost(),
          new TorrentLeech(),
          new TorrentSeed(),
          new TorrentMemory(),
          new TorrentFirstByte(),
          new TorrentRecheck(),
          new TorrentPieces(),
          new TorrentMessageCost(),
          ColdStart.plain(),
          ColdStart.withArchive(),
          new KernelTimers(),
          new Repeatability(),
          new RecordedConversation(),
          new MulticastFlood());

  private static List<Benchmark> with(List<Benchmark> group, Benchmark... others) {
    List<Benchmark> all = new ArrayList<>(List.of(others));
    all.addAll(group);
    return List.copyOf(all);
  }

  public static void main(String[] arguments) {
    // Figures are read by scripts, and written into tables: the same way everywhere.
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  @Command(description = "Names the benchmarks.", mixinStandardHelpOptions = true)
  void list() {
    ALL.forEach(each -> System.out.printf("%-24s %s%n", each.name(), each.description()));
  }

  @Command(name = "run", description = "Runs one benchmark, or all.")
  static final class Run implements Callable<Integer> {

    @Parameters(
        paramLabel = "NAME",
        description = "A name from the list, the first word of several names, or \"all\".")
    private String name = "";

    @Option(names = "--json", description = "Print the figure as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      List<Benchmark> chosen =
          name.equals("all") ? ALL : ALL.stream().filter(each -> each.name().equals(name)).toList();
      if (chosen.isEmpty()) {
        chosen = ALL.stream().filter(each -> each.name().startsWith(name + "-")).toList();
      }
      if (chosen.isEmpty()) {
        System.err.println("no benchmark \"" + name + "\"; the command list names them all");
        return 2;
      }
      for (Benchmark benchmark : chosen) {
        int exit = run(benchmark);
        if (exit != 0) {
          return exit;
        }
      }
      return 0;
    }

    private int run(Benchmark benchmark) throws Exception {
      if (benchmark.jvmOptions().isEmpty() || Boolean.getBoolean(HERE)) {
        try {
          report(benchmark.measure(json ? line -> {} : System.out::println));
        } catch (Skipped e) {
          System.err.println(benchmark.name() + " is skipped: " + e.getMessage());
        }
        return 0;
      }
      List<String> options = new ArrayList<>(benchmark.jvmOptions());
      System.getProperties().stringPropertyNames().stream()
          .filter(each -> each.startsWith(SETTINGS) && !each.equals(HERE))
          .sorted()
          .forEach(each -> options.add("-D" + each + "=" + System.getProperty(each)));
      options.add("-D" + HERE + "=true");
      List<String> arguments = new ArrayList<>(List.of("run", benchmark.name()));
      if (json) {
        arguments.add("--json");
      } else {
        System.out.println("  in a JVM with " + String.join(" ", benchmark.jvmOptions()));
      }
      return Jvm.run(Jvm.of(options, Main.class, arguments.toArray(String[]::new)));
    }

    private void report(Figure figure) {
      if (!json) {
        System.out.println(figure.line());
        return;
      }
      new Console(true)
          .event(
              "figure",
              "name",
              figure.name(),
              "value",
              figure.value(),
              "unit",
              figure.unit(),
              "comparedWith",
              figure.comparedWith(),
              "comparedValue",
              figure.comparedValue(),
              "ratio",
              figure.ratio(),
              "target",
              figure.target());
    }
  }
}
