package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DirectBlocksTest {

  @Test
  void whatIsGivenBackIsTakenAgainEmpty() {
    DirectBlocks blocks = new DirectBlocks(100, 2);
    ByteBuffer first = blocks.take();
    ByteBuffer second = blocks.take();
    assertTrue(first.isDirect());
    assertNotSame(first, second);
    first.put((byte) 1).flip();
    blocks.giveBack(first);
    assertSame(first, blocks.take());
    assertEquals(100, first.remaining());
  }

  @Test
  void noMoreThanSoManyAreKept() {
    DirectBlocks blocks = new DirectBlocks(100, 1);
    ByteBuffer first = blocks.take();
    ByteBuffer second = blocks.take();
    blocks.giveBack(first);
    blocks.giveBack(second);
    assertSame(first, blocks.take());
    assertNotSame(second, blocks.take());
  }
}
