package io.peerwright.kit.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ShortBodyTest {

  @Test
  void isKeptUpToItsLimitAndNoFurther() {
    ShortBody body = new ShortBody(5);
    assertTrue(body.isEmpty());
    assertTrue(body.take(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    ByteBuffer tooMuch = ByteBuffer.wrap(new byte[] {4, 5, 6});
    assertFalse(body.take(tooMuch));
    assertEquals(3, tooMuch.remaining());
    assertTrue(body.take(tooMuch.limit(2)));
    assertFalse(body.isEmpty());
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, body.bytes());
  }
}
