package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.samples.stranger.ShelfProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The built program with a plug-in that it does not know, from a folder of jars. */
@Execution(ExecutionMode.CONCURRENT)
class PluginCommandsIT {

  @TempDir private Path folder;

  /** Packs the plug-in, which is on the class path of the tests only. */
  @BeforeEach
  void pack() throws IOException {
    Path classes = Path.of("target/test-classes");
    Path jar = Files.createDirectories(folder.resolve("plugins")).resolve("shelf.jar");
    String provider = ShelfProvider.class.getName();
    Path its = classes.resolve(provider.replace('.', '/')).getParent();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(file);
        Stream<Path> all = Files.list(its)) {
      for (Path each : all.sorted().toList()) {
        entry(packed, classes.relativize(each).toString(), Files.newInputStream(each));
      }
      byte[] name = provider.getBytes();
      String service = "META-INF/services/" + OverlayProvider.class.getName();
      entry(packed, service, new ByteArrayInputStream(name));
    }
  }

  private static void entry(JarOutputStream jar, String name, InputStream content)
      throws IOException {
    try (content) {
      jar.putNextEntry(new JarEntry(name));
      content.transferTo(jar);
    }
  }

  private Program program(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--plugins", folder.resolve("plugins").toString(), "--json"));
    return Program.jar(folder, all.toArray(String[]::new));
  }

  /** A program in the overlay whose first peer is at {@code first}. */
  private Program member(String first, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--overlay", "shelf", "--listen", "127.0.0.1:0"));
    if (!first.isEmpty()) {
      all.addAll(List.of("--set", "/overlays/0/bootstrap=[\"" + first + "\"]"));
    }
    return program(all.toArray(String[]::new));
  }

  /** The first peer registers itself, and is there as long as it runs. */
  private Program first() throws IOException {
    return member("", "register", "urn:user:first", "--attribute", "speed=9", "--nick", "first");
  }

  @Test
  void registersAndResolves() throws Exception {
    try (Program first = first()) {
      JsonNode registered = first.event("registered");
      String address = registered.at("/endpoints/0").asText();
      try (Program resolve = member(address, "resolve", "urn:user:first")) {
        JsonNode found = resolve.event("record");
        assertEquals(address, found.at("/endpoints/0").asText());
        assertEquals("9", found.at("/attributes/speed").asText());
        assertEquals(0, resolve.exitCode());
      }
      try (Program second =
          member(address, "register", "urn:user:second", "--at", "192.0.2.1:80")) {
        second.event("registered");
        assertEquals(0, resolves(address, "urn:user:second"));
        second.interrupt();
        assertEquals(0, second.exitCode());
        assertEquals(1, resolves(address, "urn:user:second"), "withdrawn at the end");
      }
      first.interrupt();
      assertEquals(0, first.exitCode(), first.errors());
    }
  }

  private int resolves(String first, String name) throws Exception {
    try (Program resolve = member(first, "resolve", name)) {
      return resolve.exitCode();
    }
  }

  @Test
  void putsAndLooksUp() throws Exception {
    Path poem = Files.writeString(folder.resolve("poem.txt"), "copper rain\n");
    try (Program first = first()) {
      String address = first.event("registered").at("/endpoints/0").asText();
      String key;
      try (Program put = member(address, "put", poem.toString())) {
        JsonNode done = put.event("put");
        key = done.get("key").asText();
        assertEquals(12, done.get("bytes").asInt());
        assertEquals(3600, done.get("lifetimeSeconds").asInt());
        assertEquals(1, done.get("others").asInt());
        assertEquals(0, put.exitCode());
      }
      try (Program alone = member("", "put", poem.toString())) {
        assertEquals(0, alone.event("put").get("others").asInt());
        assertEquals(1, alone.exitCode(), "nobody keeps it");
      }
      assertTrue(key.matches("urn:sha1:[A-Z2-7]{32}"), key);
      Path copy = folder.resolve("copy.txt");
      try (Program lookup = member(address, "lookup", key, "--to", copy.toString())) {
        assertEquals(12, lookup.event("found").get("bytes").asInt());
        assertEquals(0, lookup.exitCode());
      }
      assertEquals("copper rain\n", Files.readString(copy));
      try (Program lookup = member(address, "lookup", key, "--to", copy.toString())) {
        assertTrue(lookup.event("error").get("message").asText().endsWith("already"));
        assertEquals(1, lookup.exitCode());
      }
      String other = "urn:sha1:" + "A".repeat(32);
      try (Program lookup = member(address, "lookup", other)) {
        assertEquals("ended", lookup.event().get("event").asText());
        assertEquals(1, lookup.exitCode(), "finding nothing is told by the exit code");
      }
      assertRefused(
          address,
          1,
          "no keys of the namespace md5; it has sha1",
          "put",
          poem.toString(),
          "--namespace",
          "md5");
      Path big = Files.write(folder.resolve("big"), new byte[1_001]);
      assertRefused(
          address, 1, "too large: the overlay takes 1000B at most", "put", big.toString());
      assertRefused(address, 2, "a URN starts with urn:", "lookup", "poem.txt");
    }
  }

  private void assertRefused(String first, int code, String why, String... arguments)
      throws Exception {
    try (Program refused = member(first, arguments)) {
      String message = refused.event("error").get("message").asText();
      assertTrue(message.contains(why), message);
      assertEquals(code, refused.exitCode());
    }
  }

  @Test
  void sends() throws Exception {
    try (Program first = member("", "join", "--nick", "first")) {
      String address = first.event("joined").at("/endpoints/0").asText();
      try (Program send =
          member(address, "send", "--to", "first", "hello", "there", "--nick", "bob")) {
        JsonNode sent = send.event("sent");
        assertEquals("first", sent.get("to").asText());
        assertEquals(11, sent.get("bytes").asInt());
        assertEquals(0, send.exitCode());
      }
      JsonNode message = first.event("message");
      assertEquals("bob", message.get("from").asText());
      assertEquals("hello there", message.get("text").asText());
      String big = "x".repeat(1_001);
      assertRefused(
          address, 1, "has 1001 bytes; the overlay takes 1000", "send", "--to", "first", big);
      assertRefused(address, 1, "there is no peer nobody", "send", "--to", "nobody", "hello");
    }
  }

  /** For each command: none of the overlays has what it needs. */
  @Test
  void aCapabilityThatNoOverlayHasIsAnErrorThatNamesThoseThatDo() throws Exception {
    Path poem = Files.writeString(folder.resolve("poem.txt"), "rain");
    String[][] calls = {
      {"KeyLookup", "lookup", "urn:sha1:" + "A".repeat(32)},
      {"KeyLookup", "put", poem.toString()},
      {"Naming", "resolve", "urn:user:alice"},
      {"Naming", "register", "urn:user:alice"},
      {"Messaging", "send", "--to", "bob", "hello"},
    };
    for (String[] call : calls) {
      List<String> arguments = new ArrayList<>(List.of(call).subList(1, call.length));
      arguments.addAll(List.of("--overlay", "hybrid"));
      try (Program refused = program(arguments.toArray(String[]::new))) {
        String why = refused.event("error").at("/details/0").asText();
        String expected = "/overlays: no overlay here offers " + call[0];
        assertTrue(why.startsWith(expected) && why.endsWith("shelf can"), why);
        assertEquals(2, refused.exitCode());
      }
    }
    try (Program refused = program("send", "--group", "239.1.2.3:5000", "hello")) {
      String why = refused.event("error").at("/details/0").asText();
      String expected = "/overlays: no overlay here offers Multicast; of those that are installed ";
      assertTrue(why.startsWith(expected) && why.contains("ip-multicast"), why);
      assertEquals(2, refused.exitCode());
    }
    try (Program refused = program("search", "rain", "--overlay", "shelf")) {
      assertEquals(
          "/overlays: no overlay here offers KeywordSearch; of those that are installed gnutella, hybrid can",
          refused.event("error").at("/details/0").asText());
      assertEquals(2, refused.exitCode());
    }
  }

  @Test
  void simulatesAnyOverlay() throws Exception {
    List<String> traces = new ArrayList<>();
    for (String seed : List.of("7", "7", "8")) {
      try (Program run =
          program("simulate", "--overlay", "shelf", "--peers", "40", "--seed", seed)) {
        for (String what : List.of("join", "put", "register", "get", "resolve", "send", "hear")) {
          JsonNode row = run.event();
          while (!row.get("what").asText().equals(what)) {
            row = run.event();
          }
          assertEquals(40, row.get("tried").asInt(), row.toString());
          assertEquals(40, row.get("succeeded").asInt(), row.toString());
        }
        traces.add(run.event("simulated").get("trace").asText());
        assertEquals(0, run.exitCode(), run.errors());
      }
    }
    assertEquals(traces.get(0), traces.get(1));
    assertNotEquals(traces.get(0), traces.get(2));
    try (Program refused = program("simulate", "--overlay", "shlef")) {
      String message = refused.event("error").get("message").asText();
      assertTrue(message.startsWith("there is no overlay \"shlef\"; installed: "), message);
      assertTrue(message.contains("shelf"), message);
      assertEquals(1, refused.exitCode());
    }
    try (Program refused = program("simulate", "--overlay", "shelf", "--seeds", "1..3")) {
      assertEquals(1, refused.exitCode());
    }
  }

  /** The folder is found behind a command, before it, and in the environment. */
  @Test
  void theFolderIsFoundWhereverItIsNamed() throws Exception {
    String plugins = folder.resolve("plugins").toString();
    for (String[] call :
        new String[][] {
          {"--plugins", plugins, "config", "--explain"},
          {"config", "--explain", "--plugins", plugins}
        }) {
      try (Program explain = Program.jar(folder, call)) {
        assertTrue(explain.output().toString().contains("the peer that keeps everything"));
        assertEquals(0, explain.exitCode(), explain.errors());
      }
    }
    try (Program refused = Program.jar(folder, "config", "--explain", "--plugins", "nowhere")) {
      assertEquals(1, refused.exitCode());
      assertTrue(refused.errors().contains("there is no folder of plug-ins"), refused.errors());
    }
  }
}
