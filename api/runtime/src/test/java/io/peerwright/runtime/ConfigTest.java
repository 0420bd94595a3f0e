package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.ConfigException.Problem;
import io.peerwright.runtime.PeerConfig.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

  private static final Plugins PLUGINS = Plugins.installed();
  private static final String EVERYTHING =
      """
      {
        "$schema": "peer.schema.json",
        "name": "alice",
        "transport": {
          "type": "fake", "listen": "0.0.0.0:6346", "directory": "here",
          "threaded": true, "lanes": 9, "seed": -3, "loss": 0.25, "motto": "go",
          "mode": "very-fast", "delay": "1.5s", "gateway": "[2001:db8::1]:80", "keys": "a/b",
          "bufferBytes": "64KiB", "limits": {"uploads": 5}, "seeds": ["10.0.0.1:1", "10.0.0.2:2"],
          "rules": [{"match": "x", "weight": 2}], "weights": {"b": 2, "a": 1}
        },
        "decorate": [{"type": "tap", "adds": 2}],
        "nat": {"methods": ["relay"]},
        "overlays": [{"type": "idle"}, {"type": "fake", "label": "z"}],
        "share": ["music", "text"],
        "download": "in"
      }
      """;

  private static PeerConfig parse(String json) {
    return ConfigReader.read("peer.json", null, json, Map.of(), PLUGINS);
  }

  private static List<Problem> problems(String json) {
    return assertThrows(ConfigException.class, () -> parse(json)).problems();
  }

  /** What is wrong with a transport section that has this besides its type. */
  private static Problem problem(String members) {
    List<Problem> found = problems("{\"transport\": {\"type\": \"fake\", " + members + "}}");
    assertEquals(1, found.size(), found::toString);
    return found.get(0);
  }

  @Test
  void everythingThatJsonSaysReachesTheRecords() {
    FakeTransport.Config transport =
        new FakeTransport.Config(
            true,
            9,
            -3,
            0.25,
            "go",
            FakeTransport.Mode.VERY_FAST,
            Duration.ofMillis(1500),
            Endpoint.parse("[2001:db8::1]:80"),
            Path.of("a/b"),
            65536,
            new FakeTransport.Limits(5, Duration.ofMinutes(2)),
            List.of(Endpoint.parse("10.0.0.1:1"), Endpoint.parse("10.0.0.2:2")),
            List.of(new FakeTransport.Rule("x", 2, List.of())),
            Map.of("a", 1, "b", 2));
    FakeOverlay.Config defaults = new FakeOverlay.Provider().defaults();
    FakeOverlay.Config z =
        new FakeOverlay.Config(
            "z",
            defaults.create(),
            defaults.join(),
            defaults.leave(),
            defaults.files(),
            defaults.end());
    PeerConfig inCode =
        PeerConfig.of("alice", new Section("fake", transport))
            .listeningOn(Endpoint.parse("0.0.0.0:6346"))
            .in(Path.of("here"))
            .decoratedBy(new Section("tap", new FakeDecorator.Config(2, List.of("punch"))))
            .decoratedBy(new Section("nat", new FakeDecorator.Config(1, List.of("relay"))))
            .with("idle", defaults)
            .with("fake", z)
            .sharing("music", "text")
            .downloadingTo("in");
    assertEquals(inCode, parse(EVERYTHING));
  }

  @Test
  void whatIsLeftOutHasTheDefault() {
    PeerConfig config = parse("{\"transport\": {\"type\": \"fake\"}}");
    assertEquals(
        PeerConfig.of("peer", new Section("fake", new FakeTransport().defaults())), config);
    assertNull(config.listen());
    assertNull(config.directory());
  }

  @Test
  void allProblemsAreToldInTheOrderOfTheDocument() {
    String json =
        """
        {
          "nam": "alice",
          "transport": {"type": "fake", "lanes": 65, "loss": 3, "limits": {"uploads": 0}},
          "overlays": [{"type": "fkae"}, {}, {"type": "idle", "labl": "x"}],
          "metric": {"prometheus": "127.0.0.1:9464"}
        }
        """;
    ConfigException e = assertThrows(ConfigException.class, () -> parse(json));
    assertEquals(
        """
        peer.json has problems:
          2:3 /nam: unknown key "nam"; did you mean "name"? (known here: $schema, decorate, \
        download, events, exclude, metrics, multicast, name, naming, nat, overlays, rescan, share, transport)
          3:42 /transport/lanes: lanes must be within 1..64, is 65
          3:54 /transport/loss: loss must be within 0..1, is 3.0
          3:79 /transport/limits/uploads: uploads must be within 1..100, is 0
          4:25 /overlays/0/type: unknown overlay "fkae"; did you mean "fake"? (installed: fake, \
        idle)
          4:34 /overlays/1: the key "type" is missing; installed: fake, idle
          4:55 /overlays/2/labl: unknown key "labl"; did you mean "label"? (known here: create, \
        end, files, join, label, leave, type)
          5:3 /metric: unknown key "metric"; did you mean "metrics"? (known here: $schema, decorate, \
        download, events, exclude, metrics, multicast, name, naming, nat, overlays, rescan, share, transport)\
        """,
        e.getMessage());
    assertEquals("fake", e.problems().get(4).nearest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "lanes": "many"          | /transport/lanes       | must be a whole number, is the text "many"
          "lanes": 1.5             | /transport/lanes       | must be a whole number, is the number 1.5
          "lanes": 3000000000      | /transport/lanes       | must be within -2147483648..2147483647, is the number 3000000000
          "seed": 1e999999999      | /transport/seed        | must be within -9223372036854775808..9223372036854775807, is the number 1e999999999
          "seed": null             | /transport/seed        | must not be null; leave the key out to have the default
          "loss": "half"           | /transport/loss        | must be a number, is the text "half"
          "threaded": 1            | /transport/threaded    | must be true or false, is the number 1
          "motto": true            | /transport/motto       | must be a text, is true
          "mode": "fast"           | /transport/mode        | must be one of plain, very-fast, is "fast"
          "mode": "PLAIN"          | /transport/mode        | must be one of plain, very-fast, is "PLAIN"; did you mean "plain"?
          "delay": 5               | /transport/delay       | must be a time such as "15s", "2m" or "250ms", is the number 5
          "delay": "5 parsecs"     | /transport/delay       | must be a time such as "15s", "2m" or "250ms", is "5 parsecs"
          "bufferBytes": "64 Kib"  | /transport/bufferBytes | must be a size such as 65536 or "64KiB", is "64 Kib"
          "bufferBytes": "9999999TiB" | /transport/bufferBytes | "9999999TiB" is too much
          "gateway": "example:80"  | /transport/gateway     | not an endpoint: "example:80"; write 192.0.2.1:80 or [2001:db8::1]:80
          "limits": 3              | /transport/limits      | must be an object, is the number 3
          "seeds": "10.0.0.1:1"    | /transport/seeds       | must be a list, is the text "10.0.0.1:1"
          "seeds": [7]             | /transport/seeds/0     | must be an endpoint such as "192.0.2.1:80", is the number 7
          "rules": [{"match": "x"}] | /transport/rules/0    | the key "weight" is missing
          "weights": {"a/b": "x"}  | /transport/weights/a~1b | must be a whole number, is the text "x"
          "listen": "here"         | /transport/listen      | not an endpoint: "here"; write 192.0.2.1:80 or [2001:db8::1]:80
          "lanes": 3, "lanes": 4   | /transport/lanes       | this key stands here twice
          """)
  void aBadValueIsToldWithWhatWouldBeRight(String members, String pointer, String message) {
    Problem problem = problem(members);
    assertEquals(pointer, problem.pointer());
    assertEquals(message, problem.message());
    assertEquals(1, problem.line());
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "15s, PT15S",
    "2m, PT2M",
    "2min, PT2M",
    "1.5h, PT1H30M",
    "1d, PT24H",
    "PT7S, PT7S",
    "10us, PT0.00001S",
    "0s, PT0S"
  })
  void timesHaveUnits(String text, String iso) {
    String json = "{\"transport\": {\"type\": \"fake\", \"delay\": \"" + text + "\"}}";
    FakeTransport.Config config = (FakeTransport.Config) parse(json).transport().config();
    assertEquals(Duration.parse(iso), config.delay());
    String written = Amounts.of(config.delay());
    assertEquals(
        config.delay(),
        ((FakeTransport.Config) parse(json.replace(text, written)).transport().config()).delay());
  }

  @ParameterizedTest
  @CsvSource({
    "64KiB, 65536",
    "64K, 65536",
    "1 MB, 1000000",
    "1.5MiB, 1572864",
    "7B, 7",
    "2kB, 2000"
  })
  void sizesHaveUnits(String text, long bytes) {
    String json = "{\"transport\": {\"type\": \"fake\", \"bufferBytes\": \"" + text + "\"}}";
    assertEquals(bytes, ((FakeTransport.Config) parse(json).transport().config()).bufferBytes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                  | there is nothing in it; the least is {}
          []                  | must be an object, is a list
          {"transport": 3}    | must be an object, is the number 3
          {} {}               | something follows after the end of the document
          """)
  void whatIsNoConfigurationIsRefused(String json, String message) {
    assertTrue(problems(json).stream().anyMatch(problem -> problem.message().equals(message)));
  }

  @Test
  void aMissingTransportNamesThoseThatAreInstalled() {
    assertEquals(
        "the key \"transport\" is missing, such as {\"type\": ...} with one of fake",
        problems("{}").get(0).message());
  }

  @Test
  void syntaxErrorsHaveALineAndAColumn() {
    Problem problem = problems("{\n  \"name\" \"alice\"\n}").get(0);
    assertEquals(2, problem.line());
    assertTrue(problem.column() > 0);
    assertTrue(problem.message().startsWith("this is not JSON: "));
  }

  @Test
  void deepNestingIsRefused() {
    assertTrue(problems("[".repeat(500)).get(0).message().contains("nested deeper than 64 levels"));
  }

  @Test
  void relativePathsStartAtTheFileAndOneThatIsNotThereIsNamed(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("peer.json");
    PeerwrightException e =
        assertThrows(PeerwrightException.class, () -> ConfigReader.read(file, PLUGINS));
    assertEquals("there is no file " + file.toAbsolutePath(), e.getMessage());
    Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
    e = assertThrows(PeerwrightException.class, () -> ConfigReader.read(file, PLUGINS));
    assertTrue(e.getMessage().endsWith("is not UTF-8 text"));
    Files.writeString(file, EVERYTHING);
    Files.createDirectories(folder.resolve("here/music"));
    Files.createDirectories(folder.resolve("here/text"));
    assertEquals(folder.resolve("here"), ConfigReader.read(file, PLUGINS).directory());
  }

  @Test
  void damagedDocumentsAreReadOrRefusedInOrder() {
    Random random = new Random(20);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      StringBuilder damaged = new StringBuilder(EVERYTHING);
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.deleteCharAt(at);
          case 1 -> damaged.setCharAt(at, (char) (32 + random.nextInt(96)));
          default -> damaged.insert(at, damaged.charAt(random.nextInt(damaged.length())));
        }
      }
      try {
        parse(damaged.toString());
      } catch (ConfigException e) {
        refused++;
        assertTrue(e.problems().size() > 0);
      }
    }
    assertTrue(refused > 1000, "most damage is noticed: " + refused);
  }
}
