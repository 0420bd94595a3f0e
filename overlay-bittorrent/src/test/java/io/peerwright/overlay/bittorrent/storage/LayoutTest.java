package io.peerwright.overlay.bittorrent.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which file of a torrent gets which name on the disk. */
class LayoutTest {

  @TempDir Path folder;

  private static Info info(List<String> paths) throws Exception {
    StringBuilder files = new StringBuilder();
    for (String path : paths) {
      files.append("d6:lengthi0e4:pathl");
      for (String name : path.split("/", -1)) {
        files.append(name.getBytes(StandardCharsets.UTF_8).length).append(':');
        files.append(new String(name.getBytes(StandardCharsets.UTF_8), ISO_8859_1));
      }
      files.append("ee");
    }
    String text = "d5:filesl" + files + "e4:name1:t12:piece lengthi16384e6:pieces0:e";
    return Info.of(text.getBytes(ISO_8859_1));
  }

  private List<String> placed(List<String> paths) throws Exception {
    Path root = folder.resolve("t");
    return Placement.of(info(paths), folder, null).files().stream()
        .map(path -> root.relativize(path).toString())
        .toList();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void twinsGetNumbersWhereTheDiskDoesNotTellThemApart() throws Exception {
    assertEquals(
        List.of("a.txt", "A.txt", "a (2).txt", "a (3).txt"),
        placed(List.of("a.txt", "A.txt", "a.txt", "a.txt")));
    assertEquals(List.of("a (2)", "a/b"), placed(List.of("a", "a/b")));
    assertEquals(List.of("a/b", "a (2)"), placed(List.of("a/b", "a")));
    assertEquals(
        List.of("a", "a (2)", "a (3)"), placed(List.of("a", "a (2)", "a")), "not twice either");
  }

  /** As on most disks of Windows and macOS; folders are told apart no better than files. */
  @Test
  void twinsInOtherCaseGetNumbersWhereTheDiskTakesThemForTheSame() throws Exception {
    List<String> names =
        List.of("a.txt", "A.txt", "\u00c4/b", "\u00e4", "a.txt.PART", "c/D", "C/d");
    Layout layout = new Layout(info(names), folder, null, true);
    Path root = folder.resolve("t");
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < layout.files(); i++) {
      placed.add(root.relativize(layout.path(i)).toString());
    }
    assertEquals(
        List.of("a.txt", "A (2).txt", "\u00c4/b", "\u00e4 (2)", "a.txt.PART", "c/D", "C/d (2)"),
        placed);
    assertEquals(root.resolve("a.txt.part-2"), layout.part(0, 1));
  }

  @Test
  void noNameLeadsOutAndAllAreApart() throws Exception {
    List<String> names =
        List.of(
            "..",
            "../..",
            "/etc/passwd",
            "a\\..\\..\\b",
            ".",
            "",
            " ",
            "x".repeat(294),
            "x".repeat(290) + ".mkv",
            "\u00e9".repeat(200),
            "a\nb",
            "a\u202eb",
            "C:\\x",
            "nul");
    List<Path> files = Placement.of(info(names), folder, null).files();
    assertEquals(names.size(), files.size());
    Set<Path> apart = new HashSet<>();
    for (Path file : files) {
      assertTrue(file.normalize().startsWith(folder.resolve("t")), file.toString());
      assertTrue(apart.add(file.normalize()), file.toString());
      for (Path name : folder.relativize(file)) {
        assertTrue(name.toString().getBytes(StandardCharsets.UTF_8).length <= 255);
        assertTrue(name.toString().chars().noneMatch(c -> c < 32 || c == '\\'), name.toString());
      }
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  /** Names that some other file system would refuse stay as they are, and are found again. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsMadeHereIsFoundHere() throws Exception {
    Path root = Files.createDirectories(folder.resolve("what? a: \"mix\" <1>"));
    for (String name : List.of("a:b?.txt", "c|d*", "e.", "f ", "g\\h", "i\nj")) {
      Files.write(root.resolve(name), new byte[] {1});
    }
    Info info = TorrentMaker.make(root, TorrentMaker.Options.DEFAULT, read -> {}).info();
    Placement place = Placement.of(info, folder, null);
    assertEquals(root, place.target());
    assertEquals(6, place.files().size());
    place.files().forEach(file -> assertTrue(Files.isRegularFile(file), file.toString()));
    Path elsewhere = folder.resolve("other");
    List<Path> fresh = Placement.of(info, elsewhere, null).files();
    Path there = elsewhere.resolve(root.getFileName());
    assertTrue(fresh.contains(there.resolve("a:b?.txt")), fresh::toString);
    assertTrue(fresh.contains(there.resolve("e.")), fresh::toString);
  }

  @Test
  void aHundredThousandTwinsArePlacedAtOnce() throws Exception {
    List<String> names = java.util.Collections.nCopies(100_000, "twin.bin");
    assertEquals(100_000, new HashSet<>(placed(names)).size());
  }
}
