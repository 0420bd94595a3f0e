package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a crash leaves on a disk. */
class DiskCrashTest {

  private static final int SEEDS = 60;

  /** What a host does before its power fails. */
  interface Life {
    void on(Path folder) throws IOException;
  }

  /** What another run finds; how it looks. */
  interface Look {
    String at(Path folder) throws IOException;
  }

  /** All that is found after a crash, over many seeds. */
  private static Set<String> found(Life life, Look look) throws IOException {
    Set<String> found = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Host host = sim.newHost("a", null, null);
        life.on(host.directory());
        sim.crash(host);
        Host again = sim.faults().restart(host, true);
        found.add(look.at(again.directory()));
      }
    }
    return found;
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    force(file, StandardOpenOption.WRITE);
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).replace('\0', '0') : "none";
  }

  @Test
  void whatWasForcedStays() throws IOException {
    Life life =
        folder -> {
          write(folder.resolve("x"), "abc");
          force(folder, StandardOpenOption.READ);
        };
    assertEquals(Set.of("abc"), found(life, folder -> text(folder.resolve("x"))));
  }

  @Test
  void aNameIsLostUntilItsFolderIsForced() throws IOException {
    Life life = folder -> write(folder.resolve("x"), "abc");
    assertEquals(Set.of("abc", "none"), found(life, folder -> text(folder.resolve("x"))));
  }

  @Test
  void bytesAreLostUntilTheFileIsForced() throws IOException {
    Life life =
        folder -> {
          write(folder.resolve("x"), "abc");
          force(folder, StandardOpenOption.READ);
          try (FileChannel channel =
              FileChannel.open(folder.resolve("x"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("XYZ12".getBytes()), 0);
          }
        };
    assertEquals(Set.of("abc", "abc00", "XYZ12"), found(life, folder -> text(folder.resolve("x"))));
  }

  @Test
  void someBlocksAreKeptAndOthersNot() throws IOException {
    Life life =
        folder -> {
          Files.createFile(folder.resolve("x"));
          force(folder, StandardOpenOption.READ);
          byte[] ones = new byte[3 * 4096];
          Arrays.fill(ones, (byte) 1);
          Files.write(folder.resolve("x"), ones);
        };
    Look look =
        folder -> {
          byte[] bytes = Files.readAllBytes(folder.resolve("x"));
          StringBuilder blocks = new StringBuilder();
          for (int i = 0; i < bytes.length; i += 4096) {
            blocks.append(bytes[i]);
          }
          return blocks.toString();
        };
    Set<String> found = found(life, look);
    assertTrue(found.containsAll(Set.of("", "000", "111")), found::toString);
    assertTrue(found.size() > 5, found::toString);
  }

  @Test
  void aRenameIsDoneOrNot() throws IOException {
    Life life =
        folder -> {
          write(folder.resolve("x"), "old");
          write(folder.resolve("new"), "new");
          force(folder, StandardOpenOption.READ);
          Files.move(
              folder.resolve("new"),
              folder.resolve("x"),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        };
    Look look = folder -> text(folder.resolve("x")) + " " + text(folder.resolve("new"));
    assertEquals(Set.of("new none", "old new"), found(life, look));
  }

  @Test
  void aLinkAndTheEndOfTheOldNameAreTwoChanges() throws IOException {
    Life life =
        folder -> {
          write(folder.resolve("x.part"), "abc");
          force(folder, StandardOpenOption.READ);
          Files.createLink(folder.resolve("x"), folder.resolve("x.part"));
          Files.delete(folder.resolve("x.part"));
        };
    Look look = folder -> text(folder.resolve("x")) + " " + text(folder.resolve("x.part"));
    assertEquals(Set.of("abc none", "abc abc", "none abc", "none none"), found(life, look));
  }

  @Test
  void aFolderThatIsLostTakesWhatIsInIt() throws IOException {
    Life life =
        folder -> {
          Files.createDirectory(folder.resolve("in"));
          write(folder.resolve("in/x"), "abc");
          force(folder.resolve("in"), StandardOpenOption.READ);
        };
    Look look = folder -> Files.exists(folder.resolve("in")) + text(folder.resolve("in/x"));
    assertEquals(Set.of("falsenone", "trueabc"), found(life, look));
  }

  @Test
  void aCrashComesAtAnyStepOfTheWorkUnderWay() throws IOException {
    Set<String> found = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Host host = sim.newHost("a", null, null);
        Path folder = host.directory();
        host.loop()
            .offload(
                () -> {
                  write(folder.resolve("x"), "abc");
                  force(folder, StandardOpenOption.READ);
                  write(folder.resolve("note"), "x is there");
                  force(folder, StandardOpenOption.READ);
                  return true;
                },
                1_000_000_000,
                (done, failure) -> {});
        sim.runFor(Duration.ofMillis(seed % 2 == 0 ? 500 : 2_000));
        sim.crash(host);
        boolean whole = seed % 2 != 0;
        Path left = sim.faults().restart(host, true).directory();
        String look = text(left.resolve("x")) + ", " + text(left.resolve("note"));
        assertTrue(!whole || look.equals("abc, x is there"), look);
        found.add(look);
      }
    }
    assertTrue(found.contains("abc, x is there") && found.contains("none, none"), found::toString);
    assertTrue(found.contains("abc, none"), found::toString);
    assertTrue(found.stream().noneMatch(look -> look.equals("none, x is there")), found::toString);
  }

  @Test
  void twoRunsLoseTheSame() throws IOException {
    Life life =
        folder -> {
          for (int i = 0; i < 20; i++) {
            Files.write(folder.resolve("f" + i), new byte[] {1, 2, 3});
          }
        };
    Look look =
        folder -> {
          StringBuilder all = new StringBuilder();
          for (int i = 0; i < 20; i++) {
            all.append(text(folder.resolve("f" + i))).append(' ');
          }
          return all.toString();
        };
    assertEquals(found(life, look), found(life, look));
  }

  @Test
  void locksEndWithTheCrashAndHoldBeforeIt() throws IOException {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = sim.newHost("a", null, null);
      Path file = host.directory().resolve("lock");
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.tryLock();
      channel.force(true);
      force(host.directory(), StandardOpenOption.READ);
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThrows(OverlappingFileLockException.class, other::tryLock);
      }
      sim.crash(host);
      assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertTrue(other.tryLock().isValid());
      }
    }
  }

  @Test
  void filesAreDatedByTheHostsClock() throws IOException {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = sim.newHost("a", null, null);
      sim.runFor(Duration.ofHours(3));
      Path file = Files.writeString(host.directory().resolve("x"), "abc");
      assertEquals(host.loop().wallMillis(), Files.getLastModifiedTime(file).toMillis());
    }
  }

  @Test
  void worksAsAnyFileSystem() throws IOException {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Path folder = sim.newHost("a", null, null).directory();
      Path deep = Files.createDirectories(folder.resolve("a/b"));
      Path file = Files.writeString(deep.resolve("x"), "abc");
      assertThrows(FileAlreadyExistsException.class, () -> Files.createFile(file));
      Files.writeString(file, "d", StandardOpenOption.APPEND);
      assertEquals("abcd", Files.readString(file));
      Files.copy(file, folder.resolve("copy"));
      assertEquals(-1, Files.mismatch(file, folder.resolve("copy")));
      Files.writeString(file, "z");
      assertEquals("z", Files.readString(file));
      Files.move(folder.resolve("a"), folder.resolve("c"));
      assertEquals("z", Files.readString(folder.resolve("c/b/x")));
      assertEquals(folder.resolve("c/b"), folder.resolve("c").resolve(Path.of("b").toString()));
      try (var all = Files.walk(folder)) {
        assertEquals(5, all.count());
      }
      Files.createSymbolicLink(folder.resolve("link"), folder.resolve("copy"));
      assertArrayEquals("abcd".getBytes(), Files.readAllBytes(folder.resolve("link")));
      Files.delete(folder.resolve("link"));
      assertFalse(Files.exists(folder.resolve("link")));
      assertTrue(Files.isSameFile(folder.resolve("copy"), folder.resolve("c/../copy")));
    }
  }
}
