package io.peerwright.samples.cli;

import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that the commands with a torrent share. */
final class TorrentOptions {

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
      names = "--config",
      paramLabel = "FILE",
      description = "A JSON configuration. The other options change what it says.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "POINTER=VALUE",
      description = "Sets any other key, such as --set /overlays/0/uploadSlots=8.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--status",
      paramLabel = "DURATION",
      defaultValue = "PT10S",
      description = "How often to tell how it goes where no bar does. Default: ${DEFAULT-VALUE}.")
  private Duration status = Duration.ZERO;

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  Console console() {
    return new Console(json);
  }

  Duration status() {
    if (status.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UserException("--status must be at least PT1S, is " + status);
    }
    return status;
  }

  /** True if peers to try may be named here. */
  boolean namesPeers() {
    return !peers.isEmpty() || file != null || !settings.isEmpty();
  }

  /**
   * Binds what was asked for.
   *
   * @param sequential takes pieces from the first to the last
   */
  PeerConfig config(Peerwright peerwright, boolean sequential) {
    Map<String, String> values = new LinkedHashMap<>();
    if (file == null) {
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
    values.putAll(settings);
    return file == null ? peerwright.parse("{}", values) : peerwright.load(file, values);
  }
}
