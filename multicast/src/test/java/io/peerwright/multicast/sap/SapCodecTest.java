package io.peerwright.multicast.sap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SapCodecTest {

  private static final Endpoint ORIGIN = Endpoint.parse("192.0.2.1:0");

  /** As a streaming server writes it: two media, and the group is that of the first. */
  private static final String FOREIGN =
      "v=0\r\no=- 16834 2 IN IP4 192.0.2.7\r\ns=Channel 5\r\ni=N/A\r\nc=IN IP4 239.255.1.9/15\r\n"
          + "t=0 0\r\na=tool:vlc 3.0.18\r\na=recvonly\r\nb=RR:0\r\n"
          + "m=video 5004/2 RTP/AVP 33\r\na=rtpmap:33 MP2T/90000\r\n"
          + "m=audio 5006 RTP/AVP 0\r\nc=IN IP4 239.255.1.10/15\r\n";

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:0, 239.255.1.2:4000, 15",
    "[2001:db8::1]:0, [ff15::7101]:5000, 0",
    "192.0.2.1:0, [ff0e::1]:1, 0"
  })
  void sessionsAreReadAsTheyWereWritten(String from, String to, int ttl) {
    SdpSession session =
        SdpSession.of(-1, Endpoint.parse(from), "Grüße \u2603", Endpoint.parse(to), ttl);
    assertEquals(session, SdpSession.read(session.write()));
    assertEquals(session.originator(), SdpSession.originatorOf(session.writeOrigin()));
    SapPacket packet =
        new SapPacket(false, 0xbeef, Endpoint.parse(from), SapPacket.SDP, session.write());
    SapPacket read = SapPacket.read(packet.write());
    assertNotNull(read);
    assertEquals(0xbeef, read.hash());
    assertEquals(Endpoint.parse(from), read.origin());
    assertEquals(SapPacket.SDP, read.payloadType());
    assertArrayEquals(session.write(), read.payload());
  }

  /** Byte for byte as RFC 2974 draws it. */
  @Test
  void theHeaderIsThatOfTheStandard() {
    byte[] packet =
        bytes(new SapPacket(true, 0x1234, ORIGIN, SapPacket.SDP, "o=x".getBytes(UTF_8)).write());
    assertEquals(0x24, packet[0], "version 1, IPv4, deletion");
    assertEquals(0, packet[1], "no authentication");
    assertEquals(0x12, packet[2]);
    assertEquals(0x34, packet[3]);
    assertArrayEquals(ORIGIN.addressBytes(), java.util.Arrays.copyOfRange(packet, 4, 8));
    assertEquals("application/sdp\0o=x", new String(packet, 8, packet.length - 8, US_ASCII));
    Endpoint ipv6 = Endpoint.parse("[2001:db8::1]:0");
    byte[] long6 = bytes(new SapPacket(false, 1, ipv6, SapPacket.SDP, new byte[0]).write());
    assertEquals(0x30, long6[0]);
    assertEquals(4 + 16 + 16, long6.length);
  }

  @Test
  void sessionsOfOthersAreRead() {
    SdpSession session = SdpSession.read(FOREIGN.getBytes(UTF_8));
    assertEquals(
        new SdpSession(
            "- 16834 IN IP4 192.0.2.7", 2, "Channel 5", Endpoint.parse("239.255.1.9:5004"), 15),
        session);
    String unixLines = FOREIGN.replace("\r\n", "\n");
    assertEquals(session, SdpSession.read(unixLines.getBytes(UTF_8)));
    String ofMedium =
        FOREIGN
            .replace("c=IN IP4 239.255.1.9/15\r\n", "")
            .replace("m=audio 5006 RTP/AVP 0\r\n", "");
    assertEquals(
        Endpoint.parse("239.255.1.10:5004"), SdpSession.read(ofMedium.getBytes(UTF_8)).group());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=0",
        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 5 udp x",
        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 group.example/3\r\nm=audio 5 udp x",
        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 239.1.2.3/3\r\nm=audio 0 udp x",
        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 239.1.2.3/3\r\nm=audio 65536 udp x",
        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 239.1.2.3/3",
        "v=0\r\no=- 1 1 IN\r\nc=IN IP4 239.1.2.3/3\r\nm=audio 5 udp x",
        "v=0\r\nc=IN IP4 239.1.2.3/3\r\nm=audio 5 udp x"
      })
  void sessionsWithoutAGroupAreNone(String text) {
    assertNull(SdpSession.read(text.getBytes(UTF_8)));
  }

  @Test
  void titlesFitOnALineAndIntoAPacket() {
    Endpoint group = Endpoint.parse("239.1.2.3:4");
    SdpSession lines = SdpSession.of(1, ORIGIN, "a\r\nc=IN IP4 239.9.9.9/1\0", group, 1);
    assertEquals("a  c=IN IP4 239.9.9.9/1 ", SdpSession.read(lines.write()).title());
    assertEquals(group, SdpSession.read(lines.write()).group());
    SdpSession snow = SdpSession.of(1, ORIGIN, "\ud83d\ude00".repeat(400), group, 1);
    assertEquals("\ud83d\ude00".repeat(125), SdpSession.read(snow.write()).title());
    assertTrue(snow.write().length < 1_000 - 30);
    assertEquals("", SdpSession.read(SdpSession.of(1, ORIGIN, "", group, 1).write()).title());
  }

  @Test
  void theTypeMayBeMissingAndAuthenticationIsPassedOver() {
    byte[] session = FOREIGN.getBytes(UTF_8);
    ByteBuffer packet = ByteBuffer.allocate(2_000);
    packet.put((byte) 0x20).put((byte) 2).putShort((short) 7).put(ORIGIN.addressBytes());
    packet.put(new byte[8]).put(session).flip();
    SapPacket read = SapPacket.read(packet);
    assertEquals(SapPacket.SDP, read.payloadType());
    assertArrayEquals(session, read.payload());
  }

  @Test
  void compressedPayloadsAreReadAsFarAsTheyAreShort() {
    byte[] session = FOREIGN.getBytes(UTF_8);
    assertArrayEquals(session, SapPacket.read(compressed(session)).payload());
    byte[] bomb = new byte[1 << 20];
    assertNull(SapPacket.read(compressed(bomb)));
  }

  private static ByteBuffer compressed(byte[] content) {
    Deflater deflater = new Deflater();
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] some = new byte[4_096];
    while (!deflater.finished()) {
      out.write(some, 0, deflater.deflate(some));
    }
    deflater.end();
    ByteBuffer packet = ByteBuffer.allocate(8 + out.size());
    packet.put((byte) 0x21).put((byte) 0).putShort((short) 7).put(ORIGIN.addressBytes());
    return packet.put(out.toByteArray()).flip();
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    ByteBuffer whole = new SapPacket(false, 1, ORIGIN, SapPacket.SDP, new byte[9]).write();
    for (int version : List.of(0, 2, 7)) {
      assertNull(
          SapPacket.read(ByteBuffer.wrap(bytes(whole.duplicate())).put(0, (byte) (version << 5))));
    }
    assertNull(
        SapPacket.read(ByteBuffer.wrap(bytes(whole.duplicate())).put(0, (byte) 0x22)), "encrypted");
    assertNull(
        SapPacket.read(ByteBuffer.wrap(bytes(whole.duplicate())).put(1, (byte) 200)), "cut off");
    assertNull(SapPacket.read(ByteBuffer.allocate(7)));
    assertNull(
        SapPacket.read(new SapPacket(false, 1, ORIGIN, "x".repeat(200), new byte[9]).write()));
    assertNull(
        SapPacket.read(new SapPacket(false, 1, ORIGIN, SapPacket.SDP, new byte[5_000]).write()));
  }

  @ParameterizedTest
  @CsvSource({
    "239.255.1.2:1, 239.255.255.255:9875",
    "239.193.1.2:1, 239.195.255.255:9875",
    "239.1.2.3:1, 224.2.127.254:9875",
    "232.1.2.3:1, 224.2.127.254:9875",
    "224.2.200.1:1, 224.2.127.254:9875",
    "[ff12::1]:1, [ff02::2:7ffe]:9875",
    "[ff15::1]:1, [ff05::2:7ffe]:9875",
    "[ff38::1]:1, [ff08::2:7ffe]:9875",
    "[ff0e::1]:1, [ff0e::2:7ffe]:9875",
    "[ff11::1]:1, [ff02::2:7ffe]:9875"
  })
  void groupsAreAnnouncedAsFarAsTheyReach(String group, String announcing) {
    Endpoint at = Endpoint.parse(announcing);
    assertEquals(at, SapGroups.announcing(Endpoint.parse(group)));
    assertTrue(SapGroups.all(at.isIpv4()).contains(at), "and are listened to");
  }
}
