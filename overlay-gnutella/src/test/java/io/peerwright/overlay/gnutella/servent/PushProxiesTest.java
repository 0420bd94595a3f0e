package io.peerwright.overlay.gnutella.servent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.MessagesSupported;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyCancel;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyRequest;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who passes on pushes to whom. */
class PushProxiesTest {

  private static final Guid OURS = new Guid(7, 7);
  private static final Guid ONE = new Guid(1, 1);
  private static final Endpoint OWN = Endpoint.parse("192.0.2.1:6346");

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("host", null, null);
  private final VendorMessages messages = new VendorMessages(new Random(1));
  private boolean reachable;
  private final PushProxies proxies = new PushProxies(new Us(), OURS, messages);

  private final class Us implements Dialable {
    @Override
    public boolean isReachable() {
      return reachable;
    }

    @Override
    public Endpoint own() {
      return OWN;
    }
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  /** One that is not open, to a servent that reads all that is of interest here. */
  private PeerLink link(String remote) {
    PeerLink link = new PeerLink(null, new Turn(host.loop()), Endpoint.parse(remote), true);
    got(
        link,
        ONE,
        new MessagesSupported(
            List.of(new VendorId(VendorId.LIME, 21, 2), new VendorId(VendorId.LIME, 22, 2))));
    return link;
  }

  private void got(PeerLink from, Guid guid, VendorContent content) {
    messages.onMessage(from, guid, VendorCodec.write(content));
  }

  @Test
  void aNeighbourIsPassedItsOwnPushes() {
    reachable = true;
    PeerLink one = link("198.51.100.1:1000");
    PeerLink other = link("198.51.100.2:1000");
    got(one, ONE, new PushProxyRequest());
    assertSame(one, proxies.client(ONE));
    got(other, ONE, new PushProxyRequest());
    assertSame(one, proxies.client(ONE), "it is the servent of another neighbour");
    got(one, new Guid(2, 2), new PushProxyRequest());
    assertNull(proxies.client(new Guid(2, 2)), "one neighbour is one servent");
    got(other, OURS, new PushProxyRequest());
    assertNull(proxies.client(OURS));
    got(one, ONE, new PushProxyCancel());
    assertNull(proxies.client(ONE));
    got(other, ONE, new PushProxyRequest());
    assertSame(other, proxies.client(ONE));
    proxies.onGone(other);
    assertNull(proxies.client(ONE));
  }

  @Test
  void whoCannotBeDialledPassesNothingOn() {
    PeerLink one = link("198.51.100.1:1000");
    got(one, ONE, new PushProxyRequest());
    assertNull(proxies.client(ONE));
  }

  @Test
  void fourUltrapeersAreAskedAndNamedWhereTheyAre() {
    for (int i = 1; i <= 5; i++) {
      PeerLink link = link("198.51.100." + i + ":1000");
      proxies.ask(link);
      Endpoint told = Endpoint.parse("198.51.100." + i + ":2000");
      got(link, OURS, new PushProxyAcknowledgement(Optional.of(told)));
    }
    assertEquals(
        List.of(
            Endpoint.parse("198.51.100.1:2000"),
            Endpoint.parse("198.51.100.2:2000"),
            Endpoint.parse("198.51.100.3:2000"),
            Endpoint.parse("198.51.100.4:2000")),
        proxies.known());
  }

  @Test
  void noThirdPartyIsNamed() {
    PeerLink asked = link("198.51.100.1:1000");
    proxies.ask(asked);
    got(asked, OURS, new PushProxyAcknowledgement(Optional.of(Endpoint.parse("203.0.113.9:80"))));
    assertEquals(List.of(Endpoint.parse("198.51.100.1:1000")), proxies.known());
    proxies.onGone(asked);
    got(asked, OURS, new PushProxyAcknowledgement(Optional.empty()));
    assertEquals(List.of(), proxies.known(), "nobody has asked");
  }

  @Test
  void nobodyIsAskedByWhoCanBeDialled() {
    reachable = true;
    PeerLink link = link("198.51.100.1:1000");
    proxies.ask(link);
    got(link, OURS, new PushProxyAcknowledgement(Optional.empty()));
    assertEquals(List.of(), proxies.known());
  }
}
