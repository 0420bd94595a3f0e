package io.peerwright.overlay.gnutella.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class OctetsTest {

  private final Octets octets = Octets.hex("00ff0102ff03");

  @Test
  void partsSeeOnlyThemselves() {
    Octets part = octets.part(1, 4);
    assertEquals("ff0102ff", part.toString());
    assertEquals(0xff, part.at(0));
    assertEquals(0, part.indexOf(0xff, 0));
    assertEquals(3, part.indexOf(0xff, 1));
    assertEquals(-1, part.indexOf(3, 0));
    assertEquals(Octets.hex("0102"), part.part(1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> part.at(4));
    assertThrows(IndexOutOfBoundsException.class, () -> part.part(2, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> part.part(-1, 1));
  }

  @Test
  void equalsByBytesWhereverTheyLie() {
    assertEquals(Octets.hex("ff"), octets.part(4, 1));
    assertEquals(Octets.hex("ff").hashCode(), octets.part(4, 1).hashCode());
    assertNotEquals(Octets.hex("ff00"), octets.part(4, 1));
    assertEquals(Octets.EMPTY, octets.part(6, 0));
  }

  @Test
  void copiesWhatItTakesAndGives() {
    byte[] bytes = {1, 2, 3};
    Octets copy = Octets.of(bytes);
    bytes[0] = 9;
    assertEquals(1, copy.at(0));
    copy.toArray()[1] = 9;
    assertEquals(2, copy.at(1));
    assertThrows(ReadOnlyBufferException.class, () -> copy.buffer().put(0, (byte) 9));
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {4, 5, 6}).position(1);
    assertEquals("0506", Octets.of(buffer).toString());
    assertEquals(1, buffer.position());
  }

  @Test
  void viewsOfPartsBeginAtZero() {
    ByteBuffer view = octets.part(2, 3).buffer();
    assertEquals(0, view.position());
    assertEquals(3, view.limit());
    assertEquals(1, view.get(0));
    assertArrayEquals(new byte[] {1, 2, -1}, octets.part(2, 3).toArray());
  }

  @Test
  void numbersAreAsShortAsTheyCanBe() {
    assertEquals("", Octets.of(LittleEndian.shortest(0)).toString());
    assertEquals("ff", Octets.of(LittleEndian.shortest(255)).toString());
    assertEquals("0001", Octets.of(LittleEndian.shortest(256)).toString());
    assertEquals("00000080", Octets.of(LittleEndian.shortest(1L << 31)).toString());
    assertEquals(0, LittleEndian.ofAny(Octets.EMPTY));
    assertEquals(0x0201, LittleEndian.ofAny(Octets.hex("0102")));
    assertEquals(-1, LittleEndian.ofAny(Octets.hex("000000000000000001")));
    assertEquals(-1, LittleEndian.ofAny(Octets.hex("ffffffffffffffff")));
    for (long value : new long[] {1, 255, 65_536, 1L << 40, Long.MAX_VALUE}) {
      assertEquals(value, LittleEndian.ofAny(Octets.of(LittleEndian.shortest(value))));
    }
  }
}
