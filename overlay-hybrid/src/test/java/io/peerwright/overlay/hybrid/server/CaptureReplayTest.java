package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Says what recorded clients said and compares the answers with those of the recorded server. */
class CaptureReplayTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:8888");
  private static final Duration PAUSE = Duration.ofMillis(350);

  @ParameterizedTest
  @CsvSource({
    "01-register-login, third",
    "02-share-unshare-stats,",
    "03-search,",
    "04-download,",
    "05-download-firewalled,",
    "06-queue,",
    "07-browse,",
    "08-whois-hotlist-ignore,",
    "09-private-message-ping,",
    "10-channels,",
    "11-resume,",
    "11b-resume-md5-build,",
    "12-errors, bad port"
  })
  void answersAsRecorded(String name, String closedWhenLeft) {
    replay(name, closedWhenLeft, NetworkModel.DEFAULT);
  }

  /** The same bytes cut into the smallest pieces. */
  @ParameterizedTest
  @CsvSource({"02-share-unshare-stats,", "03-search,", "12-errors, bad port"})
  void answersAsRecordedWhateverTheSegments(String name, String closedWhenLeft) {
    replay(name, closedWhenLeft, NetworkModel.DEFAULT.withSegments(64, true));
  }

  private void replay(String name, String closedWhenLeft, NetworkModel network) {
    Simulation simulation =
        Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(network)).strict();
    Host host = simulation.newHost("server", SERVER, null);
    HybridServer server = new HybridServer("hybrid-server", host, Servers.asRecorded());
    server.join();
    simulation.runFor(PAUSE);
    assertEquals(SERVER, server.local());

    Capture capture = Capture.read(name);
    Map<String, WireClient> clients = new LinkedHashMap<>();
    Map<String, List<String>> recorded = new LinkedHashMap<>();
    Set<String> closedByServer = new LinkedHashSet<>();
    String last = "";
    for (Capture.Step step : capture.steps()) {
      String connection = step.connection();
      if (last.equals(closedWhenLeft) && !connection.equals(last)) {
        clients.get(last).link.close();
        simulation.runFor(PAUSE);
      }
      last = connection;
      List<String> answers = recorded.computeIfAbsent(connection, c -> new ArrayList<>());
      WireClient client = clients.computeIfAbsent(connection, c -> new WireClient(host, SERVER));
      switch (step.kind()) {
        case SENT -> client.send(step.bytes());
        case RECEIVED -> answers.add(WireClient.text(ByteBuffer.wrap(step.bytes())));
        case CLIENT_CLOSED -> client.link.close();
        case SERVER_CLOSED -> closedByServer.add(connection);
      }
      if (step.kind() != Capture.Kind.RECEIVED) {
        simulation.runFor(PAUSE);
      }
    }
    assertTrue(recorded.size() > 0);
    for (String connection : recorded.keySet()) {
      WireClient client = clients.get(connection);
      assertNotNull(client);
      assertEquals(
          String.join("\n", Differences.expected(name, connection, recorded.get(connection))),
          String.join("\n", Differences.normal(name, client.received)),
          name + ", connection " + connection);
      if (closedByServer.contains(connection)) {
        assertNotNull(client.closed, name + ", connection " + connection + " is still open");
      }
    }
    simulation.close();
  }
}
