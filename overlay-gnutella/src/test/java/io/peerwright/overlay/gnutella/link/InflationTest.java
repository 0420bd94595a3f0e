package io.peerwright.overlay.gnutella.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as other servents send them, which refer to all that was sent before. */
class InflationTest {

  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  private boolean take(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    read.writeBytes(copy);
    return true;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 60, 1_000})
  void aStreamWithPausesIsReadInAnyPieces(int messages) {
    Random random = new Random(messages);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    Deflater deflater = new Deflater();
    Inflation inflation = new Inflation();
    // Another one borrows what this one has given back.
    Inflation other = new Inflation();
    byte[] room = new byte[4_096];
    for (int i = 0; i < messages; i++) {
      String message = "copper rain " + random.nextInt(20) + " and the same words again " + i % 7;
      plain.writeBytes(message.getBytes());
      deflater.setInput(message.getBytes());
      int length = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
      for (int at = 0; at < length; ) {
        int piece = random.nextBoolean() ? length - at : 1 + random.nextInt(length - at);
        assertNull(inflation.read(ByteBuffer.wrap(room, at, piece).slice(), this::take));
        at += piece;
      }
      assertEquals(plain.size(), read.size());
      other.read(ByteBuffer.wrap(new byte[] {0x78, (byte) 0x9c, 2}), bytes -> true);
    }
    assertArrayEquals(plain.toByteArray(), read.toByteArray());
    deflater.finish();
    int length = deflater.deflate(room);
    assertEquals(
        Reason.ENDED, inflation.read(ByteBuffer.wrap(room, 0, length).slice(), this::take));
    deflater.end();
    inflation.close();
    other.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x789d, 0x799c, 0x78bb, 0x4745})
  void whatBeginsOtherwiseIsNoStream(int header) {
    byte[] bytes = {(byte) (header >> 8), (byte) header, 0, 0, 0};
    assertEquals(Reason.PROTOCOL, new Inflation().read(ByteBuffer.wrap(bytes), this::take));
  }
}
