package io.peerwright.runtime;

import io.peerwright.runtime.Json.Member;
import io.peerwright.runtime.Json.Place;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes single values of a document by JSON pointer (RFC 6901), making what is not there yet. */
final class JsonSettings {

  private final Problems problems;

  JsonSettings(Problems problems) {
    this.problems = problems;
  }

  /**
   * Applies all, in order.
   *
   * @param settings pointers with JSON, or with text that needs no quotes
   */
  void apply(Json.Obj document, Map<String, String> settings) {
    settings.forEach((pointer, text) -> set(document, pointer, text));
  }

  private void set(Json.Obj document, String pointer, String text) {
    if (!pointer.startsWith("/") || pointer.length() < 2) {
      problems.add(
          Place.of(""), "\"" + pointer + "\" is no JSON pointer; write such as /overlays/0/nick");
      return;
    }
    String[] keys = pointer.substring(1).split("/", -1);
    Json node = document;
    String path = "";
    for (int i = 0; node != null && i < keys.length; i++) {
      String key = keys[i].replace("~1", "/").replace("~0", "~");
      path = path + "/" + keys[i];
      Json made =
          i == keys.length - 1 ? JsonReader.setting(pointer, text) : container(path, keys[i + 1]);
      node = put(node, path, key, made, i == keys.length - 1);
    }
  }

  /** What a key leads to that is not there: a list if the next key counts from its start. */
  private static Json container(String path, String nextKey) {
    return nextKey.equals("0") ? Json.Arr.empty(path) : Json.Obj.empty(path);
  }

  /** Puts the value there, unless something is there that shall stay; returns what is there. */
  private @Nullable Json put(Json parent, String path, String key, Json value, boolean replace) {
    if (parent instanceof Json.Obj object) {
      Json old = object.get(key);
      if (old != null && !replace) {
        return old;
      }
      object.members().put(key, new Member(Place.of(path), value));
      return value;
    }
    if (parent instanceof Json.Arr array && key.matches("0|[1-9][0-9]{0,5}")) {
      int index = Integer.parseInt(key);
      if (index == array.items().size()) {
        array.items().add(value);
        return value;
      }
      if (index < array.items().size()) {
        if (replace) {
          array.items().set(index, value);
        }
        return array.items().get(index);
      }
    }
    problems.add(
        Place.of(path), "cannot be set, for there is " + parent.kind() + " one level above it");
    return null;
  }
}
