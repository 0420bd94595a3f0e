package io.peerwright.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value that knows where it stood. */
sealed interface Json {

  /** Where the value starts. */
  Place place();

  /** What it is, for a message. */
  String kind();

  /**
   * A place in the document.
   *
   * @param pointer the JSON pointer (RFC 6901)
   * @param line from 1, 0 if not known
   * @param column from 1, 0 if not known
   */
  record Place(String pointer, int line, int column) {

    /** For values that did not come from a file. */
    static Place of(String pointer) {
      return new Place(pointer, 0, 0);
    }
  }

  /** A member of an object; the key has a place of its own. */
  record Member(Place keyPlace, Json value) {}

  /** An object; the members in the order of the document. */
  record Obj(Place place, Map<String, Member> members) implements Json {

    static Obj empty(String pointer) {
      return new Obj(Place.of(pointer), new LinkedHashMap<>());
    }

    /** The value of a key, or null. */
    @Nullable Json get(String key) {
      Member member = members.get(key);
      return member == null ? null : member.value();
    }

    @Override
    public String kind() {
      return "an object";
    }
  }

  /** An array. */
  record Arr(Place place, List<Json> items) implements Json {

    static Arr empty(String pointer) {
      return new Arr(Place.of(pointer), new ArrayList<>());
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A string. */
  record Str(Place place, String value) implements Json {
    @Override
    public String kind() {
      return "the text \"" + value + "\"";
    }
  }

  /** A number, as it was written. */
  record Num(Place place, String digits) implements Json {
    @Override
    public String kind() {
      return "the number " + digits;
    }
  }

  /** True or false. */
  record Bool(Place place, boolean value) implements Json {
    @Override
    public String kind() {
      return Boolean.toString(value);
    }
  }

  /** The null value. */
  record Null(Place place) implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }
}
