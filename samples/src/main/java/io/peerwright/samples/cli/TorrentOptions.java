package io.peerwright.samples.cli;

import io.peerwright.kit.text.Amounts;
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
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that the commands with a torrent share. */
final class TorrentOptions {

  @Mixin private ConfigOptions configuration;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Where other peers connect to. Default: port 6881, or the next one that is free.")
  private @Nullable String listen;

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description = "A peer to try, besides those that trackers tell; may be given several times.")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--tracker",
      paramLabel = "URL",
      description =
          "A tracker to announce to, besides the torrent's own; may be given several times.")
  private List<String> trackers = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where notes of what is here are kept. Default: peerwright in $XDG_STATE_HOME or"
              + " ~/.local/state.")
  private @Nullable Path state;

  private boolean seedOnly;

  @Option(
      names = "--status",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How often to tell how it goes where no bar does. Default: ${DEFAULT-VALUE}.")
  private Duration status = Duration.ZERO;

  @Option(
      names = "--down",
      paramLabel = "RATE",
      converter = Rate.class,
      description = "The most to download in a second, such as 5MiB. Default: no limit.")
  private @Nullable Long down;

  @Option(
      names = "--up",
      paramLabel = "RATE",
      converter = Rate.class,
      description = "The most to upload in a second, such as 500KiB. Default: no limit.")
  private @Nullable Long up;

  @Option(
      names = "--max-peers",
      paramLabel = "N",
      description = "The most peers to be connected to. Default: 80.")
  private @Nullable Integer maxPeers;

  Peerwright open() {
    return configuration.open();
  }

  Console console() {
    return configuration.console();
  }

  Duration status() {
    if (status.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UserException("--status must be at least 1s, is " + Amounts.of(status));
    }
    return status;
  }

  /** From now on for a peer that writes nothing of the content. */
  void seedOnly() {
    seedOnly = true;
  }

  /** True if peers to try may be named here. */
  boolean namesPeers() {
    return !peers.isEmpty() || !trackers.isEmpty() || configuration.saysMore();
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
    } else if (configuration.hasNoFile()) {
      values.put("/transport/listen", UsualPort.address());
    }
    put(values, "/overlays/0/limits/down", down);
    put(values, "/overlays/0/limits/up", up);
    put(values, "/overlays/0/maxConnections", maxPeers);
    if (!peers.isEmpty()) {
      values.put("/overlays/0/peers", PeerOptions.list(peers));
    }
    if (!trackers.isEmpty()) {
      values.put("/overlays/0/trackers", PeerOptions.list(trackers));
    }
    if (state != null) {
      values.put("/overlays/0/state", state.toAbsolutePath().toString());
    }
    if (seedOnly) {
      values.put("/overlays/0/seedOnly", "true");
    }
    if (sequential) {
      values.put("/overlays/0/order", "sequential");
    }
    return configuration.bind(peerwright, values);
  }

  private static void put(Map<String, String> values, String pointer, @Nullable Number value) {
    if (value != null) {
      values.put(pointer, value.toString());
    }
  }

  /** Reads {@code 5MiB}, also {@code 5MiB/s}. */
  static final class Rate implements ITypeConverter<Long> {

    /** Picocli makes it. */
    Rate() {}

    @Override
    public Long convert(String text) {
      return Readers.read(text, Amounts::bytes);
    }
  }
}
