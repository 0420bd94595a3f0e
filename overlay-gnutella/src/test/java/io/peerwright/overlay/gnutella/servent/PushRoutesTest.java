package io.peerwright.overlay.gnutella.servent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.MessagesSupported;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyRequest;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where pushes go, and who draws those of others. */
class PushRoutesTest {

  private static final Guid SERVENT = new Guid(3, 4);

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("host", null, null);
  private final Turn turn = new Turn(host.loop());
  private final Neighbours neighbours = new Neighbours(GnutellaConfig.DEFAULT);
  private final VendorMessages messages = new VendorMessages(new Random(1));
  private final PushProxies proxies = new PushProxies(new Us(), new Guid(7, 7), messages);
  private final PushRoutes routes = new PushRoutes(host.loop(), turn, neighbours, proxies);
  private final PeerLink one = link("198.51.100.1:1000");
  private final PeerLink two = link("198.51.100.2:1000");
  private final PeerLink three = link("198.51.100.3:1000");

  private static final class Us implements Dialable {
    @Override
    public boolean isReachable() {
      return true;
    }

    @Override
    public Endpoint own() {
      return Endpoint.parse("192.0.2.1:6346");
    }
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private PeerLink link(String remote) {
    PeerLink link = new PeerLink(null, turn, Endpoint.parse(remote), true);
    neighbours.add(link);
    return link;
  }

  private void hit(Guid servent, PeerLink from) {
    routes.learn(servent.high(), servent.low(), from);
  }

  private List<PeerLink> ways(Guid servent) {
    return routes.ways(servent.high(), servent.low());
  }

  private void got(PeerLink from, VendorContent content) {
    messages.onMessage(from, SERVENT, VendorCodec.write(content));
  }

  @Test
  void whoAnswersInTheNameOfAnotherDoesNotTakeItsPushes() {
    hit(SERVENT, one);
    assertEquals(List.of(one), ways(SERVENT));
    hit(SERVENT, two);
    assertEquals(List.of(one, two), ways(SERVENT), "it may have moved");
    hit(SERVENT, three);
    assertEquals(List.of(one, three), ways(SERVENT), "two at the most");
    hit(SERVENT, one);
    assertEquals(List.of(one, three), ways(SERVENT));
  }

  @Test
  void whoIsGoneOrBringsNoHitsGivesWay() {
    hit(SERVENT, one);
    hit(SERVENT, two);
    neighbours.remove(one);
    assertEquals(List.of(two), ways(SERVENT));
    hit(SERVENT, three);
    assertEquals(List.of(three, two), ways(SERVENT));
    simulation.runFor(Duration.ofMinutes(11));
    hit(new Guid(5, 5), two);
    simulation.runFor(Duration.ofMinutes(11));
    hit(SERVENT, two);
    assertEquals(List.of(two), ways(SERVENT));
  }

  @Test
  void aNeighbourThatHasAskedForItsPushesGetsThem() {
    hit(SERVENT, one);
    VendorId acknowledged = new VendorId(VendorId.LIME, 22, 2);
    got(two, new MessagesSupported(List.of(acknowledged)));
    got(two, new PushProxyRequest());
    hit(SERVENT, three);
    assertEquals(List.of(two), ways(SERVENT));
  }

  @Test
  void oneAddressDoesNotPushAllOthersOut() {
    hit(SERVENT, one);
    for (int i = 0; i < 200_000; i++) {
      hit(new Guid(i, 9), two);
    }
    assertEquals(List.of(one), ways(SERVENT));
    assertEquals(List.of(two), ways(new Guid(PushRoutes.PER_MINUTE - 1, 9)));
    assertEquals(List.of(), ways(new Guid(PushRoutes.PER_MINUTE, 9)));
    hit(new Guid(6, 6), three);
    assertEquals(List.of(three), ways(new Guid(6, 6)), "others go on");
  }

  @Test
  void aPushIsPassedOnOnce() {
    assertTrue(routes.isNew(new Guid(1, 1), SERVENT));
    assertFalse(routes.isNew(new Guid(1, 1), SERVENT));
    assertTrue(routes.isNew(new Guid(1, 2), SERVENT));
    assertTrue(routes.isNew(new Guid(1, 1), new Guid(4, 4)), "to another servent");
  }
}
