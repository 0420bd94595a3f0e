package io.peerwright.runtime;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.runtime.Json.Place;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds JSON objects to records, strictly: an unknown key, a wrong type or a refused value is a
 * problem. Goes on after a problem, to find the others.
 */
final class Binder {

  private final Problems problems;

  Binder(Problems problems) {
    this.problems = problems;
  }

  /**
   * Binds an object.
   *
   * @param defaults what holds for keys that are not there; null if they have to be there
   * @param alsoKnown keys that somebody else reads
   * @return null if there was a problem
   */
  <C extends Record> @Nullable C bind(
      Json.Obj object, Class<C> type, @Nullable C defaults, Set<String> alsoKnown) {
    int before = problems.count();
    RecordShape<C> shape = new RecordShape<>(type);
    reportUnknownKeys(object, shape.names(), alsoKnown);
    @Nullable Object[] values = new @Nullable Object[shape.size()];
    for (int i = 0; i < values.length; i++) {
      Json given = object.get(shape.name(i));
      Object fallback = defaults == null ? null : shape.read(defaults, i);
      values[i] =
          given != null
              ? convert(shape.name(i), shape.type(i), given, fallback)
              : defaults != null ? fallback : absent(object, shape, i);
    }
    if (problems.count() > before) {
      checkAlone(object, shape, defaults, values, "");
      return null;
    }
    try {
      return shape.make(values);
    } catch (IllegalArgumentException e) {
      refused(object, shape, e);
      checkAlone(object, shape, defaults, values, message(e));
      return null;
    }
  }

  private void reportUnknownKeys(Json.Obj object, List<String> names, Set<String> alsoKnown) {
    List<String> known = new ArrayList<>(alsoKnown);
    known.addAll(names);
    object
        .members()
        .forEach(
            (key, member) -> {
              if (!known.contains(key)) {
                problems.unknown(member.keyPlace(), "key", key, known, "known here:");
              }
            });
  }

  /** A record says only the first thing it dislikes; asked value by value it says the others. */
  private <C extends Record> void checkAlone(
      Json.Obj object,
      RecordShape<C> shape,
      @Nullable C defaults,
      @Nullable Object[] values,
      String known) {
    if (defaults == null) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      if (object.get(shape.name(i)) == null || values[i] == null) {
        continue;
      }
      @Nullable Object[] alone = new @Nullable Object[values.length];
      for (int j = 0; j < alone.length; j++) {
        alone[j] = j == i ? values[i] : shape.read(defaults, j);
      }
      try {
        shape.make(alone);
      } catch (IllegalArgumentException e) {
        if (!message(e).equals(known) && startsWithName(message(e), shape.name(i))) {
          refused(object, shape, e);
        }
      }
    }
  }

  private void refused(Json.Obj object, RecordShape<?> shape, IllegalArgumentException e) {
    String message = message(e);
    for (String name : shape.names()) {
      if (startsWithName(message, name)) {
        Json given = object.get(name);
        String pointer = JsonReader.child(object.place().pointer(), name);
        Place section = object.place();
        problems.add(
            given != null ? given.place() : new Place(pointer, section.line(), section.column()),
            message);
        return;
      }
    }
    problems.add(object.place(), message);
  }

  private static String message(IllegalArgumentException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static boolean startsWithName(String message, String name) {
    return message.startsWith(name)
        && (message.length() == name.length()
            || !Character.isJavaIdentifierPart(message.charAt(name.length())));
  }

  private @Nullable Object absent(Json.Obj object, RecordShape<?> shape, int index) {
    Class<?> raw = raw(shape.type(index));
    if (raw == List.class) {
      return List.of();
    }
    if (raw == Map.class) {
      return Map.of();
    }
    problems.add(object.place(), "the key \"" + shape.name(index) + "\" is missing");
    return null;
  }

  private @Nullable Object convert(String name, Type type, Json json, @Nullable Object fallback) {
    Class<?> raw = raw(type);
    if (json instanceof Json.Null) {
      problems.add(json.place(), "must not be null; leave the key out to have the default");
      return null;
    }
    if (raw == List.class) {
      return list(name, argument(type, 0), json);
    }
    if (raw == Map.class) {
      return map(name, argument(type, 1), json);
    }
    if (isNested(raw)) {
      return nested(raw.asSubclass(Record.class), json, (Record) fallback);
    }
    return single(name, raw, json);
  }

  private @Nullable Object single(String name, Class<?> raw, Json json) {
    try {
      Object value = Values.read(name, raw, json);
      if (value == null) {
        problems.add(json.place(), "the plug-in wants a " + raw.getName() + ", which JSON has not");
      }
      return value;
    } catch (IllegalArgumentException e) {
      problems.add(json.place(), message(e));
      return null;
    }
  }

  private <R extends Record> @Nullable R nested(
      Class<R> type, Json json, @Nullable Record defaults) {
    if (json instanceof Json.Obj object) {
      return bind(object, type, type.cast(defaults), Set.of());
    }
    problems.add(json.place(), "must be an object, is " + json.kind());
    return null;
  }

  private @Nullable Object list(String name, Type item, Json json) {
    if (!(json instanceof Json.Arr array)) {
      problems.add(json.place(), "must be a list, is " + json.kind());
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (Json element : array.items()) {
      Object value = convert(name, item, element, null);
      if (value != null) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  private @Nullable Object map(String name, Type item, Json json) {
    if (!(json instanceof Json.Obj object)) {
      problems.add(json.place(), "must be an object, is " + json.kind());
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            (key, member) -> {
              Object value = convert(name, item, member.value(), null);
              if (value != null) {
                values.put(key, value);
              }
            });
    return Collections.unmodifiableMap(values);
  }

  /** True for records that are objects in JSON; an endpoint is a text. */
  static boolean isNested(Class<?> type) {
    return type.isRecord() && type != Endpoint.class && type != HostPort.class;
  }

  static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  static Type argument(Type type, int index) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }
}
