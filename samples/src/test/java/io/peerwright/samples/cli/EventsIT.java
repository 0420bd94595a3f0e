package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@code --events} tells, on both sides of a login over real TCP. */
@Execution(ExecutionMode.CONCURRENT)
class EventsIT {

  @TempDir Path folder;

  private Program search(String server, String events) throws Exception {
    return Program.jar(
        folder, "search", "rain", "--json", "--server", server, "--nick", "alice", events);
  }

  private static String message(Program program) throws Exception {
    JsonNode log = program.event("log");
    assertEquals("info", log.get("level").asText());
    return log.get("message").asText();
  }

  @Test
  void tellsWhatHappensAtAServerAndAtItsClient() throws Exception {
    try (Program server =
        Program.jar(folder, "serve", "--json", "--events", "--listen", "127.0.0.1:0")) {
      String address = server.event("serving").at("/endpoints/0").asText();
      try (Program client = search(address, "--events=INFO")) {
        assertTrue(
            message(client).endsWith(": logged in at " + address + " as alice"), client::toString);
        assertEquals(1, client.exitCode());
      }
      assertTrue(message(server).contains(": alice has logged in from 127.0.0.1:"));
      try (Program client = search(address, "--events=WARNING")) {
        assertEquals("ended", client.event().get("event").asText(), "nothing to warn of");
      }
    }
  }
}
