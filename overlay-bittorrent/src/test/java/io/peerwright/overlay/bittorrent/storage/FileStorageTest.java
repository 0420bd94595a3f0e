package io.peerwright.overlay.bittorrent.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.OverlayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileStorageTest extends StoredContent {

  private FileStorage open() {
    return open(false);
  }

  private FileStorage open(boolean preallocate) {
    return new FileStorage(
        info, got, null, new StorageSettings(folder.resolve("state"), preallocate, false));
  }

  private void write(FileStorage storage, BitSet present, int... pieces) throws IOException {
    for (int piece : pieces) {
      int from = piece * PIECE;
      storage.write(from, ByteBuffer.wrap(content, from, info.pieceLength(piece)));
      present.set(piece);
    }
    storage.verified(pieces, present);
  }

  private Path log() throws IOException {
    try (Stream<Path> notes = Files.list(folder.resolve("state/torrents"))) {
      return notes.filter(file -> file.toString().endsWith(".pieces")).findFirst().orElseThrow();
    }
  }

  @Test
  void filesGetTheirNamesWhenTheyAreWhole() throws IOException {
    try (FileStorage storage = open()) {
      assertTrue(storage.find().trusted());
      storage.checked(new BitSet(), new BitSet());
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
      storage.checked(new BitSet(), new BitSet());
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
    killed.checked(new BitSet(), new BitSet());
    write(killed, new BitSet(), 2, 4);
    Path log = log();
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
      storage.checked(found.pieces(), new BitSet());
      assertTrue(Files.exists(got.resolve("made/a")));
    }
  }

  @Test
  void aFileOfAnotherContentIsSetAsideNotLost() throws IOException {
    Files.createDirectories(got.resolve("made"));
    byte[] other = {1, 2, 3};
    Files.write(got.resolve("made/a"), other);
    byte[] longer = Arrays.copyOf(Arrays.copyOfRange(content, 26_000, content.length), 50_000);
    Arrays.fill(longer, content.length - 26_000, 50_000, (byte) 'x');
    Files.write(got.resolve("made/c"), longer);
    try (FileStorage storage = open()) {
      storage.find();
      storage.checked(of(3), new BitSet());
      assertArrayEquals(longer, Files.readAllBytes(got.resolve("made/c")), "until the end");
      BitSet present = of(3);
      write(storage, present, 0, 1, 2, 4);
      assertEquals(
          List.of("a " + got.resolve("made/a.old-1"), "c " + got.resolve("made/c.old-1")),
          storage.notices().stream()
              .map(each -> info.files().get(each.file()).name() + " " + each.text())
              .toList());
      storage.sync();
    }
    try (FileStorage again = open()) {
      assertEquals(of(0, 1, 2, 3, 4), again.find().pieces(), "with those of the longer file");
    }
    assertArrayEquals(other, Files.readAllBytes(got.resolve("made/a.old-1")));
    assertArrayEquals(longer, Files.readAllBytes(got.resolve("made/c.old-1")));
    assertEquals(-1, Files.mismatch(folder.resolve("made/a"), got.resolve("made/a")));
    assertEquals(-1, Files.mismatch(folder.resolve("made/c"), got.resolve("made/c")));
  }

  @Test
  void aRightFileThatCannotBeCheckedYetIsAdopted() throws IOException {
    Files.createDirectories(got.resolve("made"));
    Files.copy(folder.resolve("made/b"), got.resolve("made/b"));
    Files.copy(folder.resolve("made/c"), got.resolve("made/c"));
    Object before = Files.getLastModifiedTime(got.resolve("made/c"));
    try (FileStorage storage = open()) {
      storage.find();
      // Piece 1 is shared by all three files, and the first is missing.
      storage.checked(of(2, 3, 4), new BitSet());
      write(storage, of(2, 3, 4), 0, 1);
      assertEquals(List.of(), storage.notices());
    }
    for (String name : List.of("a", "b", "c")) {
      assertEquals(-1, Files.mismatch(folder.resolve("made/" + name), got.resolve("made/" + name)));
    }
    assertEquals(before, Files.getLastModifiedTime(got.resolve("made/c")), "not touched");
    assertEquals(List.of("a", "b", "c"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(got.resolve("made"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatAnotherProgramHasBegunIsTakenOver() throws IOException {
    Files.createDirectories(got.resolve("made"));
    byte[] begun = new byte[content.length - 26_000];
    System.arraycopy(content, 2 * PIECE, begun, 2 * PIECE - 26_000, PIECE);
    Files.write(got.resolve("made/c"), begun);
    try (FileStorage storage = open()) {
      assertEquals(of(1, 2, 3, 4), storage.find().pieces());
      storage.checked(of(2), new BitSet());
      assertEquals(List.of("c.part"), names());
      write(storage, of(2), 0, 1, 3, 4);
      assertEquals(List.of(), storage.notices());
    }
    assertEquals(-1, Files.mismatch(folder.resolve("made/c"), got.resolve("made/c")));
  }

  @Test
  void aPartOfSomebodyElseIsLeftAlone() throws IOException {
    Files.createDirectories(got.resolve("made"));
    byte[] notes = "my own lines".getBytes(StandardCharsets.US_ASCII);
    Files.write(got.resolve("made/a.part"), notes);
    try (FileStorage storage = open()) {
      storage.find();
      storage.checked(new BitSet(), new BitSet());
      write(storage, new BitSet(), 0);
    }
    try (FileStorage again = open()) {
      assertTrue(again.find().pieces().get(0), "resumes from its own");
      again.checked(of(0), new BitSet());
      write(again, of(0), 1, 2, 3, 4);
    }
    assertArrayEquals(notes, Files.readAllBytes(got.resolve("made/a.part")));
    assertEquals(List.of("a", "a.part", "b", "c"), names());
  }

  @Test
  void aPartThatWasReplacedIsNotOursAnyMore() throws IOException {
    try (FileStorage storage = open()) {
      storage.checked(new BitSet(), new BitSet());
      write(storage, new BitSet(), 0);
    }
    Path part = got.resolve("made/a.part");
    byte[] notes = "my own lines".getBytes(StandardCharsets.US_ASCII);
    Path fresh = Files.write(got.resolve("fresh"), notes);
    Files.move(fresh, part, StandardCopyOption.REPLACE_EXISTING);
    try (FileStorage again = open()) {
      again.find();
      again.checked(new BitSet(), new BitSet());
      write(again, new BitSet(), 0, 1, 2, 3, 4);
    }
    assertArrayEquals(notes, Files.readAllBytes(part));
    assertEquals(-1, Files.mismatch(folder.resolve("made/a"), got.resolve("made/a")));
  }

  /** A loss of power may keep the name of a part and lose the note of it, but no more. */
  @Test
  void anEmptyPartOfWhichNothingIsNotedIsUsed() throws IOException {
    Path root = Files.createDirectories(got.resolve("made"));
    Files.createFile(root.resolve("a.part"));
    try (FileStorage storage = open()) {
      storage.find();
      storage.checked(new BitSet(), new BitSet());
      write(storage, new BitSet(), 0, 1, 2, 3, 4);
    }
    assertEquals(List.of("a", "b", "c"), names());
  }

  @Test
  void aSecondOneInTheSameFolderIsToldSo() throws IOException {
    try (FileStorage second = open()) {
      try (FileStorage first = open()) {
        first.find();
        String message = assertThrows(OverlayException.class, second::find).getMessage();
        assertTrue(message.contains("is in use by") && message.contains(got.toString()), message);
      }
      second.find();
    }
    try (Stream<Path> left = Files.list(got)) {
      assertEquals(List.of(), left.toList(), "no lock stays");
    }
  }

  @Test
  void missingBytesAreToldNotMadeUp() throws IOException {
    try (FileStorage storage = open()) {
      assertFalse(storage.read(0, ByteBuffer.allocate(1)));
      storage.checked(new BitSet(), new BitSet());
      write(storage, new BitSet(), 0);
      assertFalse(storage.read(PIECE, ByteBuffer.allocate(PIECE)));
    }
  }

  @Test
  void preallocatedFilesAreAsLongAsTheyWillBe() throws IOException {
    for (boolean preallocate : new boolean[] {false, true}) {
      got = folder.resolve("preallocate-" + preallocate);
      try (FileStorage storage = open(preallocate)) {
        storage.checked(storage.find().pieces(), new BitSet());
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
      storage.checked(storage.find().pieces(), new BitSet());
      write(storage, new BitSet(), 0, 1);
      storage.sync();
      storage.distrust();
    }
    try (FileStorage again = open()) {
      PieceStorage.Found found = again.find();
      assertFalse(found.trusted());
      assertEquals(of(0, 1), found.pieces(), "those that are in the files");
    }
  }

  @Test
  void aNoteDoesNotVouchForAFileThatWasDeletedUnderway() throws IOException {
    BitSet present = new BitSet();
    try (FileStorage storage = open()) {
      storage.find();
      storage.checked(new BitSet(), new BitSet());
      write(storage, present, 2, 3);
      Files.delete(got.resolve("made").resolve("c.part"));
      Files.write(got.resolve("made").resolve("b"), Arrays.copyOfRange(content, 24_000, 26_000));
      storage.sync();
    }
    try (FileStorage storage = open()) {
      assertFalse(storage.find().trusted(), "nothing is left of c, and yet it needs no check");
    }
  }

  @Test
  void aNoteDoesNotVouchForWhatWasWrittenIntoACompleteFile() throws IOException {
    for (boolean edited : new boolean[] {false, true}) {
      BitSet present = new BitSet();
      try (FileStorage storage = open()) {
        storage.checked(storage.find().pieces(), new BitSet());
        write(storage, present, 0, 1, 2, 3, 4);
        if (edited) {
          Files.write(got.resolve("made").resolve("b"), new byte[2001]);
        }
        storage.sync();
      }
      try (FileStorage storage = open()) {
        assertEquals(!edited, storage.find().trusted());
      }
    }
  }
}
