package io.peerwright.runtime;

import io.peerwright.api.spi.Provider;
import io.peerwright.runtime.ConfigException.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Describes the configuration that the installed plug-ins take. Immutable. */
public final class ConfigDoc {

  private static final int WIDEST_DEFAULT = 32;

  private final Plugins plugins;

  /** For these plug-ins. */
  public ConfigDoc(Plugins plugins) {
    this.plugins = plugins;
  }

  /**
   * Finds out what is wrong with a file, without starting anything.
   *
   * @return nothing if a peer can be started with it
   * @throws PeerwrightException if the file cannot be read
   */
  public List<Problem> check(Path file) {
    try {
      ConfigReader.read(file, plugins);
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  /** A JSON Schema (draft 2020-12) of the document, for editors. */
  public String schema() {
    return JsonWriter.pretty(ConfigSchema.of(plugins));
  }

  /** All keys with their defaults and meanings, for people to read. */
  public String explain() {
    StringBuilder text = new StringBuilder();
    text.append(
        "The configuration of a peer is one JSON object. What it leaves out has the default");
    text.append(
        " that is shown here.\nTimes are written as \"250ms\", \"15s\", \"2m\", \"1h\"; sizes");
    text.append(
        " as 65536 or \"64KiB\"; endpoints as \"192.0.2.1:80\" or \"[2001:db8::1]:80\".\n\n");
    table(text, ConfigFields.BASE, "");
    text.append("transport: the network that the peer is in; required\n\n");
    section(text, "\"transport\": {\"type\": \"%s\"}", plugins.transports(), ConfigFields.PLACE);
    text.append("decorate: a list of what is put around the transport, the innermost first\n\n");
    section(text, "\"decorate\": [{\"type\": \"%s\"}]", plugins.decorators(), List.of());
    text.append("nat: the decorator \"nat\", put around all others; needs no type\n\n");
    text.append("naming: where names are registered and resolved\n\n");
    section(text, "\"naming\": {\"type\": \"%s\"}", plugins.namings(), List.of());
    text.append("multicast: how groups are sent to\n\n");
    section(text, "\"multicast\": {\"type\": \"%s\"}", plugins.multicasts(), List.of());
    text.append("overlays: a list of what the peer joins\n\n");
    section(text, "\"overlays\": [{\"type\": \"%s\"}]", plugins.overlays(), List.of());
    return text.toString();
  }

  private static void section(
      StringBuilder text,
      String example,
      Map<String, ? extends Provider<?>> providers,
      List<Field> common) {
    if (providers.isEmpty()) {
      text.append("  none is installed\n\n");
    }
    providers.forEach(
        (name, provider) -> {
          text.append("  ").append(example.formatted(name)).append('\n');
          List<Field> fields = new ArrayList<>(common);
          try {
            fields.addAll(Field.of(provider));
          } catch (PeerwrightException e) {
            text.append("    ").append(e.getMessage()).append('\n');
          }
          table(text, fields, "    ");
        });
  }

  private static void table(StringBuilder text, List<Field> fields, String indent) {
    List<Field> flat = new ArrayList<>();
    fields.forEach(field -> flatten(field, flat));
    int keyWidth = flat.stream().mapToInt(field -> field.path().length()).max().orElse(0);
    int valueWidth =
        flat.stream()
            .mapToInt(field -> fallback(field).length())
            .filter(width -> width <= WIDEST_DEFAULT)
            .max()
            .orElse(0);
    for (Field field : flat) {
      text.append(indent).append(pad(field.path(), keyWidth)).append("  ");
      text.append(pad(fallback(field), valueWidth)).append("  ").append(meaning(field));
      text.append('\n');
    }
    text.append('\n');
  }

  private static void flatten(Field field, List<Field> flat) {
    if (field.nested().isEmpty()) {
      flat.add(field);
    }
    field.nested().forEach(inner -> flatten(inner, flat));
  }

  private static String fallback(Field field) {
    return field.fallback() == null ? "-" : JsonWriter.line(field.fallback());
  }

  private static String meaning(Field field) {
    Class<?> raw = Binder.raw(field.type());
    if (!raw.isEnum()) {
      return field.meaning();
    }
    String choices = "one of " + String.join(", ", Values.names(raw));
    return field.meaning().isEmpty() ? choices : field.meaning() + " (" + choices + ")";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
