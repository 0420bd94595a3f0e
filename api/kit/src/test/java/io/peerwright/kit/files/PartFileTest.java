package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {

  @TempDir Path folder;

  @Test
  void givesTheFinalNameOnlyWhenComplete() throws IOException {
    Path target = folder.resolve("sub/a.bin");
    byte[] content = content(300_000);
    try (PartFile part = PartFile.open(target, content.length, "x")) {
      part.write(100_000, ByteBuffer.wrap(content, 100_000, 200_000));
      assertThrows(IllegalStateException.class, part::finish);
      assertEquals(0, part.firstMissing(0));
      assertEquals(200_000, part.bytesDone());
      part.write(0, ByteBuffer.wrap(content, 0, 100_000));
      assertFalse(Files.exists(target));
      part.finish();
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(List.of(target), children(target.getParent()));
  }

  @Test
  void goesOnFromWhatWasSynced() throws IOException {
    Path target = folder.resolve("a.bin");
    byte[] content = content(1000);
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      part.write(0, ByteBuffer.wrap(content, 0, 400));
      part.sync();
      part.write(400, ByteBuffer.wrap(content, 400, 100));
      // As a kill at this moment would leave it.
      Files.copy(folder.resolve("a.bin.part"), folder.resolve("b.bin.part"));
      Files.copy(folder.resolve("a.bin.part.state"), folder.resolve("b.bin.part.state"));
    }
    target = folder.resolve("b.bin");
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      assertEquals(400, part.firstMissing(0));
      part.write(400, ByteBuffer.wrap(content, 400, 600));
      part.finish();
    }
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void aKillBeforeTheFirstSyncLeavesNothingAside() throws IOException {
    Path target = folder.resolve("a.bin");
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      part.write(0, ByteBuffer.wrap(content(400)));
      // As a kill at this moment would leave it.
      Files.copy(folder.resolve("a.bin.part"), folder.resolve("b.bin.part"));
      Files.copy(folder.resolve("a.bin.part.state"), folder.resolve("b.bin.part.state"));
    }
    target = folder.resolve("b.bin");
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      assertEquals(0, part.firstMissing(0));
      part.write(0, ByteBuffer.wrap(content(1000)));
      part.finish();
    }
    assertFalse(Files.exists(folder.resolve("b.bin.part-2")));
  }

  @Test
  void doesNotCountWhatTheFileSystemLost() throws IOException {
    Path target = folder.resolve("a.bin");
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      part.write(0, ByteBuffer.wrap(content(800)));
      part.sync();
    }
    try (FileChannel channel =
        FileChannel.open(PartFile.partOf(target), StandardOpenOption.WRITE)) {
      channel.truncate(300);
    }
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      assertEquals(300, part.firstMissing(0));
    }
  }

  @Test
  void twoContentsOfOneNameAreKeptBesideEachOther() throws IOException {
    Path target = folder.resolve("a.bin");
    byte[] content = content(1000);
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      part.write(0, ByteBuffer.wrap(content, 0, 800));
    }
    try (PartFile part = PartFile.open(target, 1000, "y")) {
      assertEquals(0, part.firstMissing(0));
      part.write(0, ByteBuffer.wrap(content, 100, 300));
    }
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      assertEquals(800, part.firstMissing(0));
    }
    try (PartFile part = PartFile.open(target, 1000, "y")) {
      assertEquals(300, part.firstMissing(0));
    }
  }

  @Test
  void aContentOfAnotherSizeIsAnotherOne() throws IOException {
    Path target = folder.resolve("a.bin");
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      part.write(0, ByteBuffer.wrap(content(800)));
    }
    try (PartFile part = PartFile.open(target, 900, "x")) {
      assertEquals(0, part.bytesDone());
    }
  }

  @Test
  void takesNoByteBeyondTheEnd() throws IOException {
    Path target = folder.resolve("a.bin");
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      for (long position : new long[] {-1, 900, 1000, Long.MAX_VALUE}) {
        ByteBuffer bytes = ByteBuffer.allocate(101);
        assertThrows(IllegalArgumentException.class, () -> part.write(position, bytes));
      }
      assertEquals(0, part.bytesDone());
      assertEquals(0, Files.size(PartFile.partOf(target)));
    }
  }

  @Test
  void readsAsFarAsItIsHere() throws IOException {
    byte[] content = content(1000);
    try (PartFile part = PartFile.open(folder.resolve("a.bin"), 1000, "x")) {
      part.write(900, ByteBuffer.wrap(content, 900, 100));
      part.write(0, ByteBuffer.wrap(content, 0, 300));
      ByteBuffer into = ByteBuffer.allocate(1000);
      assertEquals(200, part.read(100, into));
      assertArrayEquals(Arrays.copyOfRange(content, 100, 300), Arrays.copyOf(into.array(), 200));
      assertEquals(0, part.read(300, into));
      assertEquals(100, part.read(900, into));
      assertEquals(-1, part.read(1000, into));
      assertEquals(300, into.position());
    }
  }

  @Test
  void whatIsForgottenDoesNotCountAnyMore() throws IOException {
    Path target = folder.resolve("a.bin");
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      part.write(0, ByteBuffer.wrap(content(800)));
      part.forget(500, 1000);
      assertEquals(500, part.firstMissing(0));
      // As a kill at this moment would leave it.
      Files.copy(folder.resolve("a.bin.part"), folder.resolve("b.bin.part"));
      Files.copy(folder.resolve("a.bin.part.state"), folder.resolve("b.bin.part.state"));
    }
    try (PartFile part = PartFile.open(folder.resolve("b.bin"), 1000, "x")) {
      assertEquals(500, part.firstMissing(0));
    }
  }

  @Test
  void aDownloadThatGotNothingLeavesNothing() throws IOException {
    PartFile.open(folder.resolve("a.bin"), 1000, "x").close();
    assertEquals(List.of(), children(folder));
  }

  @Test
  void aFinishedFileOfTheWorkingNameStaysAsItIs() throws IOException {
    Path target = folder.resolve("movie");
    Path other = folder.resolve("movie.part");
    Files.writeString(other, "a film in parts");
    try (PartFile part = PartFile.open(target, 4, "x")) {
      part.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
      assertEquals("a film in parts", Files.readString(other));
      part.finish();
    }
    assertArrayEquals(new byte[] {1, 2, 3, 4}, Files.readAllBytes(target));
    assertEquals("a film in parts", Files.readString(other));
    assertEquals(2, children(folder).size());
  }

  @Test
  void aKillBetweenTheTwoNamesOfACompleteFileLeavesNothingBehind() throws IOException {
    Path target = folder.resolve("a.bin");
    try (PartFile part = PartFile.open(target, 4, "x")) {
      part.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
      part.sync();
    }
    Files.createLink(target, PartFile.partOf(target));
    try (PartFile part = PartFile.open(target, 4, "x")) {
      assertEquals(0, part.bytesDone());
    }
    assertEquals(List.of(target), children(folder));
    assertArrayEquals(new byte[] {1, 2, 3, 4}, Files.readAllBytes(target));
  }

  @Test
  void theLongestNameHasRoomForWorkingNames() throws IOException {
    Path target = folder.resolve("\u00e9".repeat(125) + ".bin2");
    try (PartFile part = PartFile.open(target, 4, "x")) {
      part.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
      part.sync();
      for (Path child : children(folder)) {
        assertTrue(PartFile.isPart(child), child::toString);
      }
      part.finish();
    }
    assertEquals(List.of(target), children(folder));
  }

  @Test
  void startsAnewWhenTheStateIsDamaged() throws IOException {
    Path target = folder.resolve("a.bin");
    Path state = folder.resolve("a.bin.part.state");
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      part.write(0, ByteBuffer.wrap(content(800)));
      part.sync();
    }
    String good = Files.readString(state);
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = good.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(state, bytes);
      PartState loaded = PartState.load(state);
      assertTrue(loaded == null || loaded.present().endOf(0) <= 800, () -> "accepted " + loaded);
    }
  }

  @Test
  void refusesASecondDownloadToTheSameTarget() throws IOException {
    Path target = folder.resolve("a.bin");
    try (PartFile part = PartFile.open(target, 10, "x")) {
      OverlayException e =
          assertThrows(OverlayException.class, () -> PartFile.open(target, 10, "x"));
      assertEquals(Reason.REFUSED, e.reason());
      assertEquals(10, part.size());
    }
  }

  @Test
  void aSecondDownloadLeavesThePartFileOfTheFirstWhereItIs() throws IOException {
    Path target = folder.resolve("a.bin");
    byte[] content = content(1000);
    try (PartFile part = PartFile.open(target, 1000, "x")) {
      part.write(0, ByteBuffer.wrap(content, 0, 800));
      for (String identity : List.of("x", "y")) {
        OverlayException e =
            assertThrows(OverlayException.class, () -> PartFile.open(target, 1000, identity));
        assertEquals(Reason.REFUSED, e.reason());
      }
      part.write(800, ByteBuffer.wrap(content, 800, 200));
      part.finish();
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(List.of(target), children(folder));
  }

  @Test
  void aFullDiskLosesNothing() throws IOException {
    Configuration small =
        Configuration.unix().toBuilder().setBlockSize(4096).setMaxSize(256 * 4096).build();
    byte[] content = content(600_000);
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path hog = disk.getPath("/hog");
      Files.write(hog, new byte[700_000]);
      Path target = disk.getPath("/work/a.bin");
      try (PartFile part = PartFile.open(target, content.length, "x")) {
        part.write(0, ByteBuffer.wrap(content, 0, 200_000));
        part.sync();
        OverlayException e =
            assertThrows(
                OverlayException.class,
                () -> part.write(200_000, ByteBuffer.wrap(content, 200_000, 400_000)));
        assertEquals(Reason.FAILED, e.reason());
        assertTrue(e.getMessage().contains("200000 of 600000 bytes are kept"), e.getMessage());
      }
      Files.delete(hog);
      try (PartFile part = PartFile.open(target, content.length, "x")) {
        assertEquals(200_000, part.firstMissing(0));
        part.write(200_000, ByteBuffer.wrap(content, 200_000, 400_000));
        part.finish();
      }
      assertArrayEquals(content, Files.readAllBytes(target));
    }
  }

  @Test
  void namesTheContentInOnePass() throws IOException {
    byte[] content = content(Digests.NAPSTER_MD5_BYTES + 5000);
    try (PartFile part = PartFile.open(folder.resolve("a.bin"), content.length, "x")) {
      part.write(0, ByteBuffer.wrap(content));
      List<Urn> urns = part.digest(List.of(Digests.SHA1, Digests.NAPSTER_MD5));
      // From Python's hashlib and base64.
      assertEquals(List.of(SHA1_OF_CONTENT, MD5_OF_CONTENT), urns);
    }
  }

  private static final Urn SHA1_OF_CONTENT = Urn.parse("urn:sha1:NH4CRKRDHMCHX7PYPA73V5W4C7IHDW7E");
  private static final Urn MD5_OF_CONTENT =
      Urn.parse("urn:napster-md5:d0c9f8f41353689810cf6fc125fd0bde");

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 31 + (i >> 8));
    }
    return content;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
