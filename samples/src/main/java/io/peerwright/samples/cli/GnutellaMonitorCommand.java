package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes part in Gnutella, and shows its neighbours and its traffic while it does. */
@Command(
    name = "monitor",
    description = {
      "Takes part in Gnutella until Ctrl-C, and shows who comes and goes, in which role, and how"
          + " many messages of each type come and go.",
      "Example: gnutella monitor --connect 192.0.2.1:6346",
      "As an ultrapeer: --set '/overlays/0/role=\"ultrapeer\"'"
    },
    mixinStandardHelpOptions = true)
final class GnutellaMonitorCommand implements Callable<Integer> {

  private static final String TYPE = "gnutella";

  @Mixin private PeerOptions options;
  @Mixin private Stop stop;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description = "How often to show the traffic, such as 10s; default: ${DEFAULT-VALUE}.")
  private Duration every = Duration.ZERO;

  @Override
  public Integer call() throws Exception {
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UserException("--every must be at least 1s, is " + Amounts.of(every));
    }
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, TYPE);
      Peer peer = options.start(console, peerwright, config);
      TrafficReport report =
          new TrafficReport(console, servent(peer), peer.host().loop(), every.toNanos());
      stop.await(
          peerwright,
          () -> {
            JoinCommand.tell(console, peer);
            report.start();
          },
          report::close);
    }
    return 0;
  }

  private static Overlay servent(Peer peer) {
    return peer.overlay(TYPE)
        .orElseThrow(() -> new UserException("the configuration has no overlay " + TYPE));
  }
}
