package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.Nat;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The wall clocks of all leap by an hour and back while files are pushed and waited for. */
class LeapingClockTest {

  private static final int SIZE = 1_000_000;
  private static final GnutellaConfig USUAL =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  private static void leap(SimulatedServents network, int hours, int seconds) {
    List<Handle> leaps = new ArrayList<>();
    for (Host host : network.hosts) {
      leaps.add(network.simulation.faults().skew(host, Duration.ofHours(hours)));
    }
    network.pass(seconds);
    leaps.forEach(Handle::close);
  }

  /** All that servents have counted, and when each file was there. */
  private static Map<String, Long> counted(int hours) throws IOException {
    SimulatedServents network = new SimulatedServents(11).add(4, i -> USUAL);
    Nat router = network.simulation.newNat("router", NatModel.of("eim+apdf"), null);
    network.add(
        router.newHost("home", null, null),
        USUAL.withRole(Tier.LEAF).withUploads(1, 1, 10).withUploadRates(50_000, 0));
    network.pass(10);
    Map<String, Long> counted = new TreeMap<>();
    try (network) {
      byte[] content = network.shareContent(4, "copper rain.ogg", SIZE);
      leap(network, hours, 20);
      List<Hit> hits = network.search(0, "copper rain", 20).hits;
      assertEquals(1, hits.size());
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        downloads.add(network.fetch(i, hits, network.hosts.get(i).directory().resolve("fetched")));
        leap(network, hours, 2);
      }
      for (int seconds = 0; seconds < 200; seconds += 10) {
        leap(network, seconds % 20 == 0 ? hours : -hours, 5);
        network.pass(5);
        for (int i = 0; i < 3; i++) {
          if (downloads.get(i).state() == Download.State.COMPLETE) {
            counted.putIfAbsent("complete " + i, (long) seconds);
          }
        }
      }
      for (int i = 0; i < 3; i++) {
        assertEquals(Download.State.COMPLETE, downloads.get(i).state(), downloads.get(i).detail());
        assertArrayEquals(
            content, Files.readAllBytes(network.hosts.get(i).directory().resolve("fetched")));
      }
      for (int i = 0; i < 5; i++) {
        String servent = "servent " + i + " ";
        network
            .servents
            .get(i)
            .meters((meter, value) -> counted.merge(servent + meter, value, Long::sum));
      }
    }
    return counted;
  }

  @Test
  void clocksThatLeapChangeNothing() throws IOException {
    Map<String, Long> quiet = counted(0);
    assertTrue(quiet.get("servent 4 uploads.queued") > 0, quiet::toString);
    assertTrue(quiet.get("servent 4 pushes.dialled") > 0, quiet::toString);
    assertEquals(quiet, counted(1));
  }
}
