package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.network.NetworkModel;
import org.junit.jupiter.api.Test;

/** What chance does to packets, without a network around it. */
class PacketChanceTest {

  private static final NetworkModel EVEN = NetworkModel.DEFAULT.withLatencyMicros(10_000, 90_000);

  @Test
  void distanceIsTheSameInBothDirectionsAndJitterIsNot() {
    NetworkModel shaky = EVEN.withJitterMicros(5_000);
    int differing = 0;
    for (long host = 1; host <= 100; host++) {
      long there = PacketChance.distance(EVEN, host, 7 * host);
      assertEquals(there, PacketChance.distance(EVEN, 7 * host, host));
      assertTrue(there >= 10_000_000 && there <= 90_000_000, "takes " + there);
      long shaken = PacketChance.latency(shaky, host, 7 * host, 1);
      assertTrue(shaken >= there && shaken <= there + 5_000_000, "takes " + shaken);
      differing += shaken == PacketChance.latency(shaky, host, 7 * host, 2) ? 0 : 1;
    }
    assertEquals(100, differing, "each packet has its own");
  }

  @Test
  void somethingHappensAsOftenAsTheModelSays() {
    int happened = 0;
    for (int packet = 0; packet < 100_000; packet++) {
      happened += PacketChance.happens(3, 4, packet, PacketChance.LOSS, 20_000) ? 1 : 0;
    }
    // Five standard deviations.
    assertEquals(2_000, happened, 220);
  }
}
