package io.peerwright.runtime;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.spi.Provider;
import io.peerwright.kit.text.Amounts;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes the configuration as a JSON Schema, draft 2020-12, for editors. */
final class ConfigSchema {

  private ConfigSchema() {}

  /** The schema of a document for these plug-ins. */
  static Map<String, Object> of(Plugins plugins) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("$schema", Map.of("type", "string"));
    properties.putAll(properties(ConfigFields.BASE));
    properties.put(
        ConfigReader.TRANSPORT, anyOf(plugins.transports(), properties(ConfigFields.PLACE)));
    properties.put(ConfigReader.DECORATE, listOf(anyOf(plugins.decorators(), Map.of())));
    Provider<?> nat = plugins.decorators().get(ConfigReader.NAT);
    if (nat != null) {
      properties.put(ConfigReader.NAT, object(propertiesOf(nat), List.of()));
    }
    properties.put(ConfigReader.NAMING, anyOf(plugins.namings(), Map.of()));
    properties.put(ConfigReader.MULTICAST, anyOf(plugins.multicasts(), Map.of()));
    properties.put(ConfigReader.OVERLAYS, listOf(anyOf(plugins.overlays(), Map.of())));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Peerwright: the configuration of one peer");
    schema.putAll(object(properties, List.of(ConfigReader.TRANSPORT)));
    return schema;
  }

  private static Map<String, Object> anyOf(
      Map<String, ? extends Provider<?>> providers, Map<String, Object> more) {
    List<Object> choices = new ArrayList<>();
    providers.forEach(
        (name, provider) -> {
          Map<String, Object> properties = new LinkedHashMap<>();
          properties.put(ConfigReader.TYPE, Map.of("const", name));
          properties.putAll(propertiesOf(provider));
          properties.putAll(more);
          choices.add(object(properties, List.of(ConfigReader.TYPE)));
        });
    return choices.isEmpty() ? Map.of("not", Map.of()) : Map.of("oneOf", choices);
  }

  private static Map<String, Object> listOf(Object items) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", items);
    return schema;
  }

  private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  /** None for a plug-in that cannot tell them; to use it fails with the reason. */
  private static Map<String, Object> propertiesOf(Provider<?> provider) {
    try {
      return properties(Field.of(provider));
    } catch (PeerwrightException e) {
      return Map.of();
    }
  }

  private static Map<String, Object> properties(List<Field> fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field field : fields) {
      Map<String, Object> schema =
          field.nested().isEmpty()
              ? new LinkedHashMap<>(type(field.key(), field.type()))
              : object(properties(field.nested()), List.of());
      if (!field.meaning().isEmpty()) {
        schema.put("description", field.meaning());
      }
      if (field.fallback() != null) {
        schema.put("default", field.fallback());
      }
      properties.put(field.key(), schema);
    }
    return properties;
  }

  private static Map<String, Object> type(String key, Type type) {
    Class<?> raw = Binder.raw(type);
    if (raw == List.class) {
      return listOf(type(key, Binder.argument(type, 0)));
    }
    if (raw == Map.class) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("additionalProperties", type(key, Binder.argument(type, 1)));
      return schema;
    }
    if (Binder.isNested(raw)) {
      return object(
          properties(Field.of("", raw.asSubclass(Record.class), null, path -> "")), List.of());
    }
    return single(key, raw);
  }

  private static Map<String, Object> single(String key, Class<?> raw) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (raw.isEnum()) {
      schema.put("enum", Values.names(raw));
    } else if (Values.isSize(key, raw)) {
      schema.put("type", List.of("integer", "string"));
      schema.put("pattern", Amounts.SIZE_PATTERN);
    } else if (Values.timeUnit(key, raw) != null) {
      schema.put("type", List.of("integer", "string"));
      schema.put("pattern", Amounts.TIME_PATTERN);
    } else if (raw == int.class || raw == long.class) {
      schema.put("type", "integer");
    } else if (raw == double.class) {
      schema.put("type", "number");
    } else if (raw == boolean.class) {
      schema.put("type", "boolean");
    } else {
      schema.put("type", "string");
      if (raw == Duration.class) {
        schema.put("pattern", Amounts.TIME_PATTERN);
      } else if (raw == Endpoint.class || raw == HostPort.class) {
        schema.put("pattern", "^.+:[0-9]{1,5}$");
      } else if (raw == Path.class) {
        schema.put("minLength", 1);
      }
    }
    return schema;
  }
}
