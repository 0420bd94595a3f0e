package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The built program, in processes of its own, over real TCP. */
@Execution(ExecutionMode.CONCURRENT)
class CommandLineIT {

  @TempDir Path folder;

  /** The whole of the main path, a process for each part in it. */
  @Test
  void servesSharesFindsBrowsesAndGets() throws Exception {
    Path music = Files.createDirectories(folder.resolve("music"));
    byte[] song = new byte[3_000_000];
    new Random(5).nextBytes(song);
    Files.write(music.resolve("copper rain.ogg"), song);
    Files.writeString(music.resolve("other song.ogg"), "la la");
    for (String name : List.of("copper rain.ogg", "other song.ogg")) {
      Files.setLastModifiedTime(music.resolve(name), FileTime.fromMillis(1_000_000_000_000L));
    }
    try (Program server = server()) {
      String address = server.event().at("/endpoints/0").asText();
      try (Program alice =
          client("share", music.toString(), "--nick", "alice", "--server", address)) {
        JsonNode sharing = alice.event();
        assertEquals("sharing", sharing.get("event").asText());
        assertEquals(2, sharing.get("files").asInt());
        assertEquals(2, sharing.get("hashed").asInt());
        assertFinds(address);
        assertBrowses(address);
        assertGets(address, song);
      }
      try (Program alice =
          client("share", music.toString(), "--nick", "alice", "--server", address)) {
        JsonNode sharing = alice.event();
        assertEquals(2, sharing.get("files").asInt());
        assertEquals(0, sharing.get("hashed").asInt(), "what a first start has hashed is known");
      }
    }
  }

  private Program server() throws IOException {
    return Program.jar(folder, "serve", "--json", "--listen", "127.0.0.1:0");
  }

  private void assertFinds(String server) throws Exception {
    try (Program search = client("search", "copper", "rain", "--server", server)) {
      JsonNode hit = search.event();
      assertEquals("hit", hit.get("event").asText());
      assertEquals("alice", hit.get("peer").asText());
      assertEquals(3_000_000, hit.get("bytes").asInt());
      assertEquals(1, search.event().get("hits").asInt());
      assertEquals(0, search.exitCode());
    }
    try (Program search = client("search", "copper", "-rain", "--server", server)) {
      assertEquals(0, search.event().get("hits").asInt());
      assertEquals(1, search.exitCode(), "finding nothing is told by the exit code");
    }
  }

  private void assertBrowses(String server) throws Exception {
    try (Program browse = client("browse", "alice", "--server", server)) {
      assertEquals("hit", browse.event().get("event").asText());
      assertEquals("hit", browse.event().get("event").asText());
      assertEquals(2, browse.event().get("hits").asInt());
      assertEquals(0, browse.exitCode());
    }
  }

  private void assertGets(String server, byte[] song) throws Exception {
    Files.writeString(folder.resolve("copper rain.ogg"), "mine");
    try (Program get =
        client("get", "copper", "rain", "--to", folder.toString(), "--server", server)) {
      List<String> lines = get.output();
      assertEquals(0, get.exitCode(), get.errors());
      assertTrue(lines.get(lines.size() - 1).contains("\"complete\""), lines::toString);
    }
    assertEquals(
        -1,
        Files.mismatch(folder.resolve("copper rain.ogg"), folder.resolve("music/copper rain.ogg")));
    assertEquals(song.length, Files.size(folder.resolve("copper rain.ogg")));
    assertEquals("mine", Files.readString(folder.resolve("copper rain.ogg.old-1")));
    Path file = folder.resolve("music").resolve("other song.ogg");
    try (Program get =
        client("get", "other", "song", "--to", file.toString(), "--server", server)) {
      List<String> lines = get.output();
      assertEquals(1, get.exitCode());
      assertTrue(
          lines.get(lines.size() - 1).contains(file + ": it is no folder; mend that"),
          lines::toString);
    }
  }

  private Program client(String... arguments) throws IOException {
    String[] all = new String[arguments.length + 3];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--json";
    all[arguments.length + 1] = "--listen";
    all[arguments.length + 2] = "127.0.0.1:0";
    return Program.jar(folder, all);
  }

  @Test
  void aCommandThatThereIsNotIsToldBack() throws Exception {
    try (Program refused = Program.jar(folder, "serv")) {
      assertEquals(2, refused.exitCode());
      assertTrue(refused.errors().startsWith("peerwright: nothing is known of serv"));
      assertTrue(refused.errors().contains("did you mean: serve"), refused.errors());
    }
  }

