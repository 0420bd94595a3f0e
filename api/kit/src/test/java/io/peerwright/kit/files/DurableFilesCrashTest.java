package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The power fails after a step on a disk, and in the middle of it. */
class DurableFilesCrashTest {

  private static final int SEEDS = 120;

  /** What is done on a disk. */
  private interface Work {
    void in(Path folder) throws IOException;
  }

  /** What another run finds there. */
  private interface Look {
    String at(Path folder) throws IOException;
  }

  /** Those that the power leaves when it fails after the work. */
  private static Set<String> afterwards(Work work, Look look) throws IOException {
    Set<String> found = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Host host = sim.newHost("a", null, null);
        work.in(host.directory());
        sim.crash(host);
        found.add(look.at(sim.faults().restart(host, true).directory()));
      }
    }
    return found;
  }

  /** Those that it leaves when it fails at any step of the work, but not of what was before. */
  private static Set<String> underWay(Work before, Work work, Look look) throws IOException {
    Set<String> found = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Host host = sim.newHost("a", null, null);
        Path folder = host.directory();
        before.in(folder);
        host.loop()
            .offload(
                () -> {
                  work.in(folder);
                  return true;
                },
                1_000_000_000,
                (done, failure) -> {});
        sim.runFor(Duration.ofMillis(500));
        sim.crash(host);
        found.add(look.at(sim.faults().restart(host, true).directory()));
      }
    }
    return found;
  }

  private static void write(Path file) throws IOException {
    Files.writeString(file, "abc");
  }

  private static void writeForGood(Path file) throws IOException {
    write(file);
    DurableFiles.force(file);
    DurableFiles.forceFolder(DurableFiles.folderOf(file));
  }

  private static void note(Path file, String text) throws IOException {
    DurableFiles.replace(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).replace('\0', '0') : "none";
  }

  private static String names(Path folder) throws IOException {
    return text(folder.resolve("x")) + " " + text(folder.resolve("x.part"));
  }

  @Test
  void aPublishedFileIsThereForGood() throws IOException {
    Work work =
        folder -> {
          write(folder.resolve("x.part"));
          DurableFiles.publish(folder.resolve("x.part"), folder.resolve("x"));
        };
    // The end of the working name may wait: it is a second name of the same file.
    assertEquals(Set.of("abc none", "abc abc"), afterwards(work, DurableFilesCrashTest::names));
  }

  @Test
  void aFileThatIsBeingPublishedHasOneOfItsNamesAtLeast() throws IOException {
    Set<String> found =
        underWay(
            folder -> writeForGood(folder.resolve("x.part")),
            folder -> DurableFiles.publish(folder.resolve("x.part"), folder.resolve("x")),
            DurableFilesCrashTest::names);
    assertEquals(Set.of("none abc", "abc abc", "abc none"), found);
  }

  @Test
  void aNoteIsTheOldOneOrTheNewOne() throws IOException {
    Set<String> found =
        underWay(
            folder -> note(folder.resolve("note"), "old"),
            folder -> note(folder.resolve("note"), "newer"),
            folder -> text(folder.resolve("note")));
    assertEquals(Set.of("old", "newer"), found);
  }

  @Test
  void aNoteThatWasWrittenIsThereForGood() throws IOException {
    Work work =
        folder -> {
          note(folder.resolve("note"), "old");
          note(folder.resolve("note"), "newer");
        };
    assertEquals(Set.of("newer"), afterwards(work, folder -> text(folder.resolve("note"))));
  }

  @Test
  void foldersThatWereMadeAreThereForGood() throws IOException {
    Work work =
        folder -> {
          Files.createDirectory(folder.resolve("a"));
          DurableFiles.forceFolder(folder);
          DurableFiles.createFolders(folder.resolve("a/b/c"));
        };
    Look look = folder -> Boolean.toString(Files.isDirectory(folder.resolve("a/b/c")));
    assertEquals(Set.of("true"), afterwards(work, look));
  }

  @Test
  void theDisksOfTheseTestsLoseWhatIsNotForced() throws IOException {
    Set<String> found =
        afterwards(folder -> write(folder.resolve("x")), DurableFilesCrashTest::names);
    assertTrue(found.containsAll(Set.of("none none", "abc none", "000 none")), found::toString);
  }
}
