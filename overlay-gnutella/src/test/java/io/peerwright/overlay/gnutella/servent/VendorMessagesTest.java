package io.peerwright.overlay.gnutella.servent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.HopsFlow;
import io.peerwright.overlay.gnutella.vendor.VendorContent.MessagesSupported;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyRequest;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import io.peerwright.overlay.gnutella.vendor.VendorIds;
import io.peerwright.overlay.gnutella.wire.Octets;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a vendor message, and who is sent one. */
class VendorMessagesTest {

  private static final Guid GUID = new Guid(1, 2);
  private static final VendorId HOPS_FLOW = new VendorId(VendorId.BEAR, 4, 1);
  private static final VendorId PROXY = new VendorId(VendorId.LIME, 21, 2);

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("host", null, null);
  private final VendorMessages messages = new VendorMessages(new Random(1));
  private final List<VendorContent> got = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  /** One that is not open, which is enough to tell from whom a message comes. */
  private PeerLink link() {
    Turn turn = new Turn(host.loop());
    return new PeerLink(null, turn, host.listenAddress(), true);
  }

  private static VendorMessage message(VendorId id, int... octets) {
    byte[] data = new byte[octets.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) octets[i];
    }
    return new VendorMessage(
        MessageType.VENDOR, id.vendor(), id.selector(), id.version(), Octets.of(data));
  }

  private void supports(PeerLink link, VendorId... ids) {
    VendorMessage told = VendorCodec.write(new MessagesSupported(List.of(ids)));
    messages.onMessage(link, GUID, told);
  }

  @Test
  void whoHasRegisteredGetsThisVersionAndEarlierOnes() {
    messages.register(HOPS_FLOW, (from, guid, content) -> got.add(content));
    messages.register(PROXY, (from, guid, content) -> got.add(content));
    messages.onMessage(link(), GUID, message(HOPS_FLOW, 3));
    messages.onMessage(link(), GUID, message(new VendorId(VendorId.LIME, 21, 1)));
    assertEquals(List.of(new HopsFlow(3), new PushProxyRequest()), got);
    messages.onMessage(link(), GUID, message(new VendorId(VendorId.LIME, 21, 3)));
    messages.onMessage(link(), GUID, message(new VendorId(VendorId.LIME, 4, 1), 3));
    messages.onMessage(link(), GUID, message(new VendorId(VendorId.BEAR, 5, 1), 3));
    assertEquals(2, got.size(), "a later version, or another message");
  }

  @Test
  void whatCannotBeReadIsNobodysBusiness() {
    messages.register(HOPS_FLOW, (from, guid, content) -> got.add(content));
    messages.onMessage(link(), GUID, message(HOPS_FLOW));
    assertEquals(List.of(), got);
  }

  @Test
  void nobodyIsSentWhatItDoesNotRead() {
    PeerLink link = link();
    assertFalse(messages.send(link, GUID, new HopsFlow(0)));
    supports(link, PROXY, HOPS_FLOW);
    assertTrue(messages.send(link, GUID, new HopsFlow(0)));
    supports(link, PROXY);
    assertFalse(messages.send(link, GUID, new HopsFlow(0)), "it has taken it back");
    supports(link, new VendorId(VendorId.LIME, 21, 1));
    assertFalse(messages.send(link, GUID, new PushProxyRequest()), "an earlier version");
    supports(link, new VendorId(VendorId.LIME, 21, 5));
    assertTrue(messages.send(link, GUID, new PushProxyRequest()));
  }

  @Test
  void neighboursThatReadTheSameShareIt() {
    PeerLink one = link();
    PeerLink other = link();
    supports(one, PROXY, HOPS_FLOW);
    supports(other, PROXY, HOPS_FLOW);
    assertSame(one.state().vendorIds(), other.state().vendorIds());
  }

  @Test
  void aLongListIsCut() {
    List<VendorId> many =
        IntStream.range(0, 1_000).mapToObj(i -> new VendorId(VendorId.LIME, i, 1)).toList();
    VendorIds ids = VendorIds.of(many);
    assertTrue(ids.supports(new VendorId(VendorId.LIME, 127, 1)));
    assertFalse(ids.supports(new VendorId(VendorId.LIME, 128, 1)));
  }
}
