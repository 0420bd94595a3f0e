package io.peerwright.kit.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.MpegHeader;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FolderScanTest {

  private Simulation simulation;
  private Host host;
  private Path root;

  @BeforeEach
  void setUp() throws IOException {
    simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    host = simulation.newHost("a", null, null);
    root = host.directory().resolve("music");
    write("b.mp3", 10);
    write("a/z.txt", 20);
    write("a/b/y.txt", 30);
    write(".secret", 5);
    write("empty", 0);
    write("c.part", 5);
    write("c.part.state", 5);
  }

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  @Test
  void findsFilesInTheOrderOfTheirNames() {
    Seen seen = scan(FolderScan.Options.DEFAULT);
    assertEquals(List.of("b.mp3", "a/z.txt", "a/b/y.txt"), seen.names());
    assertEquals(new FolderScan.Progress(3, 3, 60, 60), seen.done);
    assertEquals(List.of("empty is empty"), seen.skipped);
    assertEquals(2, seen.items.get(0).urns().size());
    assertEquals("audio", seen.items.get(0).attributes().get("type"));
  }

  @Test
  void tellsSingleFilesOfOneNameApartByTheirFolders() throws IOException {
    write("x/readme.md", 10);
    write("y/README.md", 10);
    write("z/y/readme.md", 10);
    List<Path> files =
        List.of(
            root.resolve("x/readme.md"),
            root.resolve("y/README.md"),
            root.resolve("z/y/readme.md"));
    Seen seen = new Seen();
    FolderScan.start(host.loop(), files, FolderScan.Options.DEFAULT, seen);
    assertTrue(simulation.runUntilIdle(Duration.ofMinutes(1)));
    assertEquals(List.of("readme.md", "y/README.md", "y/readme (2).md"), seen.names());
  }

  @Test
  void takesHiddenFilesIfTold() {
    FolderScan.Options all = new FolderScan.Options(true, List.of(), NameFilter.NONE);
    assertEquals(List.of(".secret", "b.mp3", "a/z.txt", "a/b/y.txt"), scan(all).names());
  }

  @Test
  void entersALoopOfLinksOnce() throws IOException {
    Files.createSymbolicLink(root.resolve("a/loop"), root);
    Files.createSymbolicLink(root.resolve("a/dangling"), root.resolve("nowhere"));
    Seen seen = scan(FolderScan.Options.DEFAULT);
    assertEquals(List.of("b.mp3", "a/z.txt", "a/b/y.txt"), seen.names());
    assertEquals(2, seen.skipped.size());
  }

  @Test
  void goesOnAfterAFolderThatThrows() throws IOException {
    Path gone;
    try (FileSystem zip =
        FileSystems.newFileSystem(host.directory().resolve("gone.zip"), Map.of("create", "true"))) {
      gone = zip.getPath("/folder");
    }
    Seen seen = new Seen();
    FolderScan.start(host.loop(), List.of(gone, root), FolderScan.Options.DEFAULT, seen);
    assertTrue(simulation.runUntilIdle(Duration.ofMinutes(1)));
    assertTrue(seen.skipped.get(0).startsWith("folder cannot be listed: "), seen.skipped::toString);
    assertEquals(List.of("b.mp3", "a/z.txt", "a/b/y.txt"), seen.names());
    assertEquals(new FolderScan.Progress(3, 3, 60, 60), seen.done);
  }

  @Test
  void canBeCancelled() throws IOException {
    write("large", 30_000_000);
    Seen seen = new Seen();
    FolderScan[] scan = new FolderScan[1];
    seen.onProgress = progress -> scan[0].close();
    scan[0] = FolderScan.start(host.loop(), List.of(root), FolderScan.Options.DEFAULT, seen);
    assertTrue(simulation.runUntilIdle(Duration.ofMinutes(1)));
    assertEquals(null, seen.done);
    assertTrue(seen.items.size() <= 1);
  }

  @Test
  void readsTheHeadOfAnMpegFile() {
    ByteBuffer head = ByteBuffer.allocate(2000);
    head.put(new byte[] {'I', 'D', '3', 3, 0, 0, 0, 0, 0, 20});
    // MPEG 1 layer III, 128 kbit/s, 44,100 Hz: frames of 417 bytes.
    head.putInt(30, 0xfffb9000).putInt(30 + 417, 0xfffb9000);
    head.position(0);
    var attributes = MpegHeader.attributes(head, 30 + 16_000 * 60);
    assertEquals(
        "{bitrate=128, duration=60, frequency=44100}",
        new java.util.TreeMap<>(attributes).toString());
    assertEquals(0, MpegHeader.attributes(ByteBuffer.allocate(3), 3).size());
  }

  private Seen scan(FolderScan.Options options) {
    Seen seen = new Seen();
    FolderScan.start(host.loop(), List.of(root), options, seen);
    assertTrue(simulation.runUntil(() -> seen.done != null, Duration.ofMinutes(1)));
    return seen;
  }

  private void write(String name, int size) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }

  private static final class Seen implements FolderScan.Listener {

    final List<SharedItem> items = new ArrayList<>();
    final List<String> skipped = new ArrayList<>();
    FolderScan.Progress done;
    java.util.function.Consumer<FolderScan.Progress> onProgress = progress -> {};

    List<String> names() {
      return items.stream().map(SharedItem::name).toList();
    }

    @Override
    public void onItem(SharedItem item) {
      items.add(item);
    }

    @Override
    public void onSkipped(Path path, String why) {
      skipped.add(path.getFileName() + " " + why);
    }

    @Override
    public void onProgress(FolderScan.Progress progress) {
      onProgress.accept(progress);
    }

    @Override
    public void onDone(FolderScan.Progress total) {
      done = total;
    }
  }
}
