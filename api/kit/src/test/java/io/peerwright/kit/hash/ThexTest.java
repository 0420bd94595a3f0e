package io.peerwright.kit.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThexTest {

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static Thex.Row row(byte[] content, int partBytes) {
    List<byte[]> hashes = new ArrayList<>();
    for (int at = 0; at < Math.max(1, content.length); at += partBytes) {
      TigerTree tree = new TigerTree();
      tree.update(ByteBuffer.wrap(content, at, Math.min(partBytes, content.length - at)));
      hashes.add(tree.finish().hash());
    }
    return new Thex.Row(partBytes, hashes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2048, 2049, 5000, 524_288, 524_289, 1_000_000})
  void isReadAsItWasWritten(int size) {
    byte[] content = content(size);
    Thex.Row leaves = row(content, 1024);
    Thex.Row row = leaves.above(Thex.partBytes(size));
    assertTrue(row.hashes().size() <= Thex.MOST_WRITTEN);
    Thex.Row read = Thex.read(Thex.write(size, row), size, leaves.root());
    assertEquals(row.partBytes(), read.partBytes());
    assertEquals(row.hashes().size(), read.hashes().size());
    for (int i = 0; i < read.hashes().size(); i++) {
      assertArrayEquals(row.hashes().get(i), read.hashes().get(i));
    }
    Thex.Row computed = row(content, (int) row.partBytes());
    assertArrayEquals(computed.hashes().get(0), row.hashes().get(0));
  }

  @Test
  void partsAreAsLongAsTheRowIsShort() {
    assertEquals(1024, Thex.partBytes(0));
    assertEquals(1024, Thex.partBytes(512 * 1024));
    assertEquals(2048, Thex.partBytes(512 * 1024 + 1));
    assertEquals(2 << 20, Thex.partBytes(1L << 30));
  }

  /** Nothing but a tree with that root comes out of it, whatever it is. */
  @Test
  void damagedOnesAreRefused() {
    byte[] content = content(100_000);
    Thex.Row row = row(content, 1024);
    byte[] good = Thex.write(content.length, row);
    Random chance = new Random(9);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + chance.nextInt(4); flips > 0; flips--) {
        bad[chance.nextInt(bad.length)] = (byte) chance.nextInt(256);
      }
      if (chance.nextInt(4) == 0) {
        bad = java.util.Arrays.copyOf(bad, chance.nextInt(2 * bad.length));
      }
      try {
        assertEquals(row.root(), Thex.read(bad, content.length, row.root()).root());
      } catch (IllegalArgumentException expected) {
        refused++;
      }
    }
    assertTrue(refused > 15_000, "refused " + refused);
    assertThrows(
        IllegalArgumentException.class, () -> Thex.read(good, content.length + 1, row.root()));
    assertThrows(
        IllegalArgumentException.class,
        () -> Thex.read(new byte[Thex.MOST_BYTES + 1], content.length, row.root()));
  }
}
