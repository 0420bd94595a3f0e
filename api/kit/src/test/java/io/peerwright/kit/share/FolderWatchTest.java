package io.peerwright.kit.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FolderWatchTest {

  private static final Duration EVERY = Duration.ofSeconds(30);

  private final List<String> told = new ArrayList<>();
  private final FolderScan.Listener listener =
      new FolderScan.Listener() {
        @Override
        public void onItem(SharedItem item) {
          told.add("+" + item.name() + " " + item.sizeBytes());
        }

        @Override
        public void onGone(SharedItem item) {
          told.add("-" + item.name() + " " + item.sizeBytes());
        }

        @Override
        public void onSkipped(Path path, String why) {
          told.add("?" + path.getFileName());
        }

        @Override
        public void onDone(FolderScan.Progress total) {
          told.add("done " + total.filesDone());
        }
      };

  private Simulation simulation;
  private Host host;
  private Path root;

  @BeforeEach
  void setUp() throws IOException {
    simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    host = simulation.newHost("a", null, null);
    root = host.directory().resolve("music");
    write("a.mp3", 10, 1);
    write("b/c.mp3", 20, 1);
    write("empty", 0, 1);
  }

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  @Test
  void tellsWhatIsGoneAndWhatIsNew() throws IOException {
    start(EVERY);
    assertTold("?empty", "+a.mp3 10", "+b/c.mp3 20", "done 2");
    pass(10);
    assertTold();
    Files.delete(root.resolve("a.mp3"));
    Files.move(root.resolve("b/c.mp3"), root.resolve("d.mp3"));
    pass(1);
    assertTold("-a.mp3 10", "-b/c.mp3 20");
    pass(1);
    assertTold("+d.mp3 20");
  }

  @Test
  void aFileOfAnotherLengthOrTimeIsReadAgain() throws IOException {
    start(EVERY);
    told.clear();
    write("a.mp3", 5, 1);
    write("b/c.mp3", 20, 2);
    pass(1);
    assertTold("-a.mp3 10", "-b/c.mp3 20");
    pass(1);
    assertTold("+a.mp3 5", "+b/c.mp3 20");
  }

  /** Hashing a copy under way would be in vain, and announce what is not there. */
  @Test
  void aFileThatGrowsIsLeftAloneUntilItRests() throws IOException {
    start(EVERY);
    told.clear();
    for (int size = 1; size <= 5; size++) {
      write("new.mp3", size, size);
      pass(1);
      assertTold();
    }
    pass(1);
    assertTold("+new.mp3 5");
  }

  @Test
  void whatComesBackIsNotReadAgain() throws IOException {
    start(EVERY);
    told.clear();
    Path away = host.directory().resolve("away");
    Files.move(root, away);
    pass(1);
    assertEquals("?music", told.remove(0));
    assertTold("-a.mp3 10", "-b/c.mp3 20");
    Files.move(away, root);
    pass(1);
    assertTold("+a.mp3 10", "+b/c.mp3 20");
  }

  @Test
  void aClosedWatchTellsNothingAndOneWithoutPauseLooksOnce() throws IOException {
    FolderWatch watch = start(EVERY);
    watch.close();
    told.clear();
    Files.delete(root.resolve("a.mp3"));
    pass(3);
    assertTold();
    start(Duration.ZERO);
    assertTrue(simulation.runUntilIdle(Duration.ofMinutes(1)), "it goes on looking");
  }

  private FolderWatch start(Duration every) {
    FolderWatch watch =
        FolderWatch.start(
            host.loop(), List.of(root), FolderScan.Options.DEFAULT, every, null, listener);
    simulation.runFor(Duration.ofSeconds(5));
    return watch;
  }

  private void pass(int times) {
    simulation.runFor(EVERY.multipliedBy(times));
  }

  private void assertTold(String... words) {
    assertEquals(List.of(words), told);
    told.clear();
  }

  private void write(String name, int size, int second) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + second * 1000L));
  }
}
