package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two servents that watch each other, in processes of their own. */
@Execution(ExecutionMode.CONCURRENT)
class GnutellaMonitorIT {

  private static final int HEADER_BYTES = 23;

  @TempDir private Path folder;

  private Program monitor(String... more) throws IOException {
    String[] begin = {"gnutella", "monitor", "--json", "--listen", "127.0.0.1:0", "--every", "1s"};
    String[] all = new String[begin.length + more.length];
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(more, 0, all, begin.length, more.length);
    return Program.jar(folder, all);
  }

  @Test
  void showsNeighboursAndTraffic() throws Exception {
    try (Program ultrapeer = monitor("--set", "/overlays/0/role=\"ultrapeer\"")) {
      String at = ultrapeer.event("joined").at("/endpoints/0").asText();
      try (Program leaf = monitor("--connect", at, "--set", "/overlays/0/role=\"leaf\"")) {
        JsonNode neighbour = leaf.event("neighbour");
        assertEquals(at, neighbour.get("name").asText());
        assertEquals("ultrapeer", neighbour.get("role").asText());
        assertEquals("leaf", ultrapeer.event("neighbour").get("role").asText());
        int pings = 0;
        int pongs = 0;
        int bytes = 0;
        while (pings == 0 || pongs == 0) {
          JsonNode traffic = ultrapeer.event("traffic");
          assertEquals(1, traffic.get("leaves").asInt());
          pings += traffic.at("/in/ping").asInt();
          pongs += traffic.at("/out/pong").asInt();
          bytes += traffic.get("bytes").asInt();
        }
        assertTrue(bytes >= HEADER_BYTES * pings, bytes + " bytes");
      }
      ultrapeer.event("gone");
    }
  }
}
