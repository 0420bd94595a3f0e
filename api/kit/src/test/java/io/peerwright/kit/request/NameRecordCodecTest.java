package io.peerwright.kit.request;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.tls.LoopRandom;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NameRecordCodecTest {

  private static NameRecord read(byte[] bytes) throws OverlayException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    NameRecord record = NameRecordCodec.read(in);
    assertEquals(0, in.remaining());
    return record;
  }

  private static void assertRefused(byte[] bytes) {
    OverlayException refused = assertThrows(OverlayException.class, () -> read(bytes));
    assertEquals(Reason.PROTOCOL, refused.reason());
  }

  @Test
  void theFormIsThatOfTheTable() throws OverlayException {
    NameRecord record =
        new NameRecord(
            List.of(Endpoint.parse("192.0.2.1:8080"), Endpoint.parse("[2001:db8::1]:80")),
            Map.of("speed", "9", "name", "\u00e9"),
            258,
            "k",
            "sg");
    String expected =
        "01 0000000000000102"
            + "02 04c00002011f90 1020010db80000000000000000000000010050"
            + "02 00046e616d65 0002c3a9 00057370656564 000139"
            + "00016b 00027367";
    byte[] bytes = HexFormat.of().parseHex(expected.replace(" ", ""));
    assertArrayEquals(bytes, NameRecordCodec.write(record));
    assertEquals(record, read(bytes));
  }

  @Test
  void whatWasSignedComesBackAsItWasSigned() throws Exception {
    Urn name = Urn.user("alder");
    NameRecord plain =
        NameRecord.unsigned(List.of(Endpoint.parse("192.0.2.1:80")), Map.of("relay", "b:1"));
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      LoopRandom random = new LoopRandom(simulation.newHost("a", null, null).loop());
      NameRecord signed = NameSignatures.sign(name, plain, NameSignatures.newKeys(random));
      NameRecord back = read(NameRecordCodec.write(signed));
      assertEquals(signed, back);
      assertTrue(NameSignatures.isGenuine(name, back));
    }
  }

  @Test
  void allThatIsWrittenIsRead() throws OverlayException {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      NameRecord record = any(random);
      assertEquals(record, read(NameRecordCodec.write(record)));
    }
  }

  private static NameRecord any(Random random) {
    Map<String, String> attributes = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      attributes.put(text(random), text(random));
    }
    byte[] address = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(address);
    List<Endpoint> endpoints = List.of(Endpoint.of(address, random.nextInt(65_536)));
    return new NameRecord(
        random.nextInt(3) == 0 ? List.of() : endpoints,
        attributes,
        random.nextLong(),
        textOrNull(random),
        textOrNull(random));
  }

  private static String textOrNull(Random random) {
    String text = text(random);
    return text.isEmpty() ? null : text;
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(20), 0, 0x20000)
        .filter(c -> c < 0xd800 || c > 0xdfff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void whatIsCutOffIsRefused() {
    byte[] whole = NameRecordCodec.write(any(new Random(8)));
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void aRecordHasOneForm() {
    HexFormat hex = HexFormat.of();
    String head = "010000000000000000";
    assertRefused(hex.parseHex("020000000000000000" + "0000" + "00000000"));
    assertRefused(hex.parseHex(head + "00" + "02" + "00016200000001610000" + "00000000"));
    assertRefused(hex.parseHex(head + "00" + "02" + "00016100000001610000" + "00000000"));
    // An IPv4 address as an IPv6 one, an address of 5 bytes, text that is no UTF-8.
    assertRefused(
        hex.parseHex(head + "01" + "1000000000000000000000ffffc00002010050" + "00" + "00000000"));
    assertRefused(hex.parseHex(head + "01" + "05c0000201000050" + "00" + "00000000"));
    assertRefused(hex.parseHex(head + "0000" + "0001ff" + "0000"));
  }

  @Test
  void lengthsAndNumbersHaveLimits() {
    Endpoint endpoint = Endpoint.parse("192.0.2.1:80");
    NameRecord wide = NameRecord.unsigned(Collections.nCopies(17, endpoint), Map.of());
    assertThrows(IllegalArgumentException.class, () -> NameRecordCodec.write(wide));
    // 11 bytes of head, 2 + 2 of signature and key, 2 + 1 of the name, 2 of the value.
    int room = NameRecordCodec.MAX_BYTES - 11 - 4 - 3 - 2;
    NameRecord full = NameRecord.unsigned(List.of(), Map.of("a", "x".repeat(room)));
    assertEquals(NameRecordCodec.MAX_BYTES, NameRecordCodec.write(full).length);
    NameRecord longer = NameRecord.unsigned(List.of(), Map.of("a", "x".repeat(room + 1)));
    assertThrows(IllegalArgumentException.class, () -> NameRecordCodec.write(longer));
    byte[] foreign = new byte[5000];
    foreign[0] = 1;
    foreign[11] = 0x13;
    assertRefused(foreign);
  }

  @Test
  void whatMeansNothingElsewhereIsNotWritten() {
    NameRecord local = NameRecord.unsigned(List.of(Endpoint.parse("[fe80::1%2]:80")), Map.of());
    assertThrows(IllegalArgumentException.class, () -> NameRecordCodec.write(local));
    NameRecord half = NameRecord.unsigned(List.of(), Map.of("a", "\ud800"));
    assertThrows(IllegalArgumentException.class, () -> NameRecordCodec.write(half));
  }
}
