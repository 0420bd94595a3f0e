package io.peerwright.samples.cli;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a BitTorrent tracker. */
@Command(
    name = "tracker",
    description = {
      "Runs a BitTorrent tracker over HTTP and UDP.",
      "Example: tracker --listen 0.0.0.0:6969",
      "Only some torrents: --set /overlays/0/whitelistFile=hashes.txt",
      "Only those with a key in the URL: --set '/overlays/0/keys=[\"sesame\"]'"
    },
    mixinStandardHelpOptions = true)
final class TrackerCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Stop stop;

  @Option(
      names = "--status",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description = "How often to tell how it goes, such as 10s; default: ${DEFAULT-VALUE}.")
  private Duration status = Duration.ZERO;

  @Override
  public Integer call() throws Exception {
    if (status.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UserException("--status must be at least 1s, is " + Amounts.of(status));
    }
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      Peer peer =
          peerwright.start(options.config(peerwright, "bittorrent-tracker", "/overlays/0/listen"));
      List<String> urls =
          peer.endpoints().stream()
              .map(Endpoint::toString)
              .flatMap(at -> List.of("http://" + at + "/announce", "udp://" + at).stream())
              .toList();
      ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Daemon::new);
      Overlay tracker = peer.overlays().get(0);
      Status line = new Status(console, tracker, status);
      clock.scheduleAtFixedRate(
          () -> peer.host().loop().execute(line),
          status.toMillis(),
          status.toMillis(),
          TimeUnit.MILLISECONDS);
      try {
        stop.await(peerwright, () -> tell(console, peer.name(), urls));
      } finally {
        clock.shutdownNow();
      }
    }
    return 0;
  }

  private static void tell(Console console, String peer, List<String> urls) {
    console.say("%s tracks at %s; Ctrl-C ends it", peer, String.join(", ", urls));
    console.event("tracking", "peer", peer, "urls", urls);
  }

  /** A thread that keeps nobody from ending. */
  private static final class Daemon extends Thread {
    Daemon(Runnable task) {
      super(task, "status");
      setDaemon(true);
    }
  }

  /** Says how a tracker does, and how much since the last time. */
  private static final class Status implements Runnable {
    private final Console console;
    private final Overlay tracker;
    private final Duration every;
    private long announcesBefore;

    Status(Console console, Overlay tracker, Duration every) {
      this.console = console;
      this.tracker = tracker;
      this.every = every;
    }

    @Override
    public void run() {
      Map<String, Long> meters = new HashMap<>();
      tracker.meters(meters::put);
      long announces =
          meters.getOrDefault("tracker.announces.http", 0L)
              + meters.getOrDefault("tracker.announces.udp", 0L);
      double rate = (announces - announcesBefore) * 1000.0 / every.toMillis();
      announcesBefore = announces;
      long peers = meters.getOrDefault("tracker.peers.now", 0L);
      long swarms = meters.getOrDefault("tracker.swarms.now", 0L);
      long scrapes = meters.getOrDefault("tracker.scrapes", 0L);
      long refused = meters.getOrDefault("tracker.refused", 0L);
      console.say(
          "%,d peers in %,d swarms; %,d announces, %.1f a second; %,d scrapes, %,d refused",
          peers, swarms, announces, rate, scrapes, refused);
      console.event(
          "status",
          "peers",
          peers,
          "swarms",
          swarms,
          "announces",
          announces,
          "perSecond",
          rate,
          "scrapes",
          scrapes,
          "refused",
          refused);
    }
  }
}
