package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DirectBlocksTest {

  @Test
  void whatIsGivenBackIsTakenAgainEmpty() {
    DirectBlocks blocks = new DirectBlocks(100, 50, 2);
    ByteBuffer first = blocks.take(100);
    ByteBuffer second = blocks.take(100);
    assertTrue(first.isDirect());
    assertNotSame(first, second);
    first.put((byte) 1).flip();
    blocks.giveBack(first);
    assertSame(first, blocks.take(100));
    assertEquals(100, first.remaining());
  }

  @Test
  void aFewBytesLieInTheHeapAndAreLetGo() {
    DirectBlocks blocks = new DirectBlocks(100, 50, 2);
    ByteBuffer few = blocks.take(49);
    assertFalse(few.isDirect());
    assertEquals(49, few.remaining());
    blocks.giveBack(few);
    assertTrue(blocks.take(50).isDirect());
  }

  @Test
  void noMoreThanSoManyAreKept() {
    DirectBlocks blocks = new DirectBlocks(100, 50, 1);
    ByteBuffer first = blocks.take(100);
    ByteBuffer second = blocks.take(100);
    blocks.giveBack(first);
    blocks.giveBack(second);
    assertSame(first, blocks.take(100));
    assertNotSame(second, blocks.take(100));
  }
}
