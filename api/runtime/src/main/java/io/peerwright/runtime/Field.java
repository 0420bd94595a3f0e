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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration, for documentation.
 *
 * @param path the key, after those of the records around it: {@code limits.uploads}
 * @param key the key itself
 * @param fallback the default as JSON would say it; null if there is none
 * @param nested the keys of its record; empty for everything but a record
 */
record Field(
    String path,
    String key,
    Type type,
    @Nullable Object fallback,
    String meaning,
    List<Field> nested) {

  /**
   * The keys of a plug-in's section.
   *
   * @throws PeerwrightException if the plug-in cannot tell them
   */
  static List<Field> of(Provider<?> provider) {
    return of(
        "",
        Provided.configType(provider),
        Provided.defaults(provider),
        component -> Provided.meaning(provider, component));
  }

  /** The keys of a record. */
  static List<Field> of(
      String prefix,
      Class<? extends Record> type,
      @Nullable Record defaults,
      UnaryOperator<String> explain) {
    RecordShape<?> shape = new RecordShape<>(type);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      String path = prefix + shape.name(i);
      Object value = defaults == null ? null : shape.read(defaults, i);
      Class<?> raw = Binder.raw(shape.type(i));
      List<Field> nested =
          Binder.isNested(raw)
              ? of(path + ".", raw.asSubclass(Record.class), (Record) value, explain)
              : List.of();
      fields.add(
          new Field(
              path,
              shape.name(i),
              shape.type(i),
              plain(shape.name(i), value),
              explain.apply(path),
              nested));
    }
    return fields;
  }

  /** A value as maps, lists, strings, numbers and booleans. */
  private static @Nullable Object plain(String name, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(plain(name, item)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      map.forEach((key, item) -> members.put(String.valueOf(key), plain(name, item)));
      return members;
    }
    if (value instanceof Record record && Binder.isNested(record.getClass())) {
      return members(record);
    }
    return single(name, value);
  }

  private static Map<String, @Nullable Object> members(Record record) {
    RecordShape<?> shape = new RecordShape<>(record.getClass());
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (int i = 0; i < shape.size(); i++) {
      Object value = plain(shape.name(i), shape.read(record, i));
      if (value != null) {
        members.put(shape.name(i), value);
      }
    }
    return members;
  }

  private static Object single(String name, Object value) {
    if (value instanceof Duration time) {
      return Amounts.of(time);
    }
    if (value instanceof Enum<?> constant) {
      return Values.kebab(constant);
    }
    if (value instanceof Endpoint || value instanceof HostPort || value instanceof Path) {
      return value.toString();
    }
    boolean whole = value instanceof Long || value instanceof Integer;
    return whole ? Values.write(name, ((Number) value).longValue()) : value;
  }
}
