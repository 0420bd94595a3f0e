package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the built program does when those whom it depends on are silent or gone. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class EndingIT {

  @TempDir private Path folder;

  private Program run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return Program.jar(folder, all.toArray(String[]::new));
  }

  private String magnet(int tracker) throws Exception {
    Files.write(folder.resolve("song.ogg"), new byte[100_000]);
    String url = "udp://127.0.0.1:" + tracker;
    try (Program create = run("torrent", "create", "song.ogg", "--tracker", url)) {
      return create.event("created").get("magnet").asText();
    }
  }

  /**
   * Says where it stands before the tracker has said a word, and ends although it never says that
   * it has heard of the end.
   */
  @Test
  void tellsItsStateAndEndsInTimeWithATrackerThatIsSilent() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String magnet = magnet(silent.getLocalPort());
      String state = folder.resolve("state").toString();
      String[][] calls = {
        {"get", magnet, "--to", "downloads"}, {"seed", "song.ogg.torrent", "--data", "."}
      };
      for (String[] call : calls) {
        List<String> arguments = new ArrayList<>(List.of("torrent"));
        arguments.addAll(List.of(call));
        arguments.addAll(List.of("--listen", "127.0.0.1:0", "--state", state));
        long started = System.nanoTime();
        try (Program torrent = run(arguments.toArray(String[]::new))) {
          torrent.event(call[0].equals("get") ? "joined" : "seeding");
          torrent.event("transfer");
          double status = secondsSince(started);
          silent.receive(new DatagramPacket(new byte[100], 100));
          long told = System.nanoTime();
          torrent.signal("INT");
          assertEquals(call[0].equals("get") ? 130 : 0, torrent.exitCode());
          System.out.printf(
              "torrent %s with a silent tracker: status after %.2f s, end %.2f s after Ctrl-C%n",
              call[0], status, secondsSince(told));
          // A peer that had not left in its time would have been cut off with a warning.
          assertEquals("", torrent.errors());
        }
      }
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  @Test
  void aLinkThatChoosesAFileThatThereIsNotIsAnError() throws Exception {
    String magnet = magnet(9);
    try (Program seed =
        run("torrent", "seed", "song.ogg.torrent", "--data", ".", "--listen", "127.0.0.1:0")) {
      String address = seed.event("joined").at("/endpoints/0").asText();
      seed.event("seeding");
      try (Program get =
          run(
              "torrent",
              "get",
              magnet + "&so=3",
              "--to",
              "downloads",
              "--listen",
              "127.0.0.1:0",
              "--peer",
              address)) {
        JsonNode error = get.event("error");
        assertTrue(
            error.get("message").asText().startsWith("so= in the link chooses file 3, but"),
            error.toString());
        assertEquals(1, get.exitCode());
      }
    }
  }

  @Test
  void whoSharesIsToldWhenTheServerIsLostAndFoundAgain() throws Exception {
    Path music = Files.createDirectories(folder.resolve("music"));
    Files.write(music.resolve("song.ogg"), new byte[1_000]);
    String address;
    try (Program server = run("serve", "--listen", "127.0.0.1:0")) {
      address = server.event("serving").at("/endpoints/0").asText();
      try (Program share = run("share", "music", "--server", address, "--listen", "127.0.0.1:0")) {
        share.event("sharing");
        server.kill();
        assertEquals(0, share.event("alone").get("neighbours").asInt());
        try (Program again = run("serve", "--listen", address)) {
          again.event("serving");
          assertEquals(1, share.event("linked").get("neighbours").asInt());
          share.interrupt();
          assertEquals(0, share.exitCode());
        }
      }
    }
  }
}
