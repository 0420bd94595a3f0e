package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The torrent commands of the built program, in processes of their own, over real TCP. */
@Execution(ExecutionMode.CONCURRENT)
class TorrentIT {

  private static final String SLOW =
      "/decorate=[{\"type\":\"limit\",\"host\":{\"upBytesPerSecond\":1000000}}]";

  @TempDir Path folder;

  private final byte[] one = new byte[2_000_000];
  private final byte[] two = new byte[700_000];
  private Path album;

  @BeforeEach
  void makeAnAlbum() throws IOException {
    Random random = new Random(11);
    random.nextBytes(one);
    random.nextBytes(two);
    album = folder.resolve("seeds/album");
    Files.createDirectories(album.resolve("disc 1"));
    Files.write(album.resolve("disc 1/one.ogg"), one);
    Files.write(album.resolve("two.mp3"), two);
    Files.createFile(album.resolve("empty.txt"));
  }

  @Test
  void createsSeedsAndGetsThroughATracker() throws Exception {
    try (Program tracker = run("tracker", "--listen", "127.0.0.1:0")) {
      String url = tracker.event("tracking").at("/urls/0").asText();
      JsonNode made = create("--tracker", url);
      assertEquals(3, made.get("files").asInt());
      try (Program seed = seed("--data", "seeds")) {
        assertEquals(2_700_000, seed.event("seeding").get("bytes").asInt());
        get("album.torrent", "--to", "by file");
        assertSame("by file");
        get(made.get("magnet").asText(), "--to", "by magnet");
        assertSame("by magnet");
        seed.interrupt();
        assertEquals(0, seed.exitCode());
        assertTrue(seed.event("stopped").get("complete").asBoolean());
        assertEquals("", seed.errors());
      }
    }
  }

  @Test
  void getsOnlyTheFilesThatAreChosen() throws Exception {
    String magnet = create().get("magnet").asText();
    try (Program seed = seed("--data", "seeds/album")) {
      String peer = address(seed);
      get("album.torrent", "--to", "chosen", "--select", "*.ogg", "--peer", peer);
      assertArrayEquals(one, Files.readAllBytes(folder.resolve("chosen/album/disc 1/one.ogg")));
      assertFalse(Files.exists(folder.resolve("chosen/album/two.mp3")));
      assertRefused("disc 1/one.ogg", "get", "album.torrent", "--to", "x", "--select", "*.avi");
      assertRefused("two.mp3", "get", magnet, "--to", "x", "--select", "*.avi", "--peer", peer);
    }
  }

  @Test
  void goesOnAfterItWasKilled() throws Exception {
    create();
    try (Program seed = seed("--data", "seeds", "--set", SLOW)) {
      String[] command = {
        "torrent", "get", "album.torrent", "--to", "got", "--status", "1s", "--peer", address(seed)
      };
      int before;
      try (Program killed = run(command)) {
        do {
          before = killed.event("transfer").get("bytes").asInt();
        } while (before < 500_000);
        assertTrue(before < 2_700_000);
        killed.kill();
      }
      try (Program again = run(command)) {
        JsonNode start = again.event("transfer");
        while (start.get("total").asInt() < 0) {
          start = again.event("transfer");
        }
        assertTrue(start.get("bytes").asInt() >= before, start::toString);
        again.event("complete");
        assertEquals(0, again.exitCode());
        assertEquals("", again.errors());
      }
      assertSame("got");
    }
  }

  @Test
  void playsWhatIsStillComing() throws Exception {
    byte[] film = new byte[12_000_000];
    new Random(12).nextBytes(film);
    Files.write(folder.resolve("film 1.mkv"), film);
    String magnet;
    try (Program create = run("torrent", "create", "film 1.mkv", "-o", "album.torrent")) {
      magnet = create.event().at("/magnet").asText();
    }
    try (Program seed = seed("--data", "film 1.mkv", "--set", SLOW);
        Program play = run("torrent", "play", magnet, "--to", "cinema", "--peer", address(seed))) {
      JsonNode playing = play.event("playing");
      String url = playing.at("/files/film 1.mkv").asText();
      assertTrue(url.endsWith("/film%201.mkv"), url);
      assertRange(film, url, "bytes=11999000-", 11_999_000, 1000);
      assertRange(film, url, "bytes=6000000-6299999", 6_000_000, 300_000);
      assertRange(film, url, "bytes=-10", 11_999_990, 10);
      assertRange(film, url, "bytes=300000-300099", 300_000, 100);
      assertTrue(Files.exists(folder.resolve("cinema/film 1.mkv.part")), "it is complete already");
      assertAnswers(playing.get("url").asText(), url);
      Answer whole = ask(url, "GET", "");
      assertEquals(200, whole.status());
      assertArrayEquals(film, whole.body());
      play.event("complete");
      assertEquals(
          -1, Files.mismatch(folder.resolve("film 1.mkv"), folder.resolve("cinema/film 1.mkv")));
      assertRange(film, url, "bytes=0-9", 0, 10);
      play.interrupt();
      assertEquals(0, play.exitCode());
      assertEquals("", play.errors());
    }
  }

