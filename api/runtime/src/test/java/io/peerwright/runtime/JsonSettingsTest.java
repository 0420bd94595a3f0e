package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonSettingsTest {

  private final Problems problems = new Problems();

  private Json.Obj changed(String json, String... pointersAndValues) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < pointersAndValues.length; i += 2) {
      settings.put(pointersAndValues[i], pointersAndValues[i + 1]);
    }
    Json.Obj document = (Json.Obj) JsonReader.read(json, problems);
    new JsonSettings(problems).apply(document, settings);
    return document;
  }

  private static Json at(Json node, String... keys) {
    Json found = node;
    for (String key : keys) {
      found =
          found instanceof Json.Obj object
              ? object.get(key)
              : ((Json.Arr) found).items().get(Integer.parseInt(key));
    }
    return found;
  }

  @Test
  void makesWhatIsNotThere() {
    Json.Obj document =
        changed("{}", "/overlays/0/type", "hybrid", "/overlays/0/servers", "[\"a:1\", \"b:2\"]");
    assertEquals("the text \"hybrid\"", at(document, "overlays", "0", "type").kind());
    assertEquals("the text \"b:2\"", at(document, "overlays", "0", "servers", "1").kind());
    assertEquals(
        "/overlays/0/servers/1", at(document, "overlays", "0", "servers", "1").place().pointer());
    assertEquals(0, problems.count());
  }

  @Test
  void changesWhatIsThereAndKeepsTheRest() {
    Json.Obj document =
        changed("{\"a\": {\"b\": 1, \"c\": [1, 2]}}", "/a/b", "5", "/a/c/1", "true", "/a/c/2", "x");
    assertEquals("the number 5", at(document, "a", "b").kind());
    assertEquals("the number 1", at(document, "a", "c", "0").kind());
    assertEquals("true", at(document, "a", "c", "1").kind());
    assertEquals("the text \"x\"", at(document, "a", "c", "2").kind());
  }

  @Test
  void readsEscapesInPointers() {
    assertEquals("the number 1", at(changed("{}", "/a~1b~0c", "1"), "a/b~c").kind());
  }

  @Test
  void tellsWhatCannotBeSet() {
    for (List<String> wrong :
        List.of(
            List.of("nick", "no JSON pointer"),
            List.of("/", "no JSON pointer"),
            List.of("/name/first", "the text"),
            List.of("/list/7", "a list"),
            List.of("/list/x", "a list"))) {
      Problems before = new Problems();
      Json.Obj document = (Json.Obj) JsonReader.read("{\"name\": \"n\", \"list\": [1]}", before);
      new JsonSettings(before).apply(document, Map.of(wrong.get(0), "1"));
      assertEquals(1, before.count(), wrong.get(0));
      assertTrue(before.sorted().get(0).message().contains(wrong.get(1)), wrong.get(0));
    }
  }
}
