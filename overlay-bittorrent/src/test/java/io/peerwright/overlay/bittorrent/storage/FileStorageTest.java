package io.peerwright.overlay.bittorrent.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest {

  private static final int PIECE = 1 << 14;

  @TempDir Path folder;
  private byte[] content;
  private Info info;
  private Path got;

  /** Three files over five pieces: 0-1.5, 1.5-1.6, 1.6-4.1. */
  @BeforeEach
  void describe() throws IOException {
    content = new byte[4 * PIECE + 1600];
    new Random(5).nextBytes(content);
    Path root = Files.createDirectories(folder.resolve("made"));
    Files.write(root.resolve("a"), Arrays.copyOfRange(content, 0, 24_000));
    Files.write(root.resolve("b"), Arrays.copyOfRange(content, 24_000, 26_000));
    Files.write(root.resolve("c"), Arrays.copyOfRange(content, 26_000, content.length));
    TorrentMaker.Options options =
        new TorrentMaker.Options(PIECE, java.util.List.of(), java.util.List.of(), "", false);
    info = TorrentMaker.make(root, options, read -> {}).info();
    got = folder.resolve("got");
  }

  private FileStorage open() {
    return new FileStorage(info, got, null, false);
  }

  private void write(FileStorage storage, BitSet present, int... pieces) throws IOException {
    for (int piece : pieces) {
      int from = piece * PIECE;
      storage.write(from, ByteBuffer.wrap(content, from, info.pieceLength(piece)));
      present.set(piece);
    }
    storage.verified(pieces, present);
  }

  private static BitSet of(int... bits) {
    BitSet set = new BitSet();
    for (int bit : bits) {
      set.set(bit);
    }
    return set;
  }

  @Test
  void filesGetTheirNamesWhenTheyAreWhole() throws IOException {
    try (FileStorage storage = open()) {
      assertTrue(storage.find().trusted());
      storage.checked(new BitSet());
      BitSet present = new BitSet();
      write(storage, present, 0);
      assertTrue(Files.exists(got.resolve("made/a.part")));
      write(storage, present, 1);
      assertArrayEquals(
          Arrays.copyOfRange(content, 0, 24_000), Files.readAllBytes(got.resolve("made/a")));
      assertTrue(Files.exists(got.resolve("made/b")));
      assertTrue(Files.exists(got.resolve("made/c.part")));
      write(storage, present, 4, 3, 2);
      assertFalse(Files.exists(got.resolve("made/c.part")));
      ByteBuffer all = ByteBuffer.allocate(content.length);
      assertTrue(storage.read(0, all));
      assertArrayEquals(content, all.array());
    }
  }

  @Test
  void afterACleanEndNothingNeedsACheck() throws IOException {
    try (FileStorage storage = open()) {
      storage.checked(new BitSet());
      write(storage, new BitSet(), 0, 3);
      storage.sync();
    }
    try (FileStorage storage = open()) {
      PieceStorage.Found found = storage.find();
      assertEquals(of(0, 3), found.pieces());
      assertTrue(found.trusted());
    }
    Files.write(got.resolve("made/c.part"), new byte[] {1});
    try (FileStorage storage = open()) {
      assertFalse(storage.find().trusted(), "a file has changed");
    }
  }

  @Test
  void afterAKillThePiecesThatWereFinishedAreKnown() throws IOException {
    FileStorage killed = open();
    killed.checked(new BitSet());
    write(killed, new BitSet(), 2, 4);
    Path log = got.resolve("." + info.hash() + ".pieces");
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length - 2));
    try (FileStorage storage = open()) {
      PieceStorage.Found found = storage.find();
      assertEquals(of(2), found.pieces(), "the torn one is left out");
      assertFalse(found.trusted());
    }
    killed.close();
  }

  @Test
  void filesThatSomebodyPutThereAreCheckedWhole() throws IOException {
    Files.createDirectories(got);
    Files.move(folder.resolve("made"), got.resolve("made"));
    try (FileStorage storage = open()) {
      PieceStorage.Found found = storage.find();
      assertEquals(5, found.pieces().cardinality());
      assertFalse(found.trusted());
      storage.checked(found.pieces());
      assertTrue(Files.exists(got.resolve("made/a")));
    }
  }

  @Test
  void aFileOfAnotherContentIsSetAsideNotLost() throws IOException {
    Files.createDirectories(got.resolve("made"));
    byte[] other = {1, 2, 3};
    Files.write(got.resolve("made/a"), other);
    Files.write(got.resolve("made/c"), new byte[50_000]);
    try (FileStorage storage = open()) {
      storage.checked(of(3));
      assertArrayEquals(other, Files.readAllBytes(got.resolve("made/a.old-1")));
      assertTrue(Files.exists(got.resolve("made/c.part")), "some of it is of this content");
      BitSet present = of(3);
      write(storage, present, 0, 1, 2, 4);
    }
    assertEquals(content.length - 26_000, Files.size(got.resolve("made/c")), "cut to its length");
  }

  @Test
  void neverWritesInThePlaceOfAnotherFile() throws IOException {
    try (FileStorage storage = open()) {
      storage.checked(new BitSet());
      BitSet present = new BitSet();
      write(storage, present, 0);
      Files.write(got.resolve("made/a"), new byte[] {9});
      // From here on the storage takes it for its own, so it must say that something is wrong.
      assertThrows(IOException.class, () -> write(storage, present, 1));
    }
  }

  @Test
  void missingBytesAreToldNotMadeUp() throws IOException {
    try (FileStorage storage = open()) {
      assertFalse(storage.read(0, ByteBuffer.allocate(1)));
      storage.checked(new BitSet());
      write(storage, new BitSet(), 0);
      assertFalse(storage.read(PIECE, ByteBuffer.allocate(PIECE)));
    }
  }

  @Test
  void preallocatedFilesAreAsLongAsTheyWillBe() throws IOException {
    for (boolean preallocate : new boolean[] {false, true}) {
      got = folder.resolve("preallocate-" + preallocate);
      try (FileStorage storage = new FileStorage(info, got, null, preallocate)) {
        storage.checked(storage.find().pieces());
        BitSet present = new BitSet();
        write(storage, present, 0);
        assertEquals(preallocate ? 24_000 : PIECE, Files.size(got.resolve("made/a.part")));
        assertFalse(Files.exists(got.resolve("made/c.part")), "nothing of it has come");
        write(storage, present, 2, 1, 4, 3);
      }
      assertEquals(-1, Files.mismatch(folder.resolve("made/a"), got.resolve("made/a")));
      assertEquals(-1, Files.mismatch(folder.resolve("made/c"), got.resolve("made/c")));
    }
  }

  @Test
  void whatIsDistrustedIsCheckedWhole() throws IOException {
    try (FileStorage storage = open()) {
      storage.checked(storage.find().pieces());
      write(storage, new BitSet(), 0, 1);
      storage.sync();
      storage.distrust();
    }
    try (FileStorage again = open()) {
      assertFalse(again.find().trusted());
      assertEquals(info.pieces(), again.find().pieces().cardinality());
    }
  }
}
