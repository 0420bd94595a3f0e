package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.tck.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * An index server with 64 MiB of heap and strangers who would have it hold several times as much:
 * it lives, keeps within what it was given, and serves others meanwhile.
 */
@Execution(ExecutionMode.CONCURRENT)
class SmallHeapIT {

  private static final int HEAP_MEBIBYTES = 64;

  /** Beside the heap: code, classes, buffers outside it, stacks; twice of what was measured. */
  private static final int MOST_MEBIBYTES = HEAP_MEBIBYTES + 160;

  @TempDir private Path folder;
  private Program server;
  private Endpoint address;
  private final List<RawUser> strangers = new ArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    Needs.that(Files.exists(Path.of("/proc/self/status")), "there is no /proc to read sizes from");
    server =
        Program.withHeap(
            HEAP_MEBIBYTES + "m",
            folder,
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--set",
            "/overlays/0/maxMessagesPerSecond=1000000",
            "--set",
            "/overlays/0/warmUp=0s",
            "--json");
    address = Endpoint.parse(server.event("serving").at("/endpoints/0").asText());
  }

  @AfterEach
  void end() throws IOException {
    for (RawUser stranger : strangers) {
      stranger.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** Each would hold 1 MiB. */
  @Test
  void aHundredMembersOfAChannelWhoDoNotRead() throws Exception {
    try (RawUser ann = join("127.0.0.2", "ann");
        RawUser talker = join("127.0.0.3", "talker")) {
      for (int i = 0; i < 100; i++) {
        strangers.add(join("127.0.2.1", "deaf" + i));
      }
      for (int i = 0; i < 100; i++) {
        talker.send(RawUser.CHANNEL_SAY, "#room " + i + "x".repeat(10_000));
        assertTrue(talker.await(RawUser.CHANNEL_SAID).startsWith("#room talker " + i + "x"));
        assertTrue(ann.await(RawUser.CHANNEL_SAID).startsWith("#room talker " + i + "x"));
      }
      assertServes(ann);
    }
  }

  private RawUser join(String from, String nick) throws IOException {
    RawUser user = new RawUser(address, from, nick);
    user.send(RawUser.CHANNEL_JOIN, "#room");
    user.await(RawUser.CHANNEL_JOINED);
    return user;
  }

  /** Each of 28 has 300 names of 140 words that nobody else has. */
  @Test
  void sharersWhoseNamesHaveNothingInCommon() throws Exception {
    try (RawUser ann = new RawUser(address, "127.0.0.2", "ann")) {
      for (int i = 0; i < 28; i++) {
        RawUser stranger = new RawUser(address, "127.0.2." + (i + 1), "stranger" + i);
        strangers.add(stranger);
        try {
          share(stranger, i);
        } catch (IOException cutOff) {
          // It was the costliest.
        }
      }
      assertServes(ann);
    }
  }

  private static void share(RawUser stranger, int number) throws IOException {
    int word = number * 300 * 140;
    for (int i = 0; i < 300; i++) {
      StringBuilder name = new StringBuilder();
      for (int k = 0; k < 140; k++) {
        name.append(Integer.toString(word++, Character.MAX_RADIX)).append(' ');
      }
      stranger.write(
          RawUser.SHARE, "\"" + name + ".mp3\" 0123456789abcdef0123456789abcdef 9 128 44100 60");
    }
    stranger.send(RawUser.SEARCH, "FILENAME CONTAINS \"nothing\" MAX_RESULTS 1");
    stranger.await(RawUser.SEARCH_END);
  }

  /** Who was there before still is, and is found by one who comes now. */
  private void assertServes(RawUser before) throws Exception {
    before.send(
        RawUser.SHARE, "\"copper rain.mp3\" 0123456789abcdef0123456789abcdef 9 128 44100 60");
    before.send(RawUser.SEARCH, "FILENAME CONTAINS \"nothing\" MAX_RESULTS 1");
    before.await(RawUser.SEARCH_END);
    try (RawUser bob = new RawUser(address, "127.0.0.4", "bob")) {
      bob.send(RawUser.SEARCH, "FILENAME CONTAINS \"copper\" MAX_RESULTS 1");
      assertTrue(bob.await(RawUser.HIT).startsWith("\"copper rain.mp3\""));
    }
    assertFalse(server.endsSoon());
    assertEquals("", server.errors());
    long most = server.mostMebibytes();
    assertTrue(most < MOST_MEBIBYTES, () -> "took " + most + " MiB");
  }
}
