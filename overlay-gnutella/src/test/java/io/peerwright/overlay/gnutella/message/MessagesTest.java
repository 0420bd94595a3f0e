package io.peerwright.overlay.gnutella.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessagesTest {

  private static final Endpoint AT = Endpoint.parse("192.0.2.1:258");
  private static final Guid GUID = new Guid(1, 2);

  private static Message again(Message message) throws MalformedException {
    ByteBuffer bytes = Messages.encode(GUID, 3, 1, message);
    assertEquals(GUID, Header.guid(bytes, 0));
    assertEquals(bytes.remaining(), Header.FRAMING.frameBytes(bytes));
    return Messages.read(bytes, 0);
  }

  @Test
  void allAreReadAsTheyAreWritten() throws Exception {
    Octets some = Octets.hex("00ff1c00");
    for (Message message :
        new Message[] {
          new Ping(Ggep.EMPTY),
          new Ping(some),
          new Pong(AT, 0xffff_ffffL, 0, Ggep.EMPTY),
          new Pong(AT, 1, 2, some),
          Query.of(Query.FIREWALLED, "größe", some),
          new QueryHit(255, AT, 0xffff_ffffL, some, GUID),
          new Push(GUID, 0xffff_ffffL, AT, some),
          Bye.of(503, "voll"),
          new QrpReset(0xffff_ffffL, 255),
          new QrpPatch(255, 255, 1, 8, some),
          new VendorMessage(MessageType.STANDARD_VENDOR, -1, 0xffff, 0xffff, some),
          new Unknown(0x44, some)
        }) {
      assertEquals(message, again(message));
    }
  }

  @Test
  void numbersAreLittleEndianAndAddressesAreNot() {
    Map<Message, String> written =
        Map.of(
            new Pong(AT, 3, 4, Octets.EMPTY),
            "0201" + "c0000201" + "03000000" + "04000000",
            new Push(GUID, 5, AT, Octets.EMPTY),
            "0000000000000001" + "0000000000000002" + "05000000" + "c0000201" + "0201",
            new QueryHit(1, AT, 6, Octets.hex("aa"), GUID),
            "01"
                + "0201"
                + "c0000201"
                + "06000000"
                + "aa"
                + "0000000000000001"
                + "0000000000000002",
            new Query(0x8012, "a", Octets.hex("bb")),
            "8012" + "61" + "00" + "bb",
            Bye.of(0x0203, "x"),
            "0302" + "78" + "00",
            new QrpReset(0x4000, 2),
            "00" + "00400000" + "02",
            new VendorMessage(MessageType.VENDOR, 0x42454152, 4, 1, Octets.EMPTY),
            "42454152" + "0400" + "0100");
    written.forEach(
        (message, hex) -> {
          ByteBuffer out = ByteBuffer.allocate(message.payloadLength());
          message.writePayload(out);
          assertEquals(hex, Octets.of(out.flip()).toString());
        });
  }

  @Test
  void messagesThatAreCutOffAreRefused() throws Exception {
    for (Message message :
        new Message[] {
          new Pong(AT, 1, 2, Octets.EMPTY),
          new QueryHit(0, AT, 0, Octets.EMPTY, GUID),
          new Push(GUID, 1, AT, Octets.EMPTY),
          new Query(0, "a", Octets.EMPTY),
          new QrpReset(1, 1),
          new QrpPatch(1, 1, 0, 4, Octets.EMPTY),
          new VendorMessage(MessageType.VENDOR, 0, 0, 0, Octets.EMPTY)
        }) {
      ByteBuffer out = ByteBuffer.allocate(message.payloadLength());
      message.writePayload(out);
      Octets whole = Octets.of(out.flip());
      assertEquals(message, Messages.payload(message.type(), whole));
      for (int i = 0; i < whole.size(); i++) {
        Octets cut = whole.part(0, i);
        assertThrows(
            MalformedException.class,
            () -> Messages.payload(message.type(), cut),
            message + " cut to " + i);
      }
    }
    assertThrows(
        MalformedException.class, () -> Messages.payload(MessageType.BYE, Octets.hex("01")));
    assertThrows(
        MalformedException.class, () -> Messages.payload(MessageType.QUERY, Octets.hex("000061")));
  }

  @Test
  void whatIsUnknownIsKept() throws Exception {
    for (int type : new int[] {0x03, 0x44, 0x7f, 0xff}) {
      Octets payload = Octets.hex("0102");
      assertEquals(new Unknown(type, payload), Messages.payload(type, payload));
    }
    Octets variant = Octets.hex("0701");
    assertEquals(new Unknown(MessageType.QRP, variant), Messages.payload(MessageType.QRP, variant));
  }

  @Test
  void flagsOfOldQueriesMeanNothing() {
    int bits = Query.FIREWALLED | Query.OUT_OF_BAND | 20;
    Query old = new Query(bits, "a", Octets.EMPTY);
    assertFalse(old.has(Query.FIREWALLED));
    assertEquals(0, old.maxHits());
    Query modern = new Query(bits | Query.MARKER, "a", Octets.EMPTY);
    assertTrue(modern.has(Query.FIREWALLED));
    assertFalse(modern.has(Query.WANTS_XML));
    assertEquals(20, modern.maxHits());
  }

  @Test
  void longTextStandsInAnExtension() {
    String text = "many words ".repeat(20) + "größe";
    GgepExtension extension =
        GgepExtension.withoutNul(
            GgepIds.LONG_QUERY, Octets.of(text.getBytes(StandardCharsets.UTF_8)));
    Octets area = Ggep.of(extension).encoded();
    assertEquals(text, Query.of(0, "many words", area).text());
    GgepExtension bomb =
        GgepExtension.deflated(GgepIds.LONG_QUERY, Octets.latin1("a ".repeat(30_000)));
    assertEquals("many words", Query.of(0, "many words", Ggep.of(bomb).encoded()).text());
    Octets empty = Ggep.of(GgepExtension.of(GgepIds.LONG_QUERY, Octets.EMPTY)).encoded();
    assertEquals("many words", Query.of(0, "many words", empty).text());
  }

  @Test
  void textOfAQueryEndsWithinItsPayload() {
    ByteBuffer bytes = ByteBuffer.allocate(60);
    Header.write(bytes, 1, 2, MessageType.QUERY, 1, 0, 4);
    bytes.put(new byte[] {0, 0, 'a', 'b'});
    assertEquals(-1, Query.textEnd(bytes, 0));
    bytes.put(26, (byte) 0);
    assertEquals(26, Query.textEnd(bytes, 0));
    assertEquals(25, Query.textStart(0));
    Header.write(bytes.clear(), 1, 2, MessageType.QUERY, 1, 0, 1);
    assertEquals(0, Query.flags(bytes, 0));
  }

  @Test
  void lengthIsToldInPlace() {
    ByteBuffer push = Messages.encode(GUID, 1, 0, new Push(GUID, 1, AT, Octets.EMPTY));
    assertTrue(Push.isWhole(push, 0));
    assertFalse(QueryHit.isWhole(push, 0));
    ByteBuffer hit = Messages.encode(GUID, 1, 0, new QueryHit(9, AT, 0, Octets.EMPTY, GUID));
    assertTrue(QueryHit.isWhole(hit, 0));
    assertEquals(9, QueryHit.count(hit, 0));
    ByteBuffer pong = Messages.encode(GUID, 1, 0, new Pong(AT, 1, 2, Octets.EMPTY));
    assertEquals(AT.ipv4(), Pong.address(pong, 0));
    assertEquals(AT.port(), Pong.port(pong, 0));
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Query(0, "a\0", Octets.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> new Query(0x10000, "a", Octets.EMPTY));
    assertThrows(
        IllegalArgumentException.class, () -> new QueryHit(256, AT, 0, Octets.EMPTY, GUID));
    assertThrows(IllegalArgumentException.class, () -> new Pong(AT, 1L << 32, 0, Octets.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> new QrpReset(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new QrpPatch(256, 0, 0, 0, Octets.EMPTY));
    Ping tooLong = new Ping(Octets.of(new byte[Header.MAX_PAYLOAD + 1]));
    assertThrows(IllegalArgumentException.class, () -> Messages.encode(GUID, 1, 0, tooLong));
  }
}
