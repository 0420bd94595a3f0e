package io.peerwright.overlay.gnutella.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeaderTest {

  private static final int AT = 5;
  private static final int MAX_TTL = 4;

  private static ByteBuffer header(int ttl, int hops) {
    ByteBuffer bytes = ByteBuffer.allocate(AT + Header.BYTES + 9).position(AT);
    Header.write(bytes, 0x0102030405060708L, 0xff0a0b0c0d0e0f00L, 0x81, ttl, hops, 0xfedc);
    return bytes;
  }

  @Test
  void fieldsStandWhereTheDocumentSays() {
    ByteBuffer bytes = header(3, 2);
    assertEquals(AT + Header.BYTES, bytes.position());
    assertEquals(
        "0102030405060708ff0a0b0c0d0e0f00810302dcfe0000",
        Octets.of(bytes, AT, Header.BYTES).toString());
    assertEquals(0x81, Header.type(bytes, AT));
    assertEquals(3, Header.ttl(bytes, AT));
    assertEquals(2, Header.hops(bytes, AT));
    assertEquals(0xfedc, Header.payloadLength(bytes, AT));
    assertEquals(new Guid(0x0102030405060708L, 0xff0a0b0c0d0e0f00L), Header.guid(bytes, AT));
  }

  @Test
  void hopMovesOneFromTtlToHops() {
    ByteBuffer bytes = header(3, 0);
    assertEquals(2, Header.hop(bytes, AT, MAX_TTL));
    assertEquals(2, Header.ttl(bytes, AT));
    assertEquals(1, Header.hops(bytes, AT));
  }

  @Test
  void hopStopsAtZero() {
    ByteBuffer last = header(1, 3);
    assertEquals(0, Header.hop(last, AT, MAX_TTL));
    assertEquals(0, Header.ttl(last, AT));
    ByteBuffer none = header(0, 3);
    assertEquals(0, Header.hop(none, AT, MAX_TTL));
    assertEquals(0, Header.ttl(none, AT));
    assertEquals(0, Header.hop(header(0, 0), AT, MAX_TTL));
  }

  @Test
  void hopCutsATtlThatIsTooHigh() {
    ByteBuffer bytes = header(255, 1);
    assertEquals(2, Header.hop(bytes, AT, MAX_TTL));
    assertEquals(2, Header.hops(bytes, AT));
    ByteBuffer far = header(255, 255);
    assertEquals(0, Header.hop(far, AT, MAX_TTL));
    assertEquals(255, Header.hops(far, AT));
  }

  @Test
  void upperHalfOfTheLengthIsRefused() {
    ByteBuffer bytes = header(1, 0);
    bytes.put(AT + 21, (byte) 1).position(AT);
    FrameBuffer frames = new FrameBuffer(Header.FRAMING, Header.BYTES + Header.MAX_PAYLOAD);
    assertNull(frames.next(bytes));
    assertEquals(Reason.LIMIT, frames.failure());
  }

  @Test
  void upperHalfHoldsFlagsWhereTheyWereAgreedOn() {
    ByteBuffer bytes = ByteBuffer.allocate(Header.BYTES);
    Header.write(bytes, 1, 2, MessageType.PING, 1, 0, 0);
    bytes.put(22, (byte) 0x80).put(21, (byte) 1).flip();
    FrameBuffer frames = new FrameBuffer(Header.FLAGGED_FRAMING, 100);
    assertNotNull(frames.next(bytes.duplicate()));
    assertEquals(0x8001, Header.flags(bytes, 0));
    assertEquals(0, Header.payloadLength(bytes, 0));
    assertNull(new FrameBuffer(Header.FRAMING, 100).next(bytes.duplicate()));
    Header.clearFlags(bytes, 0);
    assertNotNull(new FrameBuffer(Header.FRAMING, 100).next(bytes.duplicate()));
    bytes.put(21, (byte) 1);
    assertNull(new FrameBuffer(Header.FLAGGED_FRAMING, 100).next(bytes.duplicate()));
  }

  @Test
  void guidHasTheMarksOfAModernServent() {
    Guid guid = Guid.random(new SplittableRandom(1));
    assertEquals(0xff, guid.low() >>> 56);
    assertEquals(0, guid.low() & 0xff);
    assertEquals(guid, Guid.parse(guid.toString()));
    assertThrows(IllegalArgumentException.class, () -> Guid.parse("00"));
  }

  @Test
  void guidCarriesTheAddressForDatagrams() {
    Endpoint at = Endpoint.parse("45.10.201.1:6346");
    Guid guid = Guid.outOfBand(at, new SplittableRandom(2));
    assertEquals("2d0ac901", guid.toString().substring(0, 8));
    assertEquals("ca1800", guid.toString().substring(26));
    assertEquals("ff", guid.toString().substring(16, 18));
    assertEquals(at, guid.outOfBandEndpoint());
    Endpoint ipv6 = Endpoint.parse("[2001:db8::1]:6346");
    assertThrows(
        IllegalArgumentException.class, () -> Guid.outOfBand(ipv6, new SplittableRandom(2)));
    assertThrows(IllegalArgumentException.class, () -> new Pong(ipv6, 0, 0, Ggep.EMPTY));
  }
}
