package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathLockTest {

  @TempDir Path folder;

  /** Another process: tells whether it gets the lock, and holds it until its input ends. */
  static final class Other {
    public static void main(String[] args) throws IOException {
      try (PathLock lock = PathLock.by(Path.of(args[0]), "the folder", "other program")) {
        System.out.println("locked " + lock.channel().isOpen());
        System.out.flush();
        while (System.in.read() >= 0) {
          continue;
        }
      } catch (OverlayException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static Process other(Path lock) throws IOException {
    return OtherProcess.start(Other.class, Map.of(), lock.toString());
  }

  @Test
  void keepsOthersOfThisProcessOutUntilItIsClosed() throws IOException {
    Path lock = folder.resolve(".lock");
    try (PathLock held = PathLock.by(lock, "the folder", "first")) {
      assertTrue(held.channel().isOpen());
      for (int i = 0; i < 2; i++) {
        OverlayException e =
            assertThrows(OverlayException.class, () -> PathLock.by(lock, "the folder", "second"));
        assertEquals(Reason.REFUSED, e.reason());
        assertEquals(
            "the folder is in use by another user in this process; wait for it or end it",
            e.getMessage());
      }
    }
    assertFalse(Files.exists(lock), "the file stays behind");
    PathLock.by(lock, "the folder", "third").close();
  }

  @Test
  void keepsOtherProcessesOutAndSaysWho() throws Exception {
    Path lock = folder.resolve(".lock");
    try (PathLock held = PathLock.by(lock, "the folder", "this test")) {
      // An attempt from within must not let go of the lock of the process.
      assertThrows(OverlayException.class, () -> PathLock.by(lock, "x", "y"));
      Process other = other(lock);
      String said = other.inputReader().readLine();
      other.outputWriter().close();
      long pid = ProcessHandle.current().pid();
      assertEquals(
          "the folder is in use by process " + pid + " (this test); wait for it or end it", said);
      assertTrue(held.channel().isOpen());
    }
    Process other = other(lock);
    assertEquals("locked true", other.inputReader().readLine());
    OverlayException e =
        assertThrows(OverlayException.class, () -> PathLock.by(lock, "the folder", "me"));
    assertTrue(
        e.getMessage().contains("process " + other.pid() + " (other program)"), e.getMessage());
    other.destroyForcibly().waitFor();
    assertTrue(Files.exists(lock), "a kill leaves the file");
    PathLock.by(lock, "the folder", "me").close();
    assertFalse(Files.exists(lock));
  }

  @Test
  void oneFileIsOneByWhateverNameItIsReached() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    try (PathLock held = PathLock.by(real.resolve("lock"), "the folder", "first")) {
      OverlayException e =
          assertThrows(
              OverlayException.class,
              () -> PathLock.by(link.resolve("../link/lock"), "the folder", "second"));
      // A lock of the system would not tell this.
      assertTrue(e.getMessage().contains("another user in this process"), e.getMessage());
      assertTrue(held.channel().isOpen());
    }
  }

  @Test
  void aShorterOwnerIsToldWithoutTheRestOfALongerOne() throws IOException {
    Path lock = Files.writeString(folder.resolve(".lock"), "process 4000000 (" + "x".repeat(300));
    try (PathLock held = PathLock.by(lock, "the folder", "me")) {
      assertTrue(held.channel().isOpen());
      String expected = "process " + ProcessHandle.current().pid() + " (me)";
      assertEquals(expected, Files.readString(lock));
    }
  }

  @Test
  void aFileThatIsLockedStays() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "content");
    PathLock lock = PathLock.ofFile(file, "a");
    OverlayException e = assertThrows(OverlayException.class, () -> PathLock.ofFile(file, "a"));
    assertEquals(Reason.REFUSED, e.reason());
    lock.close();
    lock.close();
    PathLock.ofFile(file, "a").close();
    assertEquals("content", Files.readString(file));
  }
}
