package io.peerwright.overlay.bittorrent.metainfo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class MetainfoTest {

  private static final String HASH = "0123456789abcdefghij";

  private static Info info(String text) throws BencodeException {
    return Info.of(text.getBytes(ISO_8859_1));
  }

  private static String single(long length, long pieceLength, int hashes) {
    return "d6:lengthi"
        + length
        + "e4:name1:x12:piece lengthi"
        + pieceLength
        + "e6:pieces"
        + 20 * hashes
        + ":"
        + HASH.repeat(hashes)
        + "e";
  }

  private static String multi(String... files) {
    return "d5:filesl"
        + String.join("", files)
        + "e4:name1:t12:piece lengthi16384e6:pieces20:"
        + HASH
        + "e";
  }

  private static String file(String extra, int length, String... path) {
    StringBuilder text = new StringBuilder("d").append(extra).append("6:lengthi").append(length);
    text.append("e4:pathl");
    for (String part : path) {
      text.append(part.length()).append(':').append(part);
    }
    return text.append("ee").toString();
  }

  private static String refusal(String text) {
    return assertThrows(BencodeException.class, () -> info(text)).getMessage();
  }

  @Test
  void theHashCoversTheBytesAsTheyWereFound() throws BencodeException {
    // An entry that we know nothing of counts as much as any other.
    String text = "d6:lengthi1e4:name1:x12:piece lengthi16384e6:pieces20:" + HASH + "1:zi7ee";
    String top = "d8:announce9:http://t/4:info" + text + "e";
    Metainfo metainfo = Metainfo.of(top.getBytes(ISO_8859_1));
    assertEquals(
        InfoHash.of(java.nio.ByteBuffer.wrap(text.getBytes(ISO_8859_1))), metainfo.info().hash());
    assertEquals(text, ISO_8859_1.decode(metainfo.info().encoded()).toString());
    assertArrayEquals(top.getBytes(ISO_8859_1), metainfo.toBytes());
  }

  @Test
  void countsPieces() throws BencodeException {
    Info info = info(single(40_000, 16_384, 3));
    assertEquals(3, info.pieces());
    assertEquals(16_384, info.pieceLength(0));
    assertEquals(40_000 - 2 * 16_384, info.pieceLength(2));
    assertTrue(info.isHash(1, HASH.getBytes(ISO_8859_1)));
    assertFalse(info.isHash(1, new byte[20]));
  }

  @Test
  void offsetsAreLongAndHashesThoseOfTheirPieces() throws BencodeException {
    assertEquals(2_999L << 20, info(single(3_000L << 20, 1 << 20, 3_000)).offset(2_999));
    String other = HASH.toUpperCase(Locale.ROOT);
    Info two = info(single(20, 10, 2).replace(HASH + HASH, HASH + other));
    assertTrue(two.isHash(0, HASH.getBytes(ISO_8859_1)));
    assertTrue(two.isHash(1, other.getBytes(ISO_8859_1)));
    assertFalse(two.isHash(1, HASH.getBytes(ISO_8859_1)));
  }

  @ParameterizedTest
  @CsvSource({
    "40000, 16384, 2, 20 bytes",
    "40000, 16384, 4, 20 bytes",
    "2147483648, 1, 1, 2147483648 hashes",
    "72057594037927936, 1, 1, hashes",
    "-1, 16384, 0, impossible length",
    "9223372036854775807, 16384, 1, impossible length",
    "10, 0, 1, piece length",
    "10, -5, 1, piece length",
    "10, 4294967296, 1, piece length"
  })
  void refusesImpossibleSizes(long length, long pieceLength, int hashes, String why) {
    String message = refusal(single(length, pieceLength, hashes));
    assertTrue(message.contains(why), message);
  }

  @Test
  void readsSeveralFilesWithPadding() throws BencodeException {
    Info info =
        info(
            multi(
                file("", 100, "a", "b.txt"),
                file("4:attr1:p", 924, ".pad", "924"),
                file("4:attr1:p", 0, ".pad", "924"),
                file("4:attr1:x", 7, "run")));
    assertEquals(List.of("a/b.txt", ".pad/924", ".pad/924", "run"), names(info));
    assertEquals(1024, info.files().get(3).offset());
    assertTrue(info.files().get(1).padding());
    assertEquals(1031, info.totalLength());
  }

  private static List<String> names(Info info) {
    return info.files().stream().map(FileEntry::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'..', _",
    "., _",
    "'', _",
    "'  ', '  '",
    "a/b, a_b",
    "a\\b, a\\b",
    "/etc, _etc",
    "../.., .._.."
  })
  void noNameLeadsOut(String name, String clean) throws BencodeException {
    assertEquals(List.of(clean), info(multi(file("", 1, name))).files().get(0).path());
    assertEquals(List.of("ok", clean), info(multi(file("", 1, "ok", name))).files().get(0).path());
    String top = "d6:lengthi1e4:name" + name.length() + ":" + name;
    Info single = info(top + "12:piece lengthi16384e6:pieces20:" + HASH + "e");
    assertEquals(clean, single.name());
    assertEquals(List.of(clean), single.files().get(0).path());
  }

  @Test
  void namesMayBeOfAnyLengthAndHaveTwins() throws BencodeException {
    String name = "x".repeat(294);
    Info info =
        info(multi(file("", 1, name), file("", 1, "a"), file("", 1, "A"), file("", 1, "a")));
    assertEquals(List.of(name, "a", "A", "a"), names(info));
    assertEquals("a\0b".replace('\0', '_'), info(multi(file("", 1, "a\0b"))).files().get(0).name());
  }

  @Test
  void linksAreLeftOut() throws BencodeException {
    Info info = info(multi(file("4:attr1:l", 0, "link"), file("", 1, "a")));
    assertTrue(info.files().get(0).padding());
    assertFalse(info.files().get(1).padding());
    assertTrue(refusal(multi("d6:lengthi1e4:pathlee")).contains("names"));
  }

  @Test
  void namesInUtf8ComeFirst() throws BencodeException {
    String file = "d6:lengthi1e4:pathl1:\u00e9e10:path.utf-8l2:\u00c3\u00a9ee";
    String text = multi(file).replace("4:name1:t", "4:name1:t10:name.utf-82:\u00c3\u00bc");
    Info info = info(text);
    assertEquals("\u00fc", info.name());
    assertEquals(List.of("\u00e9"), names(info));
  }

  @Test
  void namesOfAnotherEncodingAreReadByWhatTheMakerSays() throws BencodeException {
    byte[] gbk = {(byte) 0xd6, (byte) 0xd0, (byte) 0xce, (byte) 0xc4};
    String name = new String(gbk, ISO_8859_1);
    String info = multi(file("", 1, name));
    String said = "d8:encoding3:GBK4:info" + info + "e";
    Metainfo known = Metainfo.of(said.getBytes(ISO_8859_1));
    assertEquals(List.of("\u4e2d\u6587"), names(known.info()));
    assertEquals(names(known.info()), names(Metainfo.of(known.toBytes()).info()));
    for (String none : List.of("", "8:encoding0:", "8:encoding3:x-y", "8:encoding2:\u00e9 ")) {
      Metainfo unknown = Metainfo.of(("d" + none + "4:info" + info + "e").getBytes(ISO_8859_1));
      assertEquals(known.info().hash(), unknown.info().hash());
      assertTrue(names(unknown.info()).get(0).matches("_+"), names(unknown.info())::toString);
    }
  }

  @Test
  void whatStandsBehindTheDictionaryIsNotOfIt() throws BencodeException {
    String top = "d4:info" + single(1, 16_384, 1) + "e";
    Metainfo clean = Metainfo.of(top.getBytes(ISO_8859_1));
    for (String rest : List.of("\n", "\r\n", "\0\0", "junk", "d1:ai1ee")) {
      assertEquals(
          clean.info().hash(), Metainfo.of((top + rest).getBytes(ISO_8859_1)).info().hash());
    }
  }

  @ParameterizedTest
  @CsvSource({"i0e, false", "i-0e, false", "i1e, true", "i2e, true", "i-1e, true", "1:1, true"})
  void anythingButZeroIsPrivate(String value, boolean expected) throws BencodeException {
    String text = single(1, 16_384, 1);
    text = text.substring(0, text.length() - 1) + "7:private" + value + "e";
    assertEquals(expected, info(text).isPrivate());
  }

  @Test
  void sizesLeavePaddingOut() throws BencodeException {
    Info info = info(multi(file("", 100, "a"), file("4:attr1:p", 924, "p"), file("", 7, "b")));
    assertEquals(1031, info.totalLength());
    assertEquals(107, info.filesLength());
  }

  @Test
  void saysThatVersionTwoIsNotSupported() {
    assertTrue(refusal("d9:file treede4:name1:xe").contains("version 2"));
  }

  @Test
  void readsTiers() throws BencodeException {
    String text =
        "d8:announce3:one13:announce-listll3:two5:threeel4:fouree4:info"
            + single(1, 16_384, 1)
            + "8:url-list4:weede";
    Metainfo metainfo = Metainfo.of(text.replace("4:weed", "l4:weede").getBytes(ISO_8859_1));
    assertEquals(List.of(List.of("two", "three"), List.of("four")), metainfo.trackers());
    assertEquals(List.of("weed"), metainfo.webSeeds());
    assertEquals(metainfo.trackers(), Metainfo.of(metainfo.toBytes()).trackers());
  }

  @Test
  void damageIsRefusedAndNothingElse() {
    byte[] good =
        ("d8:announce3:one4:info" + multi(file("", 9, "a"), file("", 9, "b")) + "e")
            .getBytes(ISO_8859_1);
    Random random = new Random(47);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = good.clone();
      for (int j = 1 + random.nextInt(3); j > 0; j--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? random.nextInt() : '0');
      }
      try {
        Metainfo.of(bytes);
      } catch (BencodeException expected) {
        refused++;
      }
    }
    assertTrue(refused > 10_000, "only " + refused);
  }
}
