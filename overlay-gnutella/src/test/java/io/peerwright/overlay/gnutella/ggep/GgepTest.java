package io.peerwright.overlay.gnutella.ggep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GgepTest {

  private static Octets octets(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Octets.of(bytes);
  }

  private static Ggep read(String hex) throws MalformedException {
    return Ggep.read(Octets.hex(hex).buffer());
  }

  @Test
  void writesTheFirstPingOfGtk() throws Exception {
    Ggep ggep = Ggep.of(GgepValues.octet(GgepIds.SUPPORT_CACHED_PONGS, 3));
    assertEquals("c3835343504103", ggep.encoded().toString());
    assertEquals(ggep, read("c3835343504103"));
  }

  @Test
  void lengthsAreThoseOfTheDocument() throws Exception {
    String[] lengths = {"40", "7f", "8140", "bf7f", "818040", "bfbf7f"};
    int[] sizes = {0, 63, 64, 4095, 4096, 262_143};
    for (int i = 0; i < sizes.length; i++) {
      Ggep ggep = Ggep.of(GgepExtension.of("A", octets(sizes[i])));
      String encoded = ggep.encoded().part(0, 3 + lengths[i].length() / 2).toString();
      assertEquals("c38141" + lengths[i], encoded);
      Ggep read = Ggep.read(ggep.encoded().buffer());
      assertEquals(octets(sizes[i]), read.data("A").orElseThrow());
    }
    assertThrows(IllegalArgumentException.class, () -> GgepExtension.of("A", octets(262_144)));
  }

  @Test
  void keepsOrderDoublesAndWhatNobodyKnows() throws Exception {
    String block = "c3" + "025a5a4101" + "03424242" + "4102" + "825a5a4103";
    Ggep ggep = read(block);
    assertEquals(
        List.of("ZZ", "BBB", "ZZ"), ggep.extensions().stream().map(GgepExtension::id).toList());
    assertEquals(Octets.hex("01"), ggep.data("ZZ").orElseThrow());
    assertEquals(block, ggep.encoded().toString());
    assertTrue(ggep.has("BBB"));
    assertFalse(ggep.has("B"));
    assertTrue(ggep.data("B").isEmpty());
  }

  @Test
  void blocksBackToBackAreOne() throws Exception {
    ByteBuffer bytes = Octets.hex("c3814140" + "c3814240" + "1c00").buffer();
    Ggep ggep = Ggep.read(bytes);
    assertEquals(List.of("A", "B"), ggep.extensions().stream().map(GgepExtension::id).toList());
    assertEquals(2, bytes.remaining());
  }

  @Test
  void lengthsThatAreLongerThanNeededAreKept() throws Exception {
    Ggep ggep = read("c38141" + "808041" + "07");
    assertEquals(Octets.hex("07"), ggep.data("A").orElseThrow());
    assertEquals("c3814180804107", ggep.encoded().toString());
  }

  @Test
  void refusesWhatIsNoBlock() {
    for (String wrong :
        List.of(
            "",
            "c2814140",
            "c3",
            "c381",
            "c38141",
            "c381414101".substring(0, 8), // cut off
            "c3804140",
            "c3914140", // no id, reserved bit
            "c3820041" + "40", // a NUL in the id
            "c38141c0",
            "c3814100", // neither or both bits of a length
            "c38141" + "81818141" + "00", // a fourth byte of length
            "c3014140" // none is the last
            )) {
      assertThrows(MalformedException.class, () -> read(wrong), wrong);
      assertEquals(Ggep.EMPTY, Ggep.lenient(Octets.hex(wrong)), wrong);
    }
    assertThrows(IllegalArgumentException.class, () -> GgepExtension.of("", Octets.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> GgepExtension.of("a\0", Octets.EMPTY));
  }

  @Test
  void extensionsAreCounted() throws Exception {
    List<GgepExtension> many = new ArrayList<>();
    for (int i = 0; i < 255; i++) {
      many.add(GgepExtension.of("A", Octets.EMPTY));
    }
    Octets most = Ggep.of(many).encoded();
    assertEquals(255, Ggep.read(most.buffer()).extensions().size());
    String twice = most.toString() + "c3814140";
    assertThrows(MalformedException.class, () -> read(twice));
    many.add(many.get(0));
    assertThrows(IllegalArgumentException.class, () -> Ggep.of(many));
  }

  @Test
  void stuffsAsTheCapturesDo() throws Exception {
    // The bitprint of "delta echo foxtrot.bin", whose SHA-1 holds a NUL.
    Ggep captured =
        read(
            "c3c1486e0c02360b104d0687ce2e0c962253f09c4f6fce65296fdbf87bbe5b642360"
                + "aa816fe7ed40134906c2ce5f6f5bba27");
    Octets data = captured.data("H").orElseThrow();
    assertEquals("02360b104d0687ce2e0c960053f09c4f6fce65296f", data.part(0, 21).toString());
    assertEquals(captured, Ggep.of(GgepExtension.withoutNul("H", data)));
    assertTrue(captured.extensions().get(0).stuffed());
    assertFalse(GgepExtension.withoutNul("H", Octets.hex("0102")).stuffed());
  }

  @Test
  void stuffingLosesNothing() throws Exception {
    for (int size : new int[] {0, 1, 2, 253, 254, 255, 508, 509, 1000}) {
      for (int every : new int[] {1, 2, 3, 254, 255, 5000}) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
          bytes[i] = (byte) ((i + 1) % every == 0 ? 0 : i % 255 + 1);
        }
        Octets stuffed = Cobs.encode(Octets.of(bytes));
        assertEquals(-1, stuffed.indexOf(0, 0));
        assertEquals(Octets.of(bytes), Cobs.decode(stuffed), size + " " + every);
        assertTrue(stuffed.size() <= size + 1 + size / 254);
      }
    }
  }

  @Test
  void refusesWhatIsNotStuffed() {
    for (String wrong : List.of("00", "02", "0300", "030100", "0501")) {
      assertThrows(MalformedException.class, () -> Cobs.decode(Octets.hex(wrong)), wrong);
    }
  }

  @Test
  void inflatesWhatOthersDeflate() throws Exception {
    Octets data = Octets.latin1("<audios>".repeat(100));
    GgepExtension packed = GgepExtension.deflated("<", data);
    assertTrue(packed.deflated());
    assertTrue(packed.raw().size() < 100);
    assertEquals(data, packed.data());
    GgepExtension both = new GgepExtension("<", true, true, Cobs.encode(packed.raw()));
    assertEquals(data, both.data());
    assertEquals(data, Ggep.read(Ggep.of(both).encoded().buffer()).data("<").orElseThrow());
    assertFalse(GgepExtension.deflated("<", octets(50)).deflated());
  }

  @Test
  void bombsDoNotGoOff() {
    Octets most = Octets.of(new byte[GgepExtension.MAX_INFLATED]);
    assertEquals(most, Ggep.of(GgepExtension.deflated("A", most)).data("A").orElseThrow());
    Octets more = Octets.of(new byte[GgepExtension.MAX_INFLATED + 1]);
    GgepExtension bomb = new GgepExtension("A", false, true, ZlibData.deflate(more));
    assertThrows(MalformedException.class, bomb::data);
    assertTrue(Ggep.of(bomb).data("A").isEmpty());
    assertTrue(Ggep.of(bomb).has("A"));
  }

  @Test
  void refusesWhatIsNotDeflated() {
    Octets whole = ZlibData.deflate(Octets.latin1("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    for (Octets wrong :
        List.of(Octets.EMPTY, Octets.hex("00"), whole.part(0, whole.size() - 5), octets(20))) {
      GgepExtension extension = new GgepExtension("A", false, true, wrong);
      assertThrows(MalformedException.class, extension::data, wrong.toString());
    }
  }
}
