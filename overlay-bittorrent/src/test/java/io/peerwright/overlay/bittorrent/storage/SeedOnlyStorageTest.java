package io.peerwright.overlay.bittorrent.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing of a content that is only seeded is written, made, renamed or locked. */
class SeedOnlyStorageTest extends StoredContent {

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(got.resolve("made"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsOnlySeededIsNeverTouched() throws IOException {
    Path root = Files.createDirectories(got.resolve("made"));
    Files.copy(folder.resolve("made/a"), root.resolve("a"));
    Files.write(root.resolve("b"), new byte[9]);
    byte[] edited = Files.readAllBytes(folder.resolve("made/c"));
    edited[PIECE] ^= 1;
    Files.write(root.resolve("c"), edited);
    StorageSettings seed = new StorageSettings(folder.resolve("state"), false, true);
    try (FileStorage storage = new FileStorage(info, got, null, seed)) {
      storage.find();
      storage.checked(of(0, 3, 4), new BitSet());
      storage.sync();
      assertEquals(
          List.of(
              "a shares a piece with another file that is missing or differs, so that the piece"
                  + " cannot be checked",
              "b has 9 bytes, the torrent says 2000",
              "c differs from the torrent"),
          storage.notices().stream()
              .map(each -> info.files().get(each.file()).name() + " " + each.text())
              .toList());
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      assertTrue(storage.read(3 * PIECE, piece));
      assertThrows(IOException.class, () -> storage.write(0, ByteBuffer.allocate(1)));
    }
    assertArrayEquals(edited, Files.readAllBytes(root.resolve("c")));
    assertEquals(List.of("a", "b", "c"), names());
    try (FileStorage again = new FileStorage(info, got, null, seed)) {
      PieceStorage.Found found = again.find();
      assertTrue(found.trusted());
      assertEquals(of(0, 3, 4), found.pieces());
    }
  }

  /** All that has bytes is here: a file without any is told to be missing, and not made. */
  @Test
  void aSeedMakesNotEvenAFileWithoutBytes() throws IOException {
    Path root = Files.createDirectories(got.resolve("one"));
    Files.write(root.resolve("a"), content);
    Files.createFile(root.resolve("none"));
    TorrentMaker.Options options = new TorrentMaker.Options(PIECE, List.of(), List.of(), "", false);
    Info one = TorrentMaker.make(root, options, read -> {}).info();
    Files.delete(root.resolve("none"));
    StorageSettings seed = new StorageSettings(folder.resolve("state"), true, true);
    try (FileStorage storage = new FileStorage(one, got, null, seed)) {
      storage.find();
      storage.checked(of(0, 1, 2, 3, 4), new BitSet());
      storage.sync();
      assertEquals(
          List.of("none missing"),
          storage.notices().stream()
              .map(each -> one.files().get(each.file()).name() + " " + each.text())
              .toList());
      assertTrue(storage.read(0, ByteBuffer.allocate(content.length)));
      for (Path each : List.of(got, root)) {
        try (Stream<Path> files = Files.list(each)) {
          assertEquals(
              List.of(each == got ? "one" : "a"),
              files.map(file -> file.getFileName().toString()).toList());
        }
      }
    }
  }

  /** A download would give it a name of its own and go on with it. */
  @Test
  void aSeedLeavesWhatAnotherProgramHasBegunWhereItIs() throws IOException {
    Path root = Files.createDirectories(got.resolve("made"));
    byte[] begun = new byte[content.length - 26_000];
    System.arraycopy(content, 3 * PIECE, begun, 3 * PIECE - 26_000, PIECE);
    Files.write(root.resolve("c"), begun);
    StorageSettings seed = new StorageSettings(folder.resolve("state"), false, true);
    try (FileStorage storage = new FileStorage(info, got, null, seed)) {
      storage.find();
      storage.checked(of(3), new BitSet());
      storage.sync();
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      assertTrue(storage.read(3 * PIECE, piece));
      assertArrayEquals(Arrays.copyOfRange(content, 3 * PIECE, 4 * PIECE), piece.array());
      assertEquals(List.of("c"), names());
    }
  }
}
