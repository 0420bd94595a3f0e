package io.peerwright.overlay.bittorrent.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeLogTest {

  private static final InfoHash HASH = new InfoHash(1, 2, 3);

  @TempDir Path folder;

  private byte[] written() throws IOException {
    Path file = folder.resolve("log");
    BitSet present = new BitSet();
    present.set(2);
    Map<Integer, ResumeLog.Working> ours = Map.of(1, new ResumeLog.Working(2, 77));
    try (ResumeLog log = ResumeLog.start(file, HASH, present, ours)) {
      log.add(new int[] {0, 3});
      log.add(0, new ResumeLog.Working(1, 0));
      log.seal(99);
    }
    return Files.readAllBytes(file);
  }

  private static ResumeLog.Content read(byte[] bytes) {
    return ResumeLog.parse(ByteBuffer.wrap(bytes), HASH, 5, 3);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ResumeLog.Content content = read(written());
    assertEquals("{0, 2, 3}", content.pieces().toString());
    assertEquals(
        Map.of(1, new ResumeLog.Working(2, 77), 0, new ResumeLog.Working(1, 0)), content.working());
    assertEquals(99, content.seal());
  }

  @Test
  void aSealCountsOnlyAsTheLastWord() throws IOException {
    written();
    Path file = folder.resolve("log");
    byte[] piece = {0, 0, 0, 4};
    byte[] bytes = Files.readAllBytes(file);
    byte[] more = Arrays.copyOf(bytes, bytes.length + 4);
    System.arraycopy(piece, 0, more, bytes.length, 4);
    assertEquals(0, read(more).seal());
    assertEquals("{0, 2, 3, 4}", read(more).pieces().toString());
    assertEquals(0, ResumeLog.parse(ByteBuffer.wrap(bytes), new InfoHash(1, 2, 4), 5, 3).seal());
  }

  @Test
  void damageIsReadOrIgnoredAndNothingElse() throws IOException {
    byte[] good = written();
    Random random = new Random(77);
    int known = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 20));
      for (int j = random.nextInt(4); j > 0 && bytes.length > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ResumeLog.Content content = read(bytes);
      assertTrue(content.pieces().length() <= 5);
      assertTrue(content.working().keySet().stream().allMatch(file -> file >= 0 && file < 3));
      known += content.pieces().isEmpty() ? 0 : 1;
    }
    assertTrue(known > 10_000, "only " + known);
  }
}
