package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {

  @TempDir Path folder;

  @Test
  void publishesUnderAFreeNameOnly() throws IOException {
    Path working = Files.writeString(folder.resolve("x.part"), "new");
    Path target = Files.writeString(folder.resolve("x"), "old");
    assertThrows(FileAlreadyExistsException.class, () -> DurableFiles.publish(working, target));
    assertEquals("old", Files.readString(target));
    assertEquals("new", Files.readString(working));
    Files.delete(target);
    DurableFiles.publish(working, target);
    assertEquals("new", Files.readString(target));
    assertFalse(Files.exists(working));
  }

  /** With a check before the move, two threads find the name free and one file is lost. */
  @Test
  void ofManyThatWantANameAtOnceOneGetsItAndNoFileIsLost() throws Exception {
    int threads = 4;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 200; round++) {
        Path target = folder.resolve("target-" + round);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          Path mine = Files.writeString(folder.resolve("mine-" + round + "-" + i), "by " + i);
          results.add(
              pool.submit(
                  () -> {
                    start.await();
                    try {
                      DurableFiles.move(mine, target);
                      return true;
                    } catch (FileAlreadyExistsException taken) {
                      return false;
                    }
                  }));
        }
        start.countDown();
        int winners = 0;
        for (int i = 0; i < threads; i++) {
          boolean won = results.get(i).get(30, TimeUnit.SECONDS);
          winners += won ? 1 : 0;
          Path at = won ? target : folder.resolve("mine-" + round + "-" + i);
          assertEquals("by " + i, Files.readString(at));
        }
        assertEquals(1, winners);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void setsAsideWhateverIsInTheWay() throws IOException {
    Path file = folder.resolve("x");
    for (int i = 1; i <= 3; i++) {
      Files.writeString(file, "number " + i);
      assertEquals(folder.resolve("x.old-" + i), DurableFiles.setAside(file));
    }
    assertEquals("number 2", Files.readString(folder.resolve("x.old-2")));
    Files.createDirectory(file);
    Files.writeString(file.resolve("inside"), "kept");
    DurableFiles.setAside(file);
    assertEquals("kept", Files.readString(folder.resolve("x.old-4").resolve("inside")));
    Files.createSymbolicLink(file, folder.resolve("x.old-1"));
    DurableFiles.setAside(file);
    assertTrue(Files.isSymbolicLink(folder.resolve("x.old-5")));
    Files.createSymbolicLink(file, folder.resolve("x.old-4"));
    DurableFiles.setAside(file);
    assertTrue(Files.isSymbolicLink(folder.resolve("x.old-6")));
    assertFalse(Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aFolderTakesAFreeNameOnly() throws IOException {
    Path from = Files.createDirectory(folder.resolve("from"));
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertThrows(FileAlreadyExistsException.class, () -> DurableFiles.move(from, taken));
    assertTrue(Files.isDirectory(from));
    DurableFiles.move(from, folder.resolve("free"));
    assertTrue(Files.isDirectory(folder.resolve("free")));
    assertFalse(Files.exists(from));
  }

  @Test
  void aMoveThatFailsLeavesNoNameBehind() {
    Path to = folder.resolve("to");
    Path missing = folder.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> DurableFiles.move(missing, to));
    assertFalse(Files.exists(to));
  }

  @Test
  void aNameOfTheMostBytesIsSetAsideToo() throws IOException {
    Path file = Files.writeString(folder.resolve("n".repeat(255)), "kept");
    assertEquals("kept", Files.readString(DurableFiles.setAside(file)));
  }

  @Test
  void withoutHardLinksNothingIsReplacedEither() throws IOException {
    Configuration plain =
        Configuration.unix().toBuilder().setSupportedFeatures(Feature.FILE_CHANNEL).build();
    try (FileSystem disk = Jimfs.newFileSystem(plain)) {
      Path working = Files.writeString(disk.getPath("/work/x.part"), "new");
      Path target = Files.writeString(disk.getPath("/work/x"), "old");
      assertThrows(FileAlreadyExistsException.class, () -> DurableFiles.publish(working, target));
      assertEquals("old", Files.readString(target));
      assertEquals(disk.getPath("/work/x.old-1"), DurableFiles.setAside(target));
      DurableFiles.publish(working, target);
      assertEquals("new", Files.readString(target));
      assertEquals("old", Files.readString(disk.getPath("/work/x.old-1")));
      assertFalse(Files.exists(working));
    }
  }

  @Test
  void replacesANoteOfItsOwn() throws IOException {
    Path note = folder.resolve("deep").resolve("er").resolve("note");
    DurableFiles.createFolders(note.getParent());
    DurableFiles.createFolders(note.getParent());
    DurableFiles.replace(note, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    DurableFiles.replace(note, ByteBuffer.wrap(new byte[] {4}));
    assertArrayEquals(new byte[] {4}, Files.readAllBytes(note));
    try (var entries = Files.list(note.getParent())) {
      assertEquals(List.of(note), entries.toList());
    }
  }
}