  private static void assertRange(byte[] film, String url, String range, int from, int length)
      throws Exception {
    Answer part = ask(url, "GET", range);
    assertEquals(206, part.status());
    assertEquals(
        "bytes " + from + "-" + (from + length - 1) + "/" + film.length,
        part.header("Content-range"));
    assertArrayEquals(Arrays.copyOfRange(film, from, from + length), part.body());
  }

  private static void assertAnswers(String list, String url) throws Exception {
    assertTrue(new String(ask(list, "GET", "").body()).contains("href=\"/film%201.mkv\""));
    Answer head = ask(url, "HEAD", "");
    assertEquals(200, head.status());
    assertEquals("12000000", head.header("Content-length"));
    assertEquals("video/x-matroska", head.header("Content-type"));
    Answer behind = ask(url, "GET", "bytes=12000000-");
    assertEquals(416, behind.status());
    assertEquals("bytes */12000000", behind.header("Content-range"));
    assertEquals(404, ask(list + "other.mkv", "GET", "").status());
    assertEquals(405, ask(url, "PUT", "").status());
  }

  private record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }
  }

  private static Answer ask(String url, String method, String range) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    if (!range.isEmpty()) {
      connection.setRequestProperty("Range", range);
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : InputStream.nullInputStream()) {
      return new Answer(status, connection.getHeaderFields(), in.readAllBytes());
    }
  }

  @Test
  void showsWhatATorrentSays() throws Exception {
    create("--comment", "three files", "--private", "--web-seed", "http://127.0.0.1/");
    try (Program show = run("torrent", "show", "album.torrent")) {
      JsonNode torrent = show.event();
      assertEquals("album", torrent.get("name").asText());
      assertEquals("three files", torrent.get("comment").asText());
      assertTrue(torrent.get("private").asBoolean());
      assertEquals("disc 1/one.ogg", torrent.at("/files/0").asText());
      assertEquals(0, show.exitCode());
    }
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    create();
    assertRefused("there is no file or folder nothing", "create", "nothing");
    assertRefused("album.torrent is there already", "create", "seeds/album");
    assertRefused("no power of two", "create", "seeds", "--piece-size", "100");
    assertRefused("--tracker there: a URL", "create", "seeds", "--tracker", "there");
    assertRefused("there is no file x.torrent", "get", "x.torrent", "--to", "x");
    assertRefused("two.mp3 is no torrent", "show", "seeds/album/two.mp3");
    assertRefused("needs quotes", "get", "magnet:?dn=album", "--to", "x");
    assertRefused("--select: not a pattern", "get", "album.torrent", "--to", "x", "--select", "[");
    assertRefused("name the folder that it lies in", "seed", "album.torrent", "--data", "x");
    assertRefused("album.torrent is no folder", "get", "album.torrent", "--to", "album.torrent");
    for (String what : List.of("album.torrent", create("--force").get("magnet").asText())) {
      assertRefused(
          "not complete after 1s",
          "get",
          what,
          "--to",
          "x",
          "--give-up-after",
          "1s",
          "--listen",
          "127.0.0.1:0");
    }
  }

  /** Where the system has no name for a file, that is said, not that the file is missing. */
  @Test
  void namesTheLocaleInWhichAFileCannotBeFound() throws Exception {
    byte[] info =
        ("d6:lengthi1e4:name12:p\u00e4ivyyt.txt12:piece lengthi16384e6:pieces20:"
                + "x".repeat(20)
                + "e")
            .getBytes(StandardCharsets.UTF_8);
    Files.write(
        folder.resolve("finnish.torrent"),
        new Metainfo(Info.of(info), List.of(), List.of(), "", "").toBytes());
    try (Program seed =
        Program.withoutLocale(
            folder, "torrent", "seed", "finnish.torrent", "--data", ".", "--json")) {
      JsonNode error = seed.event("error");
      assertEquals(1, seed.exitCode());
      String details = error.get("details").toString();
      assertTrue(details.contains("LC_ALL=C.UTF-8"), details);
    }
  }

  @Test
  void seedsWhatMatchesAndLeavesTheRestAlone() throws Exception {
    create();
    byte[] mine = {1, 2, 3};
    Files.write(album.resolve("two.mp3"), mine);
    try (Program seed = seed("--data", "seeds", "--state", "notes")) {
      JsonNode seeding = seed.event("seeding");
      assertTrue(seeding.get("bytes").asInt() > 1_900_000, seeding::toString);
      List<String> problems = new ArrayList<>();
      seeding.get("problems").forEach(each -> problems.add(each.asText()));
      assertTrue(
          problems.contains("two.mp3: has 3 bytes, the torrent says 700000"), problems::toString);
      seed.interrupt();
      assertEquals(0, seed.exitCode());
    }
    assertArrayEquals(mine, Files.readAllBytes(album.resolve("two.mp3")));
    try (Stream<Path> files = Files.walk(folder.resolve("seeds"))) {
      assertEquals(
          List.of("album", "disc 1", "empty.txt", "one.ogg", "seeds", "two.mp3"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    for (String name : List.of("disc 1/one.ogg", "two.mp3", "empty.txt")) {
      Files.write(album.resolve(name), mine);
    }
    assertRefused(
        "has 3 bytes, the torrent says 700000", "seed", "album.torrent", "--data", "seeds");
    assertArrayEquals(mine, Files.readAllBytes(album.resolve("two.mp3")));
  }

  @Test
  void filesOfTheUserAreSetAsideAndSaidSo() throws Exception {
    create();
    byte[] mine = Arrays.copyOf(two, 800_000);
    Files.createDirectories(folder.resolve("got/album"));
    Files.write(folder.resolve("got/album/two.mp3"), mine);
    try (Program seed = seed("--data", "seeds");
        Program get =
            run("torrent", "get", "album.torrent", "--to", "got", "--peer", address(seed))) {
      JsonNode complete = get.event("complete");
      Path aside = folder.resolve("got/album/two.mp3.old-1");
      assertEquals(aside.toString(), complete.at("/setAside/0").asText());
      assertTrue(complete.get("verified").asBoolean());
      assertArrayEquals(mine, Files.readAllBytes(aside));
      assertEquals(0, get.exitCode(), get.errors());
    }
    assertSame("got");
    try (Stream<Path> files = Files.list(folder.resolve("got"))) {
      assertEquals(1, files.count(), "nothing but the album");
    }
    try (Program again = run("torrent", "get", "album.torrent", "--to", "got")) {
      assertFalse(again.event("complete").get("verified").asBoolean());
    }
  }

  private void assertRefused(String words, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("torrent"));
    all.addAll(List.of(arguments));
    try (Program refused = Program.jar(folder, all.toArray(String[]::new))) {
      assertNotEquals(0, refused.exitCode());
      assertTrue(refused.errors().contains(words), refused.errors());
      assertFalse(refused.errors().contains("Exception"), refused.errors());
    }
  }

  private JsonNode create(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("torrent", "create", "seeds/album"));
    arguments.addAll(List.of(more));
    try (Program create = run(arguments.toArray(String[]::new))) {
      JsonNode made = create.event("created");
      assertEquals(0, create.exitCode(), create.errors());
      return made;
    }
  }

  private Program seed(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("torrent", "seed", "album.torrent"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static String address(Program seed) throws IOException {
    String address = seed.event("joined").at("/endpoints/0").asText();
    seed.event("seeding");
    return address;
  }

  private void get(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("torrent", "get"));
    all.addAll(List.of(arguments));
    try (Program get = run(all.toArray(String[]::new))) {
      get.event("complete");
      assertEquals(0, get.exitCode(), get.errors());
    }
  }

  private void assertSame(String to) throws IOException {
    for (String name : List.of("disc 1/one.ogg", "two.mp3", "empty.txt")) {
      Path copy = folder.resolve(to).resolve("album").resolve(name);
      assertEquals(-1, Files.mismatch(album.resolve(name), copy), name);
    }
  }

  /** With JSON, and where it listens on loopback alone. */
  private Program run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    if (!List.of("create", "show").contains(arguments[1]) && !all.contains("--listen")) {
      all.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    return Program.jar(folder, all.toArray(String[]::new));
  }
}
