package io.peerwright.overlay.bittorrent.bencode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged and made-up bytes are read or refused, never anything else. */
class BencodeFuzzTest {

  private static final byte[] ALPHABET = "ilde0123456789:-ab".getBytes(StandardCharsets.US_ASCII);

  /** What the writer makes of a value: the same bytes, if keys were sorted and each there once. */
  static byte[] rewritten(BValue value) {
    BWriter writer = new BWriter();
    write(value, writer);
    return writer.toBytes();
  }

  private static void write(BValue value, BWriter writer) {
    if (value instanceof BInteger integer) {
      writer.integer(integer.value());
    } else if (value instanceof BString string) {
      writer.string(string.bytes());
    } else if (value instanceof BList list) {
      writer.list();
      list.values().forEach(each -> write(each, writer));
      writer.end();
    } else if (value instanceof BDict dict) {
      writer.dict();
      dict.values().forEach((key, each) -> write(each, writer.key(key)));
      writer.end();
    }
  }

  @Test
  void whatIsReadIsWrittenWithTheSameMeaning() {
    Random random = new Random(20031);
    int read = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(12)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = ALPHABET[random.nextInt(ALPHABET.length)];
      }
      read += survives(bytes) ? 1 : 0;
    }
    assertTrue(read > 100, "only " + read + " were bencoded at all");
  }

  @Test
  void damageIsFound() {
    Random random = new Random(20032);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = rewrittenTree(random);
      int flips = 1 + random.nextInt(3);
      for (int j = 0; j < flips; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      read += survives(random.nextBoolean() ? bytes : cut) ? 1 : 0;
    }
    int taken = read;
    // Bytes inside a string may be any.
    assertTrue(taken > 5_000 && taken < 25_000, () -> taken + " of 50,000 were taken");
  }

  @Test
  void treesSurviveUndamaged() throws BencodeException {
    Random random = new Random(20033);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = rewrittenTree(random);
      BValue value = BReader.read(bytes, BReader.Limits.METAINFO);
      assertArrayEquals(bytes, rewritten(value));
      assertEquals(ByteBuffer.wrap(bytes), value.encoded());
    }
  }

  private static boolean survives(byte[] bytes) {
    try {
      BValue value = BReader.read(bytes, BReader.Limits.METAINFO);
      assertEquals(ByteBuffer.wrap(bytes), value.encoded());
      byte[] again = rewritten(value);
      BValue same = BReader.read(again, BReader.Limits.METAINFO);
      assertEquals(value.toString(), same.toString());
      assertArrayEquals(again, rewritten(same));
      return true;
    } catch (BencodeException expected) {
      return false;
    }
  }

  private static byte[] rewrittenTree(Random random) {
    BWriter writer = new BWriter();
    grow(writer, random, 4);
    return writer.toBytes();
  }

  private static void grow(BWriter writer, Random random, int depth) {
    switch (random.nextInt(depth > 0 ? 4 : 2)) {
      case 0 -> writer.integer(random.nextLong() >> random.nextInt(64));
      case 1 -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        writer.string(bytes);
      }
      case 2 -> {
        writer.list();
        for (int i = random.nextInt(4); i > 0; i--) {
          grow(writer, random, depth - 1);
        }
        writer.end();
      }
      default -> {
        writer.dict();
        for (int i = random.nextInt(4); i > 0; i--) {
          grow(writer.key("k" + (9 - i)), random, depth - 1);
        }
        writer.end();
      }
    }
  }
}
