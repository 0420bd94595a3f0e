package io.peerwright.samples.cli;

import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Logs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where a command takes its configuration from, and how it talks. Other options are shorthands for
 * single values: they change what the file says, and {@code --set} changes it last.
 */
final class ConfigOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A JSON configuration. The other options change what it says.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "POINTER=VALUE",
      description =
          "Sets any other key, such as --set /overlays/0/listen=0.0.0.0:7000;"
              + " the command \"config --explain\" tells them all.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--events",
      paramLabel = "LEVEL",
      arity = "0..1",
      fallbackValue = "INFO",
      description =
          "Tell what happens in overlays: WARNING, INFO or DEBUG. Default: nothing; without a"
              + " LEVEL: ${FALLBACK-VALUE}.")
  private OverlayEvent.@Nullable Level events;

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  @Mixin private MetricsOption metrics;

  private final Opener opener;

  /** For a command of this call. */
  ConfigOptions(Opener opener) {
    this.opener = opener;
  }

  /** Begins what a command does with peers, with all plug-ins that its call names. */
  Peerwright open() {
    OverlayEvent.Level told = events == null ? OverlayEvent.Level.INFO : events;
    return metrics.open(opener, console(), told);
  }

  Console console() {
    return new Console(json);
  }

  /** Whether nothing but the shorthands says what is wanted. */
  boolean hasNoFile() {
    return file == null;
  }

  /** Whether anything but the shorthands says what is wanted. */
  boolean saysMore() {
    return file != null || !settings.isEmpty();
  }

  /** Binds the file, if there is one, with these values by JSON pointer in their places. */
  PeerConfig bind(Peerwright peerwright, Map<String, String> shorthands) {
    Map<String, String> values = new LinkedHashMap<>(shorthands);
    if (events != null) {
      values.put("/events", '"' + events.name().toLowerCase(Locale.ROOT) + '"');
      Logs.tellEvents();
    }
    values.putAll(settings);
    return file == null ? peerwright.parse("{}", values) : peerwright.load(file, values);
  }
}
