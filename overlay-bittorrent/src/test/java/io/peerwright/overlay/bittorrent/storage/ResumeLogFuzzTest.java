package io.peerwright.overlay.bittorrent.storage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  private final Path file = file();

  private static Path file() {
    try {
      Path file = Files.createTempFile("peerwright-fuzz-", ".pieces");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(new FuzzTarget("resume-log", this::read, List.of(written())));
  }

  private byte[] written() {
    try {
      ResumeLog.Working working = new ResumeLog.Working(1, 77);
      BitSet some = new BitSet();
      some.set(3, 20);
      try (ResumeLog log = ResumeLog.start(file, HASH, some, Map.of(2, working))) {
        log.add(new int[] {30, 31});
        log.seal(5);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(byte[] input) throws IOException {
    Files.write(file, input);
    ResumeLog.Content content = ResumeLog.read(file, HASH, PIECES, FILES);
    assertTrue(content.pieces().length() <= PIECES);
    assertTrue(content.working().keySet().stream().allMatch(each -> each >= 0 && each < FILES));
  }
}
