package io.peerwright.samples.cli;

import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that the commands with a torrent share. */
final class TorrentOptions {

  @Mixin private ConfigOptions configuration;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where other peers connect to. Default: a free port of this machine.")
  private @Nullable String listen;

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description = "A peer to try, besides those that trackers tell; may be given several times.")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--status",
      paramLabel = "DURATION",
      defaultValue = "PT10S",
      description = "How often to tell how it goes where no bar does. Default: ${DEFAULT-VALUE}.")
  private Duration status = Duration.ZERO;

  Console console() {
    return configuration.console();
  }

  Duration status() {
    if (status.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UserException("--status must be at least PT1S, is " + status);
    }
    return status;
  }

  /** True if peers to try may be named here. */
  boolean namesPeers() {
    return !peers.isEmpty() || configuration.saysMore();
  }

  /**
   * Binds what was asked for.
   *
   * @param sequential takes pieces from the first to the last
   */
  PeerConfig config(Peerwright peerwright, boolean sequential) {
    Map<String, String> values = new LinkedHashMap<>();
    if (configuration.hasNoFile()) {
      values.put("/transport/type", "vertx");
      values.put("/overlays/0/type", "bittorrent");
    }
    if (listen != null) {
      values.put("/transport/listen", listen);
    }
    if (!peers.isEmpty()) {
      values.put("/overlays/0/peers", PeerOptions.list(peers));
    }
    if (sequential) {
      values.put("/overlays/0/order", "sequential");
    }
    return configuration.bind(peerwright, values);
  }
}
