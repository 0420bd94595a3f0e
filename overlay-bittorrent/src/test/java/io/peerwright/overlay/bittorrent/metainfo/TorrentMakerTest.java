package io.peerwright.overlay.bittorrent.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorrentMakerTest {

  @TempDir Path folder;

  @Test
  void describesAFolder() throws Exception {
    byte[] content = new byte[100_000];
    new Random(3).nextBytes(content);
    Path root = Files.createDirectories(folder.resolve("songs/b")).getParent();
    Files.write(root.resolve("b/2"), Arrays.copyOfRange(content, 70_000, 100_000));
    Files.write(root.resolve("a"), Arrays.copyOfRange(content, 0, 70_000));
    Files.createFile(root.resolve("empty"));
    List<Long> told = new ArrayList<>();
    TorrentMaker.Options options =
        new TorrentMaker.Options(32_768, List.of(List.of("http://t/a")), List.of(), "c", true);
    Metainfo made = TorrentMaker.make(root, options, told::add);
    Info info = Metainfo.of(made.toBytes()).info();
    assertEquals(List.of("a", "b/2", "empty"), info.files().stream().map(FileEntry::name).toList());
    assertEquals("songs", info.name());
    assertTrue(info.isPrivate() && info.isMultiFile());
    assertEquals(4, info.pieces());
    for (int i = 0; i < 4; i++) {
      byte[] piece = Arrays.copyOfRange(content, i * 32_768, Math.min(100_000, (i + 1) * 32_768));
      assertTrue(info.isHash(i, InfoHash.sha1().digest(piece)), "piece " + i);
    }
    assertEquals(100_000L, told.get(told.size() - 1));
  }

  @Test
  void describesAFile() throws Exception {
    Path file = Files.write(folder.resolve("one.bin"), new byte[] {1, 2, 3});
    Info info = TorrentMaker.make(file, TorrentMaker.Options.DEFAULT, read -> {}).info();
    assertEquals("one.bin", info.name());
    assertEquals(3, info.totalLength());
    assertTrue(info.isHash(0, InfoHash.sha1().digest(new byte[] {1, 2, 3})));
  }

  @Test
  void choosesThePieceLength() {
    assertEquals(16_384, TorrentMaker.pieceLengthFor(0));
    assertEquals(16_384, TorrentMaker.pieceLengthFor(1500L * 16_384));
    assertEquals(1 << 20, TorrentMaker.pieceLengthFor(1L << 30));
    assertEquals(1 << 24, TorrentMaker.pieceLengthFor(1L << 40));
  }

  @Test
  void saysWhatIsWrong() {
    assertThrows(
        IOException.class,
        () -> TorrentMaker.make(folder, TorrentMaker.Options.DEFAULT, read -> {}));
    assertThrows(
        IOException.class,
        () -> TorrentMaker.make(folder.resolve("none"), TorrentMaker.Options.DEFAULT, read -> {}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TorrentMaker.Options(20_000, List.of(), List.of(), "", false));
  }
}
