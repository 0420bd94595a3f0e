package io.peerwright.overlay.bittorrent.storage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** The log of what is verified, after whatever befell the disk. */
class ResumeLogFuzzTest extends FuzzContract {

  private static final int PIECES = 50;
  private static final int FILES = 4;
  private static final InfoHash HASH = new InfoHash(1, 2, 3);

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(new FuzzTarget("resume-log", ResumeLogFuzzTest::read, List.of(written())));
  }

  private static byte[] written() {
    try {
      Path file = Files.createTempFile("peerwright-fuzz-", ".pieces");
      ResumeLog.Working working = new ResumeLog.Working(1, 77);
      BitSet some = new BitSet();
      some.set(3, 20);
      try (ResumeLog log = ResumeLog.start(file, HASH, some, Map.of(2, working))) {
        log.add(new int[] {30, 31});
        log.seal(5);
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(byte[] input) {
    ResumeLog.Content content = ResumeLog.parse(ByteBuffer.wrap(input), HASH, PIECES, FILES);
    assertTrue(content.pieces().length() <= PIECES);
    assertTrue(content.working().keySet().stream().allMatch(each -> each >= 0 && each < FILES));
  }
}
