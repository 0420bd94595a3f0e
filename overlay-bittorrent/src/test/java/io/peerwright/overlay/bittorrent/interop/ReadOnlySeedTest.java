package io.peerwright.overlay.bittorrent.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Content that the system lets nobody change, or nobody but its owner, is seeded as it is. */
@Execution(ExecutionMode.CONCURRENT)
class ReadOnlySeedTest {

  private static final int SECONDS = 90;
  private static final String NOBODY = "65534";

  @TempDir Path folder;
  private Lab lab;
  private Shelf shelf;

  @BeforeEach
  void setUp() throws IOException {
    Lab.need("unshare", "setpriv", "chown");
    lab = new Lab(folder);
    shelf = new Shelf(folder);
    // Would be made by a peer that downloads.
    Files.delete(shelf.data().resolve("shelf/file3"));
  }

  @AfterEach
  void tearDown() {
    if (lab != null) {
      lab.close();
    }
  }

  /** Every file and folder, and when it was changed. */
  private static List<String> look(Path root) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted().toList()) {
        all.add(path + " " + Files.getLastModifiedTime(path));
      }
    }
    return all;
  }

  private void seeds(List<String> by) throws Exception {
    Path notes = Files.createDirectories(LivePeer.notes(shelf.data()));
    lab.get("chown", NOBODY, notes.toString());
    List<String> before = look(shelf.data());
    Lab.Program seed = lab.seedOnly(by, "10.9.8.3:7003", shelf.data(), shelf.torrent());
    seed.await("done", SECONDS);
    Path got = shelf.target("got");
    Lab.Program leech = lab.ours("10.9.8.2:7002", got, shelf.torrent(), "10.9.8.3:7003");
    leech.await("done", SECONDS);
    leech.end();
    seed.end();
    assertEquals(before, look(shelf.data()));
    try (Stream<Path> noted = Files.walk(notes)) {
      assertTrue(noted.anyMatch(each -> each.toString().endsWith(".pieces")), "where notes lie");
    }
    Files.createFile(shelf.data().resolve("shelf/file3"));
    shelf.assertSame(got);
  }

  @Test
  void aFolderThatIsMountedReadOnly() throws Exception {
    String data = shelf.data().toString();
    String mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"";
    String check = "! touch \"$0/x\" 2>/dev/null";
    String line = mount + " && " + check + " && exec \"$@\"";
    seeds(List.of("unshare", "-m", "sh", "-c", line, data));
  }

  /** It may read all of the disk, so that it finds its classes, and write what is its own. */
  @Test
  void aFolderOfAnotherUser() throws Exception {
    String may = "+dac_read_search";
    String line = "! touch \"$0/x\" 2>/dev/null && exec \"$@\"";
    seeds(
        List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--inh-caps=" + may,
            "--ambient-caps=" + may,
            "sh",
            "-c",
            line,
            shelf.data().toString()));
  }
}
