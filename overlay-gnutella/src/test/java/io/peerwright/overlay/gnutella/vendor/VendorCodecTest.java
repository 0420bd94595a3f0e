package io.peerwright.overlay.gnutella.vendor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Samples;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.vendor.VendorContent.Feature;
import io.peerwright.overlay.gnutella.vendor.VendorContent.Features;
import io.peerwright.overlay.gnutella.vendor.VendorContent.HopsFlow;
import io.peerwright.overlay.gnutella.vendor.VendorContent.MessagesSupported;
import io.peerwright.overlay.gnutella.vendor.VendorContent.OutOfBandProxyVeto;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyCancel;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyRequest;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryOver;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusRequest;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusResponse;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.vendor.VendorContent.TcpConnectBack;
import io.peerwright.overlay.gnutella.vendor.VendorContent.UdpConnectBack;
import io.peerwright.overlay.gnutella.vendor.VendorContent.Unread;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VendorCodecTest {

  private static final Guid GUID = Guid.parse("34c73102dfcc6fc322d6cd9a6fb914ff");

  private static VendorMessage message(int vendor, int selector, int version, String data) {
    return new VendorMessage(MessageType.VENDOR, vendor, selector, version, Octets.hex(data));
  }

  private static List<VendorContent> captured(int capture) throws Exception {
    return Samples.messages(capture, VendorMessage.class).stream().map(VendorCodec::read).toList();
  }

  @Test
  void capturedOnesAreReadAndWrittenAsTheSameMessages() throws Exception {
    TreeSet<String> unread = new TreeSet<>();
    for (Capture capture : Capture.all()) {
      for (Message message : Samples.messages(capture)) {
        if (message instanceof VendorMessage vendor) {
          VendorContent content = VendorCodec.read(vendor);
          assertEquals(vendor, VendorCodec.write(content), capture.name());
          if (content instanceof Unread other) {
            unread.add(other.id().toString());
          }
        }
      }
    }
    assertEquals("[GTKG/10v1, GTKG/22v1, GTKG/9v1]", unread.toString());
  }

  @Test
  void listsSayWhatTheRecorderSays() throws Exception {
    MessagesSupported messages = (MessagesSupported) captured(21).get(0);
    assertEquals(27, messages.ids().size());
    assertEquals("BEAR/4v1", messages.ids().get(0).toString());
    assertEquals("LIME/24v2", messages.ids().get(26).toString());
    assertTrue(messages.supports(VendorId.LIME, 21, 2));
    assertTrue(messages.supports(VendorId.LIME, 11, 2));
    assertFalse(messages.supports(VendorId.LIME, 11, 4));
    assertFalse(messages.supports(VendorId.BEAR, 21, 1));
    Features features = (Features) captured(21).get(1);
    assertEquals(
        List.of("HSEP", "WHAT", "QRP1", "F2FT", "TCPI", "TLS!"),
        features.features().stream().map(Feature::name).toList());
    assertEquals(0xffff, features.features().get(3).version());
  }

  @Test
  void conversationSaysWhatTheRecorderSays() throws Exception {
    List<VendorContent> all = captured(21);
    assertEquals(new UdpConnectBack(16_401, Optional.of(GUID)), all.get(2));
    assertEquals(new HopsFlow(4), all.get(4));
    assertEquals(new PushProxyRequest(), all.get(5));
    assertEquals(
        new PushProxyAcknowledgement(Optional.of(Endpoint.parse("45.10.1.1:16401"))), all.get(6));
    assertEquals(new TcpConnectBack(6347), all.get(10));
    assertEquals(new UdpConnectBack(6346, Optional.empty()), all.get(11));
    List<VendorContent> outOfBand = captured(31);
    assertEquals(new ReplyNumber(1, false, 3), outOfBand.get(3));
    assertEquals(new ReplyAcknowledgement(1, Octets.hex("b9d01cc1")), outOfBand.get(4));
    assertTrue(captured(33).contains(new QueryStatusResponse(1)));
  }

  @Test
  void tokenMayStandBehindTwoBytes() {
    assertEquals(
        new ReplyAcknowledgement(5, Octets.hex("b9d01cc1")),
        VendorCodec.read(message(VendorId.LIME, 11, 3, "0500c382534f44b9d01cc1")));
    assertEquals(
        new ReplyAcknowledgement(5, Octets.EMPTY),
        VendorCodec.read(message(VendorId.LIME, 11, 2, "05c382534f44b9d01cc1")));
  }

  @Test
  void allAreWrittenAsTheyAreRead() {
    List<VendorContent> all =
        List.of(
            new MessagesSupported(List.of(new VendorId(VendorId.GTKG, 0xfffe, 0x1234))),
            new Features(List.of(new Feature("TLS!", 1))),
            new HopsFlow(255),
            new TcpConnectBack(65_535),
            new UdpConnectBack(1, Optional.empty()),
            new UdpConnectBack(258, Optional.of(GUID)),
            new QueryStatusRequest(),
            new QueryStatusResponse(QueryStatusResponse.ENOUGH),
            new QueryOver(),
            new PushProxyRequest(),
            new PushProxyAcknowledgement(Optional.empty()),
            new PushProxyAcknowledgement(Optional.of(Endpoint.parse("192.0.2.1:258"))),
            new PushProxyCancel(),
            new ReplyNumber(200, false, 1),
            new ReplyNumber(200, true, 2),
            new ReplyNumber(255, true, 3),
            new ReplyAcknowledgement(7, Octets.EMPTY),
            new ReplyAcknowledgement(7, Octets.hex("00ff")),
            new OutOfBandProxyVeto(3),
            new Unread(new VendorId(VendorId.BEAR, 99, 1), Octets.hex("01")));
    for (VendorContent each : all) {
      assertEquals(each, VendorCodec.read(VendorCodec.write(each)));
    }
    assertEquals(new OutOfBandProxyVeto(255), VendorCodec.read(message(VendorId.LIME, 13, 1, "")));
  }

  @Test
  void whatIsTooShortIsUnread() {
    int[][] short1 = {
      {VendorId.ALL, 0}, {VendorId.ALL, 10}, {VendorId.BEAR, 4}, {VendorId.BEAR, 7},
      {VendorId.BEAR, 12}, {VendorId.GTKG, 7}, {VendorId.LIME, 11}, {VendorId.LIME, 12}
    };
    for (int[] each : short1) {
      VendorContent content = VendorCodec.read(message(each[0], each[1], 1, ""));
      assertTrue(content instanceof Unread, content.toString());
    }
    // Says two entries and has one; says more than anybody has.
    assertTrue(VendorCodec.read(message(0, 0, 0, "0200" + "4245415204000100")) instanceof Unread);
    String many = "ffff" + "4245415204000100".repeat(0xffff);
    assertTrue(VendorCodec.read(message(0, 0, 0, many)) instanceof Unread);
    assertTrue(VendorCodec.read(message(VendorId.GTKG, 7, 1, "1140")) instanceof Unread);
    Endpoint ipv6 = Endpoint.parse("[2001:db8::1]:1");
    assertThrows(
        IllegalArgumentException.class,
        () -> VendorCodec.write(new PushProxyAcknowledgement(Optional.of(ipv6))));
  }
}
