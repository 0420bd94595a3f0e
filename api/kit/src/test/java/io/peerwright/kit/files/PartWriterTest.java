package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartWriterTest {

  private static final int SIZE = 100_000;

  private static final PartWriter.Listener NOBODY =
      new PartWriter.Listener() {
        @Override
        public void onStored(int bytes) {}

        @Override
        public void onFlushed() {}

        @Override
        public void onFailed(Throwable cause) {
          throw new AssertionError(cause);
        }
      };

  /** A thousand bytes a second, far below what is noted by its size, and then the power fails. */
  @Test
  void whatCameIsNotedWithinTwoSeconds() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Host host = sim.newHost("a", null, null);
        Path target = host.directory().resolve("a.bin");
        PartFile file = PartFile.open(target, SIZE, "x");
        PartWriter writer = new PartWriter(host.loop(), new PartSync(host.loop(), file), 0, NOBODY);
        for (int second = 0; second < 10; second++) {
          host.loop().execute(() -> writer.write(ByteBuffer.allocate(1_000)));
          sim.runFor(Duration.ofSeconds(1));
        }
        sim.crash(host);
        Path left = sim.faults().restart(host, true).directory().resolve("a.bin");
        try (PartFile again = PartFile.open(left, SIZE, "x")) {
          long kept = again.firstMissing(0);
          assertTrue(kept >= 8_000, () -> kept + " bytes of 10,000 are kept");
          assertEquals(0, kept % 1_000);
        }
      }
    }
  }

  /** As fast as the disk takes it: blocks outside the heap, which the next one uses again. */
  @Test
  void aFastStreamIsWrittenWholeAndItsBlocksAreUsedAgain() throws IOException {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = sim.newHost("a", null, null);
      long before = 0;
      for (int i = 0; i < 10; i++) {
        Path target = host.directory().resolve("a" + i);
        byte[] content = new byte[3_000_000];
        new Random(i).nextBytes(content);
        PartFile file = PartFile.open(target, content.length, "x");
        Stream stream = new Stream(content);
        stream.writer = new PartWriter(host.loop(), new PartSync(host.loop(), file), 0, stream);
        host.loop().execute(() -> stream.onStored(PartWriter.WINDOW));
        sim.runFor(Duration.ofSeconds(10));
        assertTrue(stream.flushed);
        file.finish();
        assertArrayEquals(content, Files.readAllBytes(target));
        before = i == 0 ? DirectBlocks.made() : before;
      }
      assertEquals(before, DirectBlocks.made());
    }
  }

  /** Writes what there is credit for, in pieces of odd lengths. */
  private static final class Stream implements PartWriter.Listener {
    private final ByteBuffer left;
    private @Nullable PartWriter writer;
    private boolean flushed;

    Stream(byte[] content) {
      left = ByteBuffer.wrap(content);
    }

    @Override
    public void onStored(int bytes) {
      PartWriter into = Objects.requireNonNull(writer);
      int credit = Math.min(bytes, left.remaining());
      while (credit > 0) {
        int count = Math.min(credit, 50_021);
        into.write(left.slice(left.position(), count));
        left.position(left.position() + count);
        credit -= count;
      }
      if (!left.hasRemaining()) {
        into.flush();
      }
    }

    @Override
    public void onFlushed() {
      flushed = true;
    }

    @Override
    public void onFailed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
