package io.peerwright.kit.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.Digests;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DigestStoreTest {

  private Simulation simulation;
  private Host host;
  private Path root;
  private Path notes;

  @BeforeEach
  void setUp() throws IOException {
    simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    host = simulation.newHost("a", null, null);
    root = host.directory().resolve("music");
    notes = host.directory().resolve("state/shared files");
    write("a b.mp3", 10, 1);
    write("c/\u00e9+%,=&.mp3", 20, 1);
    write("c/d.mp3", 9_000_000, 1);
  }

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  /** What one run of a peer finds, and how much it had to read. */
  private final class Run implements FolderScan.Listener {
    private final List<SharedItem> items = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private FolderScan.@Nullable Progress done;

    @Override
    public void onItem(SharedItem item) {
      items.add(item);
    }

    @Override
    public void onSkipped(Path path, String why) {
      skipped.add(path.getFileName() + " " + why);
    }

    @Override
    public void onDone(FolderScan.Progress total) {
      done = total;
    }

    long filesRead() {
      return done == null ? -1 : done.filesTotal();
    }

    @Nullable SharedItem item(String name) {
      return items.stream().filter(item -> item.name().equals(name)).findFirst().orElse(null);
    }
  }

  private Run run() {
    return run(FolderScan.Options.DEFAULT);
  }

  private Run run(FolderScan.Options options) {
    Run run = new Run();
    DigestStore store = new DigestStore(host.loop(), notes);
    FolderScan.start(host.loop(), List.of(root), options, FolderScan.Choice.ALL, store, run);
    assertTrue(simulation.runUntilIdle(Duration.ofMinutes(1)));
    return run;
  }

  private void write(String name, int size, int second) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] content = new byte[size];
    new Random(size + second).nextBytes(content);
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + second * 1000L));
  }

  @Test
  void aSecondStartReadsNothing() {
    Run first = run();
    assertEquals(3, first.filesRead());
    Run second = run();
    assertEquals(0, second.filesRead());
    assertEquals(first.items, second.items);
    assertEquals(2, second.items.get(0).urns().size());
    assertEquals("audio", second.items.get(0).attributes().get("type"));
    assertEquals(List.of(), second.skipped);
    assertEquals(0, run().filesRead(), "a third one neither");
  }

  @Test
  void whatHasChangedOrMovedIsReadAgain() throws IOException {
    Run first = run();
    write("a b.mp3", 10, 2);
    Files.move(root.resolve("c/d.mp3"), root.resolve("e.mp3"));
    Run second = run();
    assertEquals(2, second.filesRead());
    assertNotEquals(first.item("a b.mp3"), second.item("a b.mp3"));
    assertEquals(first.item("c/d.mp3").urns(), second.item("e.mp3").urns());
    assertEquals(0, run().filesRead());
  }

  @Test
  void aFileIsReadAgainForAnotherDigest() {
    run(new FolderScan.Options(false, List.of(Digests.SHA1), NameFilter.NONE));
    assertEquals(3, run().filesRead());
    assertEquals(0, run().filesRead());
    Run fewer = run(new FolderScan.Options(false, List.of(Digests.SHA1), NameFilter.NONE));
    assertEquals(0, fewer.filesRead());
  }

  /** On a disk whose times are coarse a change right afterwards would not be seen. */
  @Test
  void aFileThatWasJustWrittenToIsNotKept() throws IOException {
    long now = host.loop().wallMillis();
    Files.setLastModifiedTime(root.resolve("a b.mp3"), FileTime.fromMillis(now - 1_500));
    assertEquals(3, run().filesRead());
    simulation.runFor(Duration.ofSeconds(2));
    assertEquals(1, run().filesRead());
    assertEquals(0, run().filesRead());
  }

  @Test
  void whatIsHashedIsKeptWithinSecondsThoughTheScanGoesOn() {
    SharedItem item = run(FolderScan.Options.DEFAULT).item("c/d.mp3");
    notes = notes.resolveSibling("others");
    DigestStore store = new DigestStore(host.loop(), notes);
    FileStamp stamp = new FileStamp(item.sizeBytes(), 1_000_000_001_000L);
    store.put(item, stamp, host.loop().wallMillis());
    simulation.runFor(Duration.ofSeconds(3));
    assertEquals(2, run().filesRead());
  }

  @Test
  void whatIsHashedIsKeptWhenTheStoreSaysThatItIsClosed() throws IOException {
    Run first = run(FolderScan.Options.DEFAULT);
    notes = notes.resolveSibling("others");
    DigestStore store = new DigestStore(host.loop(), notes);
    long now = host.loop().wallMillis();
    AtomicBoolean closed = new AtomicBoolean();
    FileStamp stamp = new FileStamp(first.items.get(0).sizeBytes(), 1_000_000_001_000L);
    store.put(first.items.get(0), stamp, now);
    store.flush();
    store.put(first.items.get(1), stamp, now);
    store.close(() -> closed.set(true));
    assertFalse(closed.get(), "while it is written");
    assertTrue(simulation.runUntil(closed::get, Duration.ofMillis(500)));
    assertEquals(2, new DigestFile(notes).load().size());
    store.close(() -> closed.set(false));
    assertFalse(closed.get(), "at once, as there is nothing to write");
  }

  @Test
  void whatAKillHasTornIsLeftOut() throws IOException {
    Run first = run();
    byte[] whole = Files.readAllBytes(notes);
    Files.write(notes, Arrays.copyOf(whole, whole.length - 3));
    assertEquals(1, run().filesRead());
    Run third = run();
    assertEquals(0, third.filesRead());
    assertEquals(first.items, third.items);
  }

  @Test
  void whatIsDamagedIsNeverTaken() throws IOException {
    Run first = run();
    byte[] whole = Files.readAllBytes(notes);
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(notes, damaged);
      Run next = run();
      assertEquals(first.items.size(), next.items.size());
      for (SharedItem item : first.items) {
        assertEquals(item, next.item(item.name()), "byte " + at);
      }
    }
  }

  @Test
  void anotherFileOfThatNameIsReplaced() throws IOException {
    Files.createDirectories(notes.getParent());
    Files.writeString(notes, "something else\n");
    assertEquals(3, run().filesRead());
    assertEquals(0, run().filesRead());
  }

  @Test
  void oldLinesAreTidiedUp() throws IOException {
    run();
    String line = Files.readAllLines(notes, StandardCharsets.ISO_8859_1).get(1);
    Files.writeString(notes, (line + "\n").repeat(2_000), StandardOpenOption.APPEND);
    assertEquals(2_004, lines());
    assertEquals(0, run().filesRead());
    assertEquals(4, lines());
    assertEquals(0, run().filesRead());
  }

  /** As on a full disk, or in a folder that is read-only. */
  @Test
  void whatCannotBeTidiedUpIsKnownAllTheSame() throws IOException {
    run();
    String line = Files.readAllLines(notes, StandardCharsets.ISO_8859_1).get(1);
    Files.writeString(notes, (line + "\n").repeat(2_000), StandardOpenOption.APPEND);
    Files.createDirectories(notes.resolveSibling("shared files.new/in the way"));
    Run second = run();
    assertEquals(0, second.filesRead());
    assertEquals(List.of(), second.skipped);
    assertEquals(2_004, lines());
  }

  private long lines() {
    try {
      return Files.readAllLines(notes, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> !line.isEmpty())
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatCannotBeKeptIsSharedAllTheSame() throws IOException {
    Files.createDirectories(notes);
    Run first = run();
    assertEquals(3, first.items.size());
    assertTrue(
        first.skipped.get(0).startsWith("shared files what was hashed"), first.skipped::toString);
  }

  @Test
  void namesCanBeLeftOut() throws IOException {
    write("Thumbs.db", 5, 1);
    write("c/x.TMP", 5, 1);
    NameFilter filter = NameFilter.without(List.of("*.tmp", "thumbs.db", "c/?.mp3"));
    Run run = run(FolderScan.Options.DEFAULT.withFilter(filter));
    assertEquals(
        List.of("a b.mp3", "c/\u00e9+%,=&.mp3"), run.items.stream().map(SharedItem::name).toList());
    assertEquals(
        List.of(
            "Thumbs.db is left out by \"thumbs.db\"",
            "d.mp3 is left out by \"c/?.mp3\"",
            "x.TMP is left out by \"*.tmp\""),
        run.skipped);
  }
}
