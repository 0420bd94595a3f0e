package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.peerwright.api.OverlayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a part file does where something else has its place, or there is none. */
class PartFilePlaceTest {

  @TempDir Path folder;

  private Path finished(Path target) throws IOException {
    try (PartFile part = PartFile.open(target, 4, "x")) {
      part.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
      Path aside = part.finish();
      assertArrayEquals(new byte[] {1, 2, 3, 4}, Files.readAllBytes(target));
      assertFalse(Files.exists(PartFile.partOf(target)));
      return aside;
    }
  }

  @Test
  void neverReplacesAnotherFile() throws IOException {
    Path target = folder.resolve("a.bin");
    Path first = folder.resolve("a.bin.old-1");
    assertNull(finished(target));
    assertNull(finished(target), "the same is there already");
    Files.writeString(target, "mine");
    assertEquals(first, finished(target));
    assertEquals("mine", Files.readString(first));
    Files.write(target, new byte[] {5}, StandardOpenOption.APPEND);
    assertEquals(folder.resolve("a.bin.old-2"), finished(target));
    assertArrayEquals(
        new byte[] {1, 2, 3, 4, 5}, Files.readAllBytes(folder.resolve("a.bin.old-2")));
  }

  @Test
  void aLinkOrAFolderOfThatNameIsSetAside() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
    Path target = folder.resolve("a.bin");
    Files.createSymbolicLink(target, elsewhere);
    assertEquals(folder.resolve("a.bin.old-1"), finished(target));
    assertEquals("mine", Files.readString(elsewhere));
    assertEquals(elsewhere, Files.readSymbolicLink(folder.resolve("a.bin.old-1")));
    Files.delete(target);
    Files.createSymbolicLink(target, folder.resolve("nowhere"));
    assertEquals(folder.resolve("a.bin.old-2"), finished(target));
    assertFalse(Files.exists(folder.resolve("nowhere")));
    Files.delete(target);
    Files.createDirectories(target.resolve("sub"));
    assertEquals(folder.resolve("a.bin.old-3"), finished(target));
    assertTrue(Files.isDirectory(folder.resolve("a.bin.old-3").resolve("sub")));
  }

  @Test
  void anErrorSaysWhatAndWhere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    OverlayException e =
        assertThrows(OverlayException.class, () -> PartFile.open(file.resolve("a.bin"), 4, "x"));
    assertEquals(
        "cannot begin "
            + file
            + "/a.bin.part: "
            + file
            + ": it is no folder; mend that, or choose another folder",
        e.getMessage());
  }

  @Test
  void nothingIsLeftOfABeginningOnAFullDisk() throws IOException {
    Configuration small =
        Configuration.unix().toBuilder().setBlockSize(4096).setMaxSize(16 * 4096).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path work = Files.createDirectories(disk.getPath("/work"));
      Files.write(work.resolve("hog"), new byte[16 * 4096]);
      OverlayException e =
          assertThrows(OverlayException.class, () -> PartFile.open(work.resolve("a"), 9, "x"));
      assertTrue(e.getMessage().startsWith("cannot begin /work/a.part: "), e.getMessage());
      assertEquals(List.of(work.resolve("hog")), children(work));
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
