package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A download of a few megabytes whose process is ended in each of the ways there are. */
@Execution(ExecutionMode.CONCURRENT)
class ResumeIT {

  private static final int SIZE = 2_500_000;
  private static final int AT_LEAST = 900_000;
  private static final String SLOW =
      "/decorate=[{\"type\":\"limit\",\"host\":{\"upBytesPerSecond\":300000}}]";
  private static final Pattern HAVE = Pattern.compile("have 0-([0-9]+)\n");

  @TempDir Path folder;
  private Program server;
  private Program sharer;
  private String address;

  @BeforeEach
  void share() throws IOException {
    byte[] song = new byte[SIZE];
    new Random(5).nextBytes(song);
    Path music = Files.createDirectories(folder.resolve("music"));
    Files.write(music.resolve("copper rain.ogg"), song);
    server = Program.jar(folder, "serve", "--json", "--set", "/overlays/0/listen=127.0.0.1:0");
    address = server.event().at("/endpoints/0").asText();
    sharer =
        Program.jar(
            folder,
            "share",
            music.toString(),
            "--nick",
            "alice",
            "--server",
            address,
            "--json",
            "--listen",
            "127.0.0.1:0",
            "--set",
            SLOW);
    assertEquals("sharing", sharer.event().get("event").asText());
  }

  @AfterEach
  void end() {
    sharer.close();
    server.close();
  }

  private Program get() throws IOException {
    return Program.jar(
        folder,
        "get",
        "copper",
        "rain",
        "--to",
        folder.toString(),
        "--server",
        address,
        "--json",
        "--listen",
        "127.0.0.1:0");
  }

  private Path part() {
    return folder.resolve("copper rain.ogg.part");
  }

  private void awaitPart(Program get) throws IOException, InterruptedException {
    get.event("download");
    long size = 0;
    while (size < AT_LEAST) {
      assertFalse(get.endsSoon(), get.errors());
      try {
        size = Files.size(part());
      } catch (NoSuchFileException e) {
        size = 0;
      }
    }
  }

  private long noted() throws IOException {
    Matcher have = HAVE.matcher(Files.readString(folder.resolve("copper rain.ogg.part.state")));
    return have.find() ? Long.parseLong(have.group(1)) : 0;
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void keepsAllThatHasComeWhenItIsInterrupted(String signal, int exitCode) throws Exception {
    try (Program get = get()) {
      awaitPart(get);
      get.signal(signal);
      assertEquals(exitCode, get.exitCode(), get.errors());
      assertEquals(Files.size(part()), noted());
    }
    assertGoesOn();
  }

  @Test
  void keepsWhatHasComeUpToSecondsBeforeAKill() throws Exception {
    try (Program get = get()) {
      awaitPart(get);
      get.kill();
      assertTrue(noted() > 0, "nothing was noted");
    }
    assertGoesOn();
  }

  private void assertGoesOn() throws Exception {
    long noted = noted();
    try (Program get = get()) {
      JsonNode first = get.event("download");
      while (!first.get("state").asText().equals("TRANSFERRING")) {
        first = get.event("download");
      }
      assertTrue(first.get("bytes").asLong() >= noted, first::toString);
      List<String> rest = get.output();
      assertEquals(0, get.exitCode(), get.errors());
      assertTrue(rest.get(rest.size() - 1).contains("\"complete\""), rest::toString);
    }
    Path got = folder.resolve("copper rain.ogg");
    assertEquals(-1, Files.mismatch(folder.resolve("music/copper rain.ogg"), got));
    assertTrue(Files.notExists(part()));
  }
}
