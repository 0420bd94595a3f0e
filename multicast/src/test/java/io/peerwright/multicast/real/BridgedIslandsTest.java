package io.peerwright.multicast.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.multicast.real.MulticastShell.Remote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two subnets between which the routers forward no multicast, two peers on each: IP multicast
 * within, the overlay between, one copy on each subnet.
 */
class BridgedIslandsTest {

  private static final int COUNT = 20;
  private static final String GROUP = "239.71.0.2:7200";

  @TempDir Path folder;

  private RoutedNetwork network;
  private Remote near;
  private Remote far;

  @BeforeEach
  void start() throws IOException {
    network = new RoutedNetwork(folder);
    network.awaitLines();
    near = new Remote(network.in("s"));
    far = new Remote(network.in("d2"));
  }

  @AfterEach
  void stop() {
    for (Remote each : new Remote[] {near, far}) {
      if (each != null) {
        each.close();
      }
    }
    if (network != null) {
      network.close();
    }
  }

  /** The messages to the group on a subnet, by the bytes that frames begin with. */
  private static int copies(Path recording) {
    String message = "ip.dst == 239.71.0.2 && udp contains 50:57:4d:41 && udp.length > 1000";
    return RoutedNetwork.dissect(recording, message).size();
  }

  @Test
  void oneCopyIsOnEachSubnet() throws IOException, InterruptedException {
    Path nearSubnet = network.record("s", "eth0");
    Path farSubnet = network.record("d2", "eth0");
    Path stranger = network.record("d3", "eth0");
    assertEquals("open", near.ask("auto hub 10.71.1.2:7300 -"));
    assertEquals("open", near.ask("auto other 10.71.1.2:7301 10.71.1.2:7300"));
    assertEquals("open", far.ask("auto one 10.71.4.2:7300 10.71.1.2:7300"));
    assertEquals("open", far.ask("auto two 10.71.4.2:7301 10.71.1.2:7300"));
    for (String each : List.of("hub", "other")) {
      assertEquals("joined", near.ask("join %s %s -", each, GROUP));
    }
    for (String each : List.of("one", "two")) {
      assertEquals("joined", far.ask("join %s %s -", each, GROUP));
    }
    assertEquals("sent", near.ask("send other %s %d", GROUP, COUNT));
    assertHeard();
    assertEquals("sent", far.ask("send two %s %d", GROUP, COUNT));
    assertHeard();
    network.stopRecording();
    assertEquals(2 * COUNT, copies(nearSubnet));
    assertEquals(2 * COUNT, copies(farSubnet));
    assertEquals(0, copies(stranger));
  }

  private void assertHeard() {
    for (String each : List.of("hub", "other")) {
      assertEquals("" + COUNT, near.ask("count %s %d", each, COUNT));
    }
    for (String each : List.of("one", "two")) {
      assertEquals("" + COUNT, far.ask("count %s %d", each, COUNT));
    }
  }
}