  @Test
  void tracksUntilInterrupted() throws Exception {
    try (Program tracker =
        Program.jar(folder, "tracker", "--json", "--listen", "127.0.0.1:0", "--status", "1s")) {
      JsonNode tracking = tracker.event();
      assertEquals("tracking", tracking.get("event").asText());
      String url = tracking.at("/urls/0").asText();
      String query = "?info_hash=" + "a".repeat(20) + "&peer_id=" + "b".repeat(20) + "&port=1";
      try (var answer = URI.create(url + query).toURL().openStream()) {
        String text = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(text.startsWith("d8:completei0e"), text);
      }
      JsonNode status = tracker.event();
      while (status.get("announces").asInt() == 0) {
        status = tracker.event();
      }
      assertEquals(1, status.get("peers").asInt());
      tracker.interrupt();
      assertEquals(0, tracker.exitCode());
      assertEquals("", tracker.errors());
    }
  }

  @Test
  void aTrackerToldNonsenseSaysWhatAndWhere() throws Exception {
    assertTrackerRefused("/overlays/0/listen", "--listen", "nowhere");
    assertTrackerRefused("--status must be at least 1s", "--status", "0s");
    assertTrackerRefused(
        "minInterval must be within 1s..30m", "--set", "/overlays/0/minInterval=2h");
    assertTrackerRefused("there is no file", "--set", "/overlays/0/whitelistFile=missing.txt");
  }

  private void assertTrackerRefused(String words, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("tracker"));
    all.addAll(List.of(arguments));
    if (!all.contains("--listen")) {
      all.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    try (Program refused = Program.jar(folder, all.toArray(String[]::new))) {
      assertNotEquals(0, refused.exitCode());
      assertTrue(refused.errors().contains(words), refused.errors());
      assertTrue(refused.errors().lines().count() <= 3, refused.errors());
    }
  }

  @Test
  void endsInOrderWhenInterrupted() throws Exception {
    try (Program server = server()) {
      assertEquals("serving", server.event().get("event").asText());
      server.interrupt();
      assertEquals(0, server.exitCode());
      assertEquals("", server.errors());
    }
  }

  @Test
  void demoGetsIdenticalFilesLiveAndSimulated() throws Exception {
    Path clone = Path.of("..").toAbsolutePath().normalize();
    assertDemo(clone, 5, "--transport", "vertx");
    assertEquals(List.of(), filesIn(folder), "what was downloaded is removed");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path kept = folder.resolve("kept");
    assertDemo(empty, 4, "--transport", "inmemory", "--to", kept.toString());
    assertTrue(filesIn(kept).contains("erin copper rain film.mpg"), () -> kept.toString());
    assertTrue(filesIn(kept).contains("silver river song.ogg"), "written where there is no file");
    assertEquals(List.of(), filesIn(empty));
  }

  private void assertDemo(Path where, int downloads, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("demo"));
    arguments.addAll(List.of(options));
    try (Program demo = Program.jar(where, folder, arguments.toArray(String[]::new))) {
      List<String> lines = demo.output();
      assertEquals(0, demo.exitCode(), demo.errors());
      String all = downloads + " of " + downloads + " downloads are identical";
      assertTrue(lines.get(lines.size() - 1).startsWith(all), lines::toString);
    }
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void simulationRepeatsFromItsSeed() throws Exception {
    String first = simulate("7");
    assertEquals(first, simulate("7"));
    assertNotEquals(first, simulate("8"));
  }

  @Test
  void simulationTakesAConfiguration() throws Exception {
    Path file = folder.resolve("slow.json");
    Files.writeString(
        file,
        """
        {"transport": {"type": "inmemory", "network": {"latencyMaxMicros": 900000}},
         "overlays": [{"type": "hybrid", "maxUploads": 2}]}
        """);
    assertNotEquals(simulate("7"), simulate("7", "--config", file.toString()));
  }

