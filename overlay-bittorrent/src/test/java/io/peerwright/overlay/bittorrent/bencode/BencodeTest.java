package io.peerwright.overlay.bittorrent.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {

  private static final BReader.Limits LIMITS = BReader.Limits.METAINFO;

  private static BValue read(String text) throws BencodeException {
    return BReader.read(text.getBytes(ISO_8859_1), LIMITS);
  }

  private static String refusal(String text) {
    return assertThrows(BencodeException.class, () -> read(text), text).getMessage();
  }

  @Test
  void readsWhatTheSpecificationShows() throws BencodeException {
    assertEquals(3, assertInstanceOf(BInteger.class, read("i3e")).value());
    assertEquals(-3, assertInstanceOf(BInteger.class, read("i-3e")).value());
    assertEquals("spam", assertInstanceOf(BString.class, read("4:spam")).text());
    assertEquals("[\"spam\", \"eggs\"]", read("l4:spam4:eggse").toString());
    BDict dict = assertInstanceOf(BDict.class, read("d3:cow3:moo4:spaml1:a1:bee"));
    assertEquals("moo", dict.string("cow").text());
    assertEquals(2, dict.list("spam").values().size());
    assertNull(dict.get("pig"));
  }

  @Test
  void readsTheWholeRangeOfLongs() throws BencodeException {
    for (long value : new long[] {0, 9, 10, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertEquals(value, ((BInteger) read("i" + value + "e")).value());
    }
    assertTrue(refusal("i9223372036854775808e").contains("64 bits"));
    assertTrue(refusal("i-9223372036854775809e").contains("64 bits"));
    assertTrue(refusal("i99999999999999999999999e").contains("64 bits"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "i",
        "ie",
        "i-e",
        "i+1e",
        "i1",
        "i 1e",
        "i1 e",
        "1",
        "1:",
        "-1:a",
        "4:spa",
        "9999999999:a",
        "99999999999:a",
        "l",
        "li1e",
        "le1:a",
        "d",
        "d1:a",
        "d1:ae",
        "di1e1:ae",
        "x",
        "e",
        "i1ei2e",
        "d1:a1:b",
        "1;a"
      })
  void refusesWhatIsNotBencoded(String text) {
    assertTrue(refusal(text).startsWith("not bencoded: "));
  }

  @Test
  void saysWhereItWentWrong() {
    assertEquals(
        "not bencoded: an integer is digits between i and e (at byte 6)", refusal("d1:ai-ee"));
  }

  @Test
  void keepsTheExactBytesOfEachValue() throws BencodeException {
    BDict top = (BDict) read("d4:infod6:lengthi7e4:name1:xe4:listli1ei2eee");
    assertEquals(
        "d6:lengthi7e4:name1:xe", ISO_8859_1.decode(top.dict("info").encoded()).toString());
    assertEquals("li1ei2ee", ISO_8859_1.decode(top.list("list").encoded()).toString());
  }

  @Test
  void readsTheValueAtTheHeadOfAMessage() throws BencodeException {
    ByteBuffer message = ByteBuffer.wrap("xxd1:ai1eerest".getBytes(ISO_8859_1)).position(2);
    assertEquals(1, BReader.readFirstDict(message, BReader.Limits.MESSAGE).integer("a"));
    assertEquals("rest", ISO_8859_1.decode(message).toString());
  }

  @Test
  void takesKeysInAnyOrderAndOfDoubledOnesTheFirst() throws BencodeException {
    BDict dict = (BDict) read("d1:bi1e1:ai2e1:bi3ee");
    assertEquals(List.of("a", "b"), List.copyOf(dict.values().keySet()));
    assertEquals(1, dict.integer("b"));
    assertEquals("d1:bi1e1:ai2e1:bi3ee", ISO_8859_1.decode(dict.encoded()).toString());
  }

  @ParameterizedTest
  @CsvSource({"i-0e, 0", "i03e, 3", "i00e, 0", "i-007e, -7"})
  void takesNumbersThatAreWrittenLonger(String text, long value) throws BencodeException {
    assertEquals(value, ((BInteger) read(text)).value());
  }

  @Test
  void takesAValueWithBytesBehindItOnlyWhereAsked() throws BencodeException {
    byte[] bytes = "d1:ai1ee\r\n".getBytes(ISO_8859_1);
    BDict dict = BReader.readLeadingDict(bytes, LIMITS);
    assertEquals("d1:ai1ee", ISO_8859_1.decode(dict.encoded()).toString());
    assertThrows(BencodeException.class, () -> BReader.readDict(bytes, LIMITS));
  }

  @Test
  void sortsKeysByUnsignedBytes() throws BencodeException {
    BDict dict = (BDict) read("d1:\u00e9i2e1:zi1ee");
    assertEquals(List.of("z", "\u00e9"), List.copyOf(dict.values().keySet()));
  }

  @Test
  void nestingAndCountAreBounded() throws BencodeException {
    assertInstanceOf(BList.class, read("l".repeat(33) + "e".repeat(33)));
    assertTrue(refusal("l".repeat(34) + "e".repeat(34)).contains("nested deeper than 32"));
    assertTrue(refusal("l".repeat(1_000_000)).contains("nested deeper than 32"));
    BReader.Limits few = new BReader.Limits(4, 3);
    byte[] four = "li1ei2ei3ee".getBytes(ISO_8859_1);
    assertTrue(
        assertThrows(BencodeException.class, () -> BReader.read(four, few))
            .getMessage()
            .contains("more than 3 values"));
  }

  @Test
  void saysWhichKeyIsWrong() throws BencodeException {
    BDict dict = (BDict) read("d1:ai1ee");
    assertEquals(
        "\"b\" is missing",
        assertThrows(BencodeException.class, () -> dict.string("b")).getMessage());
    assertEquals(
        "\"a\" must be a string, is an integer",
        assertThrows(BencodeException.class, () -> dict.string("a")).getMessage());
    assertNull(dict.optionalString("a"));
    assertEquals(7, dict.integerOr("b", 7));
  }

  @Test
  void writesWhatItReads() throws BencodeException {
    byte[] bytes =
        new BWriter()
            .dict()
            .key("a")
            .integer(-5)
            .key("b")
            .list()
            .string("caf\u00e9")
            .string(new byte[] {0, -1})
            .end()
            .key("c")
            .dict()
            .end()
            .key("d")
            .raw(ByteBuffer.wrap(new byte[] {'i', '1', 'e'}))
            .end()
            .toBytes();
    assertArrayEquals(
        "d1:ai-5e1:bl5:caf\u00c3\u00a92:\0\u00ffe1:cde1:di1ee".getBytes(ISO_8859_1), bytes);
    assertArrayEquals(bytes, BencodeFuzzTest.rewritten(BReader.read(bytes, LIMITS)));
  }

  @Test
  void writerCatchesItsCallersMistakes() {
    assertThrows(
        IllegalStateException.class, () -> new BWriter().dict().key("b").integer(1).key("a"));
    assertThrows(
        IllegalStateException.class, () -> new BWriter().dict().key("b").integer(1).key("b"));
    assertThrows(IllegalStateException.class, () -> new BWriter().list().key("b"));
    assertThrows(IllegalStateException.class, () -> new BWriter().list().toBytes());
  }
}
