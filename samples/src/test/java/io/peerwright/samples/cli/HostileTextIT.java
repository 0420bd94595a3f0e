package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Names and messages that would seize a terminal, through the commands that show them. */
@Execution(ExecutionMode.CONCURRENT)
class HostileTextIT {

  /** Sets a title, clears the screen, turns the direction, hides, begins a line of its own. */
  private static final String HOSTILE =
      "x\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egpj\u2066\u200b\u2028peerwright:\u007f";

  private static final Pattern RAW =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}&&[^\n]]");

  @TempDir Path folder;

  @Test
  void hitsOfASearch() throws Exception {
    try (HostileServer server = HostileServer.napster(HOSTILE)) {
      String shown = run(0, "search", "x", "--server", server.address(), "--listen", "127.0.0.1:0");
      assertTrue(shown.contains("x\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202egpj"), shown);
      String json =
          run(0, "search", "x", "--server", server.address(), "--listen", "127.0.0.1:0", "--json");
      assertTrue(json.contains("\\u009B31m\\u202Egpj\\u2066\\u200B\\u2028"), json);
      assertTrue(json.chars().allMatch(each -> each == '\n' || each >= ' ' && each < 127), json);
    }
  }

  @Test
  void whatAPeerShares() throws Exception {
    try (HostileServer server = HostileServer.napster(HOSTILE)) {
      String shown =
          run(0, "browse", "bob", "--server", server.address(), "--listen", "127.0.0.1:0");
      assertTrue(shown.contains("x\\u001b]0;owned"), shown);
    }
  }

  @Test
  void aTorrentFile() throws Exception {
    String text = HOSTILE.getBytes(StandardCharsets.UTF_8).length + ":" + HOSTILE;
    String torrent =
        "d8:announce"
            + text
            + "7:comment"
            + text
            + "10:created by"
            + text
            + "4:infod6:lengthi5e4:name4:song12:piece lengthi16384e6:pieces20:"
            + "a".repeat(20)
            + "ee";
    Files.writeString(folder.resolve("hostile.torrent"), torrent);
    String shown = run(0, "torrent", "show", "hostile.torrent");
    assertTrue(shown.contains("comment     x\\u001b]0;owned"), shown);
    run(0, "torrent", "show", "hostile.torrent", "--json");
    run(1, "torrent", "show", HOSTILE.replace("\u0000", ""));
    run(2, "torrent", "show", "--" + HOSTILE, "hostile.torrent");
  }

  @Test
  void whyATrackerRefuses() throws Exception {
    Files.writeString(folder.resolve("song"), "la la");
    try (HostileServer tracker = HostileServer.tracker(HOSTILE + "\nfine\r\n")) {
      String url = "http://" + tracker.address() + "/announce";
      run(0, "torrent", "create", "song", "--tracker", url);
      String shown =
          run(
              1,
              "torrent",
              "get",
              "song.torrent",
              "--to",
              "to",
              "--give-up-after",
              "20s",
              "--listen",
              "127.0.0.1:0");
      assertTrue(shown.contains("\\u001b]0;owned"), shown);
      assertFalse(shown.lines().anyMatch(line -> line.startsWith("fine")), shown);
    }
  }

  /** What it said on both streams, nothing of which is raw. */
  private String run(int exitCode, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    try (Program program = Program.jar(folder, all.toArray(String[]::new))) {
      String shown = String.join("\n", program.output());
      String errors = program.errors();
      assertEquals(exitCode, program.exitCode(), shown + errors);
      assertFalse(RAW.matcher(shown).find(), shown);
      assertFalse(RAW.matcher(errors).find(), errors);
      return shown + errors;
    }
  }
}
