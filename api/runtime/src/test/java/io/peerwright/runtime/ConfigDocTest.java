package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDocTest {

  private final ConfigDoc doc = new ConfigDoc(Plugins.installed());

  @Test
  void explainTellsEachKeyWithDefaultAndMeaning() {
    String text = doc.explain();
    List<String> lines = text.lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
    assertTrue(lines.contains("\"transport\": {\"type\": \"fake\"}"), text);
    assertTrue(lines.contains("lanes 4 how many lanes there are, 1..64"), text);
    assertTrue(lines.contains("limits.uploads 3 uploads at one time, 1..100"), text);
    assertTrue(lines.contains("limits.idle \"2m\""), text);
    assertTrue(lines.contains("mode \"plain\" one of plain, very-fast"), text);
    assertTrue(lines.contains("bufferBytes \"64KiB\""), text);
    assertTrue(lines.contains("gateway -"), text);
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("metrics.prometheus - where /metrics is")),
        text);
    assertTrue(lines.contains("\"overlays\": [{\"type\": \"idle\"}]"), text);
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("download \"downloads\" the folder")));
  }

  @Test
  void withoutPluginsItSaysSo() {
    String text = new ConfigDoc(Plugins.find(ClassLoader.getPlatformClassLoader())).explain();
    assertEquals(5, text.lines().filter("  none is installed"::equals).count(), text);
  }

  private static Json at(Json json, String... keys) {
    Json current = json;
    for (String key : keys) {
      current =
          current instanceof Json.Arr array
              ? array.items().get(Integer.parseInt(key))
              : ((Json.Obj) current).get(key);
    }
    return current;
  }

  @Test
  void theSchemaDescribesEachPluginAndRefusesOtherKeys() {
    Problems problems = new Problems();
    Json schema = JsonReader.read(doc.schema(), problems);
    assertEquals(0, problems.count());
    assertEquals(
        "https://json-schema.org/draft/2020-12/schema",
        assertInstanceOf(Json.Str.class, at(schema, "$schema")).value());
    Json fake = at(schema, "properties", "transport", "oneOf", "0");
    assertEquals("fake", ((Json.Str) at(fake, "properties", "type", "const")).value());
    assertEquals("integer", ((Json.Str) at(fake, "properties", "lanes", "type")).value());
    assertEquals("4", ((Json.Num) at(fake, "properties", "lanes", "default")).digits());
    assertEquals("very-fast", ((Json.Str) at(fake, "properties", "mode", "enum", "1")).value());
    assertEquals(
        "integer",
        ((Json.Str) at(fake, "properties", "limits", "properties", "uploads", "type")).value());
    assertEquals("object", ((Json.Str) at(fake, "properties", "rules", "items", "type")).value());
    assertEquals("string", ((Json.Str) at(fake, "properties", "listen", "type")).value());
    assertEquals(false, ((Json.Bool) at(fake, "additionalProperties")).value());
    Json metrics = at(schema, "properties", "metrics", "properties", "prometheus");
    assertEquals("^.+:[0-9]{1,5}$", ((Json.Str) at(metrics, "pattern")).value());
    Json overlays = at(schema, "properties", "overlays", "items", "oneOf");
    assertEquals(2, ((Json.Arr) overlays).items().size());
    assertEquals(
        "array",
        ((Json.Str) at(schema, "properties", "nat", "properties", "methods", "type")).value());
  }

  @Test
  void checkTellsWhatIsWrong(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("peer.json");
    Files.writeString(file, "{\"transport\": {\"type\": \"fake\"}}");
    assertEquals(List.of(), doc.check(file));
    Files.writeString(file, "{\"transport\": {\"type\": \"fake\", \"lane\": 3}}");
    assertEquals("lanes", doc.check(file).get(0).nearest());
  }
}