  private String simulate(String seed, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("simulate", "--json", "--peers", "50", "--seed", seed));
    arguments.addAll(List.of(more));
    try (Program run = Program.jar(folder, arguments.toArray(String[]::new))) {
      JsonNode report = run.event();
      assertEquals(50, report.get("downloads").asInt());
      assertEquals(0, run.exitCode());
      return report.get("trace").asText();
    }
  }

  @Test
  void simulatesASwarm() throws Exception {
    String[] call = {
      "simulate", "--json", "--overlay", "bittorrent", "--peers", "12", "--pieces", "60"
    };
    List<String> traces = new ArrayList<>();
    for (String shards : List.of("1", "2")) {
      List<String> arguments = new ArrayList<>(List.of(call));
      arguments.addAll(List.of("--free-riders", "2", "--shards", shards));
      try (Program run = Program.jar(folder, arguments.toArray(String[]::new))) {
        JsonNode report = run.event();
        assertEquals(12, report.get("complete").asInt());
        assertTrue(report.get("lastSeconds").asDouble() >= report.get("boundSeconds").asDouble());
        assertEquals(0, run.exitCode());
        traces.add(report.get("trace").asText());
      }
    }
    assertEquals(traces.get(0), traces.get(1));
    assertSimulationRefused("a swarm is simulated with", "--overlay", "bittorrent", "--files", "3");
    assertSimulationRefused("go with --overlay bittorrent", "--pieces", "3");
  }

  @Test
  void seedSearchTellsTheCommandThatRepeatsAFailure() throws Exception {
    String plan = "reset:peer1@50000,crash:peer2@100000+900000:kept,slow:peer3@90000+5000:100";
    try (Program run =
        Program.jar(
            folder, "simulate", "--json", "--seeds", "3..9", "--peers", "20", "--plan", plan)) {
      assertTrue(run.event().get("failed").asBoolean());
      JsonNode failure = run.event();
      assertEquals("crash:peer2@100000+900000:kept", failure.get("plan").asText());
      assertEquals(1, run.exitCode());
      String command = failure.get("command").asText();
      String[] arguments = command.substring(command.indexOf("simulate")).split(" ");
      try (Program again = Program.jar(folder, arguments)) {
        assertTrue(String.join("\n", again.output()).contains("peer2 is down"));
        assertEquals(1, again.exitCode());
      }
    }
    try (Program run = Program.jar(folder, "simulate", "--seeds", "1..3", "--peers", "20")) {
      List<String> lines = run.output();
      assertEquals("none of them fails", lines.get(lines.size() - 1));
      assertEquals(0, run.exitCode());
    }
    try (Program run = Program.jar(folder, "simulate", "--plan", "crash:peer9999@1+1:kept")) {
      assertEquals(1, run.exitCode());
      assertTrue(run.errors().contains("there are peer0 to peer199"), run.errors());
    }
  }

  @Test
  void refusesToSimulateWhatDoesNotGoTogether() throws Exception {
    assertSimulationRefused("--shards does not go with", "--shards", "2", "--seeds", "1..3");
    assertSimulationRefused("--shards does not go with", "--shards", "2", "--plan", "none");
    assertSimulationRefused(
        "--churn does not go with", "--churn", "exponential:60s", "--seeds", "1..3");
    assertSimulationRefused("is none of exponential:MEAN", "--churn", "60s");
    assertSimulationRefused("--threads does not go with", "--threads", "2", "--faults", "default");
    assertSimulationRefused("--threads goes with --seeds", "--threads", "2");
  }

  private void assertSimulationRefused(String why, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("simulate", "--peers", "20"));
    arguments.addAll(List.of(options));
    try (Program run = Program.jar(folder, arguments.toArray(String[]::new))) {
      assertEquals(1, run.exitCode());
      assertTrue(run.errors().contains(why), run.errors());
    }
  }

  @Test
  void tellsWhatIsWrongWithAConfiguration() throws Exception {
    Path file = folder.resolve("peer.json");
    Files.writeString(
        file,
        """
        {"transport": {"type": "vertx"},
         "overlays": [{"type": "hybrid", "maxUpload": 3}]}
        """);
    try (Program check = Program.jar(folder, "config", "--check", file.toString(), "--json")) {
      JsonNode problem = check.event();
      assertEquals("/overlays/0/maxUpload", problem.get("pointer").asText());
      assertEquals("maxUploads", problem.get("nearest").asText());
      assertEquals(2, problem.get("line").asInt());
      assertEquals(2, check.exitCode());
    }
    try (Program search = Program.jar(folder, "search", "x", "--config", file.toString())) {
      assertEquals(2, search.exitCode());
      assertTrue(search.errors().contains("maxUploads"), search.errors());
    }
  }

  @Test
  void explainsItself() throws Exception {
    try (Program explain = Program.jar(folder, "config", "--explain")) {
      String text = String.join("\n", explain.output());
      assertTrue(text.contains("maxUploads") && text.contains("latencyMinMicros"), text);
    }
    try (Program schema = Program.jar(folder, "config", "--schema")) {
      String text = String.join("\n", schema.output());
      assertTrue(text.contains("\"$schema\"") && text.contains("hybrid-server"), text);
    }
    try (Program unknown = Program.jar(folder, "serch", "x")) {
      assertEquals(2, unknown.exitCode());
      assertTrue(unknown.errors().contains("search"), unknown.errors());
    }
  }

  /** Every module with its descriptor, services and opens: what the class path never checks. */
  @Test
  void runsOnTheModulePath() throws Exception {
    Path clone = Path.of("..").toAbsolutePath().normalize();
    try (Program demo = Program.modules(clone, "demo", "--json")) {
      List<String> lines = demo.output();
      assertEquals(0, demo.exitCode(), demo.errors());
      assertTrue(lines.get(lines.size() - 1).contains("\"event\":\"done\""), lines::toString);
    }
  }

  /** The same run, whatever way its classes are found and however many threads run it. */
  @Test
  void simulatesOnTheModulePathWithTheSameTrace() throws Exception {
    String[] arguments = {"simulate", "--json", "--peers", "50", "--seed", "7", "--shards", "2"};
    try (Program run = Program.modules(Path.of("..").toAbsolutePath().normalize(), arguments)) {
      List<String> lines = run.output();
      assertEquals(0, run.exitCode(), run.errors());
      String last = lines.get(lines.size() - 1);
      assertTrue(last.contains("\"trace\":\"" + simulate("7") + "\""), last);
    }
  }
}
