package io.peerwright.samples.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.peerwright.api.overlay.Capability;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.SlowNotice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that all commands with a peer share. They are shorthands for values of the
 * configuration, and change what the file says if one is named.
 */
final class PeerOptions {

  @Mixin private ConfigOptions configuration;

  @Option(
      names = "--overlay",
      paramLabel = "NAME",
      description =
          "The overlay to join. Default: hybrid (Napster); for lookup, put, resolve, register and"
              + " send there is none.")
  private @Nullable String overlay;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "vertx (real TCP and UDP) or inmemory (a simulation). Default: vertx.")
  private @Nullable String transport;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "An index server to log in to (Napster); may be given several times.")
  private List<String> servers = new ArrayList<>();

  @Option(
      names = "--connect",
      paramLabel = "HOST:PORT",
      description =
          "A peer to begin with, in overlays without a server; may be given several times.")
  private List<String> bootstrap = new ArrayList<>();

  @Option(
      names = "--nick",
      paramLabel = "NAME",
      description = "How other peers call this one. Default: made up.")
  private @Nullable String nick;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen; port 0 takes a free one.")
  private @Nullable String listen;

  /** True if no file, and no option, says which overlay it is. */
  boolean isUsualOverlay() {
    return configuration.hasNoFile() && overlay == null;
  }

  /** The port to listen at; {@code usual} if none is given. */
  String port(String usual) {
    return listen == null ? usual : listen.substring(listen.lastIndexOf(':') + 1);
  }

  Peerwright open() {
    return configuration.open();
  }

  Console console() {
    return configuration.console();
  }

  /** Binds what was asked for; without a file to a peer in {@code defaultOverlay}. */
  PeerConfig config(Peerwright peerwright, String defaultOverlay) {
    return config(peerwright, defaultOverlay, "/transport/listen");
  }

  /**
   * As the shorter form.
   *
   * @param listenAt what {@code --listen} stands for
   */
  PeerConfig config(Peerwright peerwright, String defaultOverlay, String listenAt) {
    return config(peerwright, defaultOverlay, listenAt, Map.of());
  }

  /** As the shorter form, with more values of the configuration, by their JSON pointers. */
  PeerConfig config(
      Peerwright peerwright,
      @Nullable String defaultOverlay,
      String listenAt,
      Map<String, String> more) {
    Map<String, String> values = new LinkedHashMap<>(more);
    boolean isFree = configuration.hasNoFile();
    put(values, "/transport/type", transport == null && isFree ? "vertx" : transport);
    put(values, listenAt, listen);
    put(values, "/name", nick == null ? isFree ? anyName() : null : quoted(nick));
    put(values, "/overlays/0/type", overlay == null && isFree ? defaultOverlay : overlay);
    put(values, "/overlays/0/servers", servers.isEmpty() ? null : list(servers));
    put(values, "/overlays/0/bootstrap", bootstrap.isEmpty() ? null : list(bootstrap));
    return configuration.bind(peerwright, values);
  }

  /**
   * Binds what was asked for, where nothing but the call or the file says which overlay it is.
   *
   * @param needed what the command wants of it; none that can is an error at once
   */
  PeerConfig config(Peerwright peerwright, Class<? extends Capability> needed) {
    PeerConfig config = config(peerwright, null, "/transport/listen", Map.of());
    peerwright.require(config, needed);
    return config;
  }

  /** Starts a peer of the network, and says what it waits for if that takes long. */
  Peer start(Console console, Peerwright peerwright, PeerConfig config) {
    return SlowNotice.during(
        () -> peerwright.start(config),
        () -> {
          if (servers.isEmpty()) {
            console.say("joining %s ...", types(config));
          } else {
            console.say("no answer from %s yet; trying on", String.join(", ", servers));
          }
          console.event("joining", "peer", config.name(), "servers", servers);
        });
  }

  private static String types(PeerConfig config) {
    return Stream.concat(config.overlays().stream(), Stream.of(config.naming(), config.multicast()))
        .filter(Objects::nonNull)
        .map(PeerConfig.Section::type)
        .collect(Collectors.joining(", "));
  }

  /** Two peers of one name cannot be at one server; without a wish each gets its own. */
  private static String anyName() {
    return "peer-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10000, 0x100000));
  }

  /** Sets a value of the configuration, if there is one. */
  static void put(Map<String, String> values, String pointer, @Nullable String value) {
    if (value != null) {
      values.put(pointer, value);
    }
  }

  /** As a JSON list. */
  static String list(List<String> texts) {
    return texts.stream().map(PeerOptions::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** As a JSON text, also if it is all digits. */
  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
