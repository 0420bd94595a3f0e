package io.peerwright.overlay.hybrid.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTest {

  private static Fields fields(String body) {
    return new Fields(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String body(FrameWriter writer) {
    ByteBuffer body = Frame.body(writer.buffer());
    return StandardCharsets.ISO_8859_1.decode(body).toString();
  }

  @Test
  void aFrameHasALittleEndianHeader() {
    ByteBuffer frame = new FrameWriter().begin(MessageType.SHARE_MEDIA).field("x").buffer();
    assertEquals(5, frame.remaining());
    assertEquals(1, frame.get(0));
    assertEquals(0, frame.get(1));
    assertEquals(0x3c, frame.get(2));
    assertEquals(0x28, frame.get(3));
    assertEquals(MessageType.SHARE_MEDIA, Frame.type(frame));
    assertEquals(5, Frame.FRAMING.frameBytes(frame));
  }

  @Test
  void bytesAndNumbersAreWrittenAsTextIs() {
    byte[] name = "a \"b\" \u00e9".getBytes(StandardCharsets.ISO_8859_1);
    long[] numbers = {
      0, 9, 10, 99, 100, 1_005, 44_100, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, -5
    };
    for (long number : numbers) {
      FrameWriter bytes = new FrameWriter().begin(1).quoted(name, 1, name.length - 1);
      bytes.hex(0x0123_4567_89ab_cdefL, -2).field(number).fields(new byte[] {'x', ' ', 'y'});
      FrameWriter text = new FrameWriter().begin(1).quoted(" \"b\" \u00e9");
      text.field("0123456789abcdeffffffffffffffffe").field(Long.toString(number)).field("x y");
      assertEquals(body(text), body(bytes));
    }
  }

  @Test
  void whatAnEarlierFrameSaysIsCopied() {
    FrameWriter writer = new FrameWriter().begin(1).field("a").field("bc");
    int to = writer.size();
    writer.field("d").begin(2).again(Frame.HEADER_BYTES, to).field("e");
    ByteBuffer frames = writer.buffer();
    byte[] second = new byte[frames.remaining() - Frame.HEADER_BYTES - 6];
    frames.position(Frame.HEADER_BYTES + 6).get(second);
    String body = new String(second, StandardCharsets.ISO_8859_1);
    assertEquals("a bc e", body.substring(Frame.HEADER_BYTES));
  }

  @Test
  void aFrameThatIsTooLongIsLeftOut() {
    FrameWriter writer = new FrameWriter().begin(1).field("a");
    writer.begin(2).field("x".repeat(Frame.MAX_BODY_BYTES + 1));
    writer.begin(3).field("b");
    ByteBuffer frames = writer.buffer();
    assertEquals(10, frames.remaining());
    assertEquals(3, Frame.type(frames.slice(5, 5)));
  }

  @Test
  void fieldsAreSplitBySpacesAndQuotes() throws MalformedException {
    Fields fields = fields("nick  \"a b\" 12 \"\" x\"y \"hanging on");
    assertEquals("nick", fields.nextText());
    assertEquals("a b", fields.nextText());
    assertEquals(12, fields.nextNumber());
    assertEquals("", fields.nextText());
    assertEquals("x\"y", fields.nextText());
    assertEquals("hanging on", fields.nextText());
    assertFalse(fields.next());
    assertThrows(MalformedException.class, fields::nextText);
  }

  @Test
  void numbersThatAreNoneAreNegative() throws MalformedException {
    assertEquals(-1, fields("12a").nextNumber());
    assertEquals(-1, fields("-3").nextNumber());
    assertEquals(-1, fields("\"\"").nextNumber());
    assertEquals(-1, fields("9".repeat(30)).nextNumber());
    assertEquals(4_294_967_295L, fields("4294967295").nextNumber());
  }

  @Test
  void addressesAreInMemoryOrder() throws MalformedException {
    assertEquals(16_777_343, WireAddress.of(Endpoint.parse("127.0.0.1:1")));
    assertEquals(16_797_194, WireAddress.of(Endpoint.parse("10.78.0.1:1")));
    assertEquals(0, WireAddress.of(Endpoint.parse("[2001:db8::1]:1")));
    assertEquals(Endpoint.parse("10.78.0.1:6699"), WireAddress.endpoint(16_797_194, 6699));
    assertEquals(Endpoint.parse("200.1.2.255:0"), WireAddress.endpoint(0xff0201c8L, 0));
    assertThrows(MalformedException.class, () -> WireAddress.endpoint(1L << 32, 1));
    assertThrows(MalformedException.class, () -> WireAddress.endpoint(1, 65_536));
  }

  @Test
  void textIsUtf8OrLegacy() {
    String name = "Caf\u00e9 \u65e5\u672c";
    assertEquals(name, NapText.decode(NapText.encode(name)));
    assertEquals("Caf\u00e9", NapText.decode("Caf\u00e9"));
    assertEquals("\u20ac", NapText.decode("\u0080"));
    assertEquals("a_b'c", NapText.encodeName("a\nb\"c"));
  }

  @Test
  void quotesInNamesNeverBreakAFrame() throws MalformedException {
    FrameWriter writer = new FrameWriter();
    new FileRequest("bob", "a \"b\" c\u65e5").write(writer, MessageType.DOWNLOAD_REQUEST);
    assertEquals("bob \"a 'b' c?\"", body(writer));
    assertEquals("a 'b' c?", FileRequest.parse(fields(body(writer))).file());
  }

  @Test
  void linkTypesOrderSpeeds() {
    assertEquals(0, LinkType.ofKbitPerSecond(0));
    assertEquals(10, LinkType.ofKbitPerSecond(1_000_000));
    for (int type = 0; type <= LinkType.MAX; type++) {
      assertEquals(type, LinkType.ofKbitPerSecond(LinkType.kbitPerSecond(type)));
    }
    assertFalse(LinkType.isValid(11));
    assertFalse(LinkType.isValid(-1));
  }

  @Test
  void messagesReadBackAsWritten() throws MalformedException {
    SharedFile file = new SharedFile("C:\\a b.mp3", "1".repeat(32), 5_000_000_000L, 192, 44100, 9);
    FrameWriter writer = new FrameWriter();

    Login login = new Login("bob", "pw", 6699, "capture 1.0", 8, "a@example.test");
    login.write(writer, MessageType.REGISTER);
    assertEquals("bob pw 6699 \"capture 1.0\" 8 a@example.test", body(writer));
    assertEquals(login, Login.parse(fields(body(writer))));

    writer.clear();
    SearchHit hit = new SearchHit(file, "bob", 16_797_194, 7);
    hit.write(writer);
    assertEquals(hit, SearchHit.parse(fields(body(writer) + " 1")));

    writer.clear();
    Endpoint at = Endpoint.parse("10.78.0.1:0");
    TransferReady ready = new TransferReady("bob", at, "f", TransferReady.FIREWALLED, 4);
    ready.write(writer, MessageType.DOWNLOAD_READY);
    assertEquals("bob 16797194 0 \"f\" firewallerror 4", body(writer));
    assertEquals(ready, TransferReady.parse(fields(body(writer))));
    assertFalse(ready.isConnectable());

    writer.clear();
    QueueNotice queued = new QueueNotice("bob", "f g", 77, 3);
    queued.write(writer);
    assertEquals(MessageType.QUEUED, Frame.type(writer.buffer()));
    assertEquals(queued, QueueNotice.parse(fields(body(writer)), MessageType.QUEUED));

    writer.clear();
    QueueNotice limit = new QueueNotice("bob", "f g", -1, 3);
    limit.write(writer);
    assertEquals(limit, QueueNotice.parse(fields(body(writer)), MessageType.QUEUE_LIMIT));

    writer.clear();
    ResumeHit resume = new ResumeHit("bob", 1, 2, "f", "m", 3, 4);
    resume.write(writer);
    assertEquals(resume, ResumeHit.parse(fields(body(writer))));

    writer.clear();
    BrowseHit browse = new BrowseHit("bob", file);
    browse.write(writer);
    assertEquals(browse, BrowseHit.parse(fields(body(writer))));

    writer.clear();
    NickText message = new NickText("bob", "hello, \"you\"  there");
    message.write(writer, MessageType.PRIVATE_MESSAGE);
    assertEquals(message, NickText.parse(fields(body(writer))));
  }

  @Test
  void anyBytesParseOrFailCleanly() {
    Random random = new Random(3);
    String[] seeds = {
      "FILENAME CONTAINS \"rain -dance\" BITRATE \"AT LEAST\" \"128\" MAX_RESULTS 10",
      "bob 16797194 6699 \"C:\\a.mp3\" 00000000000000000000000000000000 4",
      "\"C:\\a.mp3\" 11112222333344445555666677770001 4567890 192 44100 240 bob 1 4"
    };
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = seeds[round % 3].getBytes(StandardCharsets.ISO_8859_1);
      for (int i = random.nextInt(6); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ByteBuffer body = ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1));
      int parsed = parsers(body);
      assertEquals(parsed, parsers(body.asReadOnlyBuffer()));
      read += parsed;
    }
    int taken = read;
    assertTrue(taken > 20_000 && taken < 180_000, () -> taken + " of 200,000 were taken");
  }

  /** How many take it. */
  private static int parsers(ByteBuffer body) {
    int count = 0;
    Parser[] parsers = {
      SearchParser::parse,
      Login::parse,
      SharedFile::parse,
      SearchHit::parse,
      FileRequest::parse,
      TransferReady::parse,
      ResumeHit::parse,
      BrowseHit::parse,
      NickText::parse,
      f -> QueueNotice.parse(f, MessageType.QUEUED)
    };
    for (Parser parser : parsers) {
      try {
        assertNotNull(parser.parse(new Fields(body)));
        count++;
      } catch (MalformedException expected) {
        assertFalse(expected.getMessage().isEmpty());
      }
    }
    return count;
  }

  @FunctionalInterface
  private interface Parser {
    Object parse(Fields fields) throws MalformedException;
  }

  /** Who does not know the field at the end sees somebody behind a firewall. */
  @Test
  void anIpv6AddressStandsInOneFieldMore() throws MalformedException {
    FrameWriter writer = new FrameWriter();
    Endpoint at = Endpoint.parse("[2001:db8::7]:6699");
    TransferReady ready = new TransferReady("bob", at, "f g", "m", 4);
    ready.write(writer, MessageType.DOWNLOAD_READY);
    assertEquals("bob 0 0 \"f g\" m 4 [2001:db8::7]:6699", body(writer));
    assertEquals(ready, TransferReady.parse(fields(body(writer))));
    assertTrue(ready.isConnectable());

    writer.clear();
    TransferReady hidden = new TransferReady("bob", at.withPort(0), "f", "m", 4);
    hidden.write(writer, MessageType.DOWNLOAD_READY);
    assertEquals("bob 0 0 \"f\" m 4", body(writer));
    assertFalse(TransferReady.parse(fields(body(writer))).isConnectable());

    for (String other : List.of("7", "[", "[2001:db8::7]", "x".repeat(100), "[1.2.3.4]:1")) {
      TransferReady read = TransferReady.parse(fields("bob 16797194 6699 f m 4 " + other));
      assertEquals(Endpoint.parse("10.78.0.1:6699"), read.at(), other);
    }
    assertFalse(TransferReady.parse(fields("bob 0 6699 f m 4")).isConnectable());
  }
}
