package io.peerwright.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.peerwright.runtime.Json.Member;
import io.peerwright.runtime.Json.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a document into a tree that remembers lines and columns.
 *
 * <p>Jackson's own tree forgets them, and loading its data binding would take longer than all the
 * rest of starting a peer.
 */
final class JsonReader {

  private static final int DEEPEST = 64;

  private final JsonParser parser;
  private final Problems problems;

  private JsonReader(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** Reads {@code text}; on a syntax error the problem is added and an empty object returned. */
  static Json read(String text, Problems problems) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      JsonReader reader = new JsonReader(parser, problems);
      if (parser.nextToken() == null) {
        problems.add(new Place("", 1, 1), "there is nothing in it; the least is {}");
        return Json.Obj.empty("");
      }
      Json value = reader.value("", 0);
      if (parser.nextToken() != null) {
        problems.add(reader.place(""), "something follows after the end of the document");
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Place place =
          at == null ? Place.of("") : new Place("", at.getLineNr(), Math.max(1, at.getColumnNr()));
      problems.add(place, "this is not JSON: " + e.getOriginalMessage());
      return Json.Obj.empty("");
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string does not fail", e);
    }
  }

  /** A value that stands alone: JSON where it is JSON, else the text itself. */
  static Json setting(String pointer, String text) {
    Problems none = new Problems();
    Json value = read(text, none);
    return none.count() > 0 ? new Json.Str(Place.of(pointer), text) : moved(value, pointer);
  }

  /** The same value at another place, and with no line, for it was not in the file. */
  private static Json moved(Json value, String pointer) {
    Place place = Place.of(pointer);
    if (value instanceof Json.Obj object) {
      Json.Obj copy = Json.Obj.empty(pointer);
      object
          .members()
          .forEach(
              (key, member) -> {
                String below = child(pointer, key);
                copy.members().put(key, new Member(Place.of(below), moved(member.value(), below)));
              });
      return copy;
    }
    if (value instanceof Json.Arr array) {
      Json.Arr copy = Json.Arr.empty(pointer);
      for (Json item : array.items()) {
        copy.items().add(moved(item, child(pointer, Integer.toString(copy.items().size()))));
      }
      return copy;
    }
    if (value instanceof Json.Str text) {
      return new Json.Str(place, text.value());
    }
    if (value instanceof Json.Num number) {
      return new Json.Num(place, number.digits());
    }
    return value instanceof Json.Bool flag
        ? new Json.Bool(place, flag.value())
        : new Json.Null(place);
  }

  private Json value(String pointer, int depth) throws IOException {
    Place place = place(pointer);
    if (depth > DEEPEST) {
      throw new TooDeep(parser);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(place, depth);
      case START_ARRAY -> array(place, depth);
      case VALUE_STRING -> new Json.Str(place, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(place, parser.getText());
      case VALUE_TRUE -> new Json.Bool(place, true);
      case VALUE_FALSE -> new Json.Bool(place, false);
      default -> new Json.Null(place);
    };
  }

  private Json object(Place place, int depth) throws IOException {
    Map<String, Member> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Place keyPlace = place(child(place.pointer(), key));
      parser.nextToken();
      Member member = new Member(keyPlace, value(keyPlace.pointer(), depth + 1));
      if (members.putIfAbsent(key, member) != null) {
        problems.add(keyPlace, "this key stands here twice");
      }
    }
    return new Json.Obj(place, members);
  }

  private Json array(Place place, int depth) throws IOException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(child(place.pointer(), Integer.toString(items.size())), depth + 1));
    }
    return new Json.Arr(place, items);
  }

  private Place place(String pointer) {
    JsonLocation at = parser.currentTokenLocation();
    return new Place(pointer, at.getLineNr(), at.getColumnNr());
  }

  /** The pointer one level down (RFC 6901). */
  static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  private static final class TooDeep extends JsonProcessingException {
    private static final long serialVersionUID = 1;

    TooDeep(JsonParser parser) {
      super("nested deeper than " + DEEPEST + " levels", parser.currentTokenLocation());
    }
  }
}
