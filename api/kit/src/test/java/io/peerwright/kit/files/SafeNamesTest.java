package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.files.SafeNames.Rules;
import io.peerwright.tck.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafeNamesTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "C:\\Music\\Alder Fox\\Copper Rain.mp3, Copper Rain.mp3, Copper Rain.mp3",
        "../../etc/passwd, passwd, passwd",
        "/etc/shadow, shadow, shadow",
        "..\\..\\x, x, x",
        "a/.., a, a",
        "` `, unnamed, unnamed",
        "`..`, unnamed, unnamed",
        "`C:`, unnamed, unnamed",
        "CON, _CON, CON",
        "COM\u00b9.txt, _COM\u00b9.txt, COM\u00b9.txt",
        "lpt\u00b3, _lpt\u00b3, lpt\u00b3",
        "COM10, COM10, COM10",
        "`CON  .txt`, `_CON  .txt`, `CON  .txt`",
        "` con . `, _con, ` con . `",
        "nul.tar.gz, _nul.tar.gz, nul.tar.gz",
        "`aux .txt`, `_aux .txt`, `aux .txt`",
        "ends.., ends, ends..",
        "`ends. .`, ends, `ends. .`",
        "a:b|c?.txt, a_b_c_.txt, a:b|c?.txt",
        "`What? \"Now\" <live> *.ogg`, `What_ _Now_ _live_ _.ogg`, `What? \"Now\" <live> *.ogg`",
        "...and more.txt, ...and more.txt, ...and more.txt",
        "\\\\host\\share\\f.txt, f.txt, f.txt",
      })
  void makesAFileName(String foreign, String onWindows, String onUnix) {
    assertEquals(onWindows, SafeNames.fileName(foreign, Rules.WINDOWS));
    assertEquals(onUnix, SafeNames.fileName(foreign, Rules.UNIX));
  }

  @ParameterizedTest
  @EnumSource
  void hidesNoControlOrDirectionCharacters(Rules rules) {
    assertEquals("a_b_c_exe.txt", SafeNames.fileName("a\nb\u0000c\u202eexe.txt", rules));
    assertEquals("x_y_z", SafeNames.fileName("x\ud800y\u009bz", rules));
    assertEquals("a_b_c", SafeNames.component("a/b\\c", rules));
    assertEquals("unnamed", SafeNames.component("..", rules));
    String family = "\ud83d\udc68\u200d\ud83d\udc67.jpg";
    assertEquals(family, SafeNames.fileName(family, rules));
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheExtensionOfALongName(Rules rules) {
    String name = SafeNames.fileName("\u00e9".repeat(290) + ".mp3", rules);
    assertEquals("\u00e9".repeat(125) + ".mp3", name);
    assertEquals("n".repeat(255), SafeNames.fileName("n".repeat(255), rules));
    String next = SafeNames.distinct(name, Set.of(SafeNames.folded(name))::contains);
    assertEquals("\u00e9".repeat(123) + " (2).mp3", next);
  }

  @Test
  void whatIsAppendedToALongNameLeavesItDistinct() {
    assertEquals("a.part", SafeNames.withSuffix("a", ".part"));
    String one = SafeNames.withSuffix("\u00e9".repeat(120) + "1234567890.mp3", ".part");
    String other = SafeNames.withSuffix("\u00e9".repeat(120) + "1234567890.mp4", ".part");
    assertEquals(255, one.getBytes(StandardCharsets.UTF_8).length);
    assertTrue(one.endsWith(".part") && other.endsWith(".part"), one);
    assertNotEquals(one, other);
  }

  /** Makes a file as a process without a locale does. */
  static final class Writer {
    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      System.out.println(Files.createFile(SafeNames.child(folder, "caf\u00e9.mp3")).getFileName());
      try {
        folder.resolve("caf\u00e9.mp3");
      } catch (InvalidPathException e) {
        System.out.println(SafeNames.explain(e));
      }
    }
  }

  @Test
  void withoutALocaleNamesAreWrittenInAscii(@TempDir Path folder) throws IOException {
    Map<String, String> noLocale = Map.of("LC_ALL", "C");
    Process writer = OtherProcess.start(Writer.class, noLocale, folder.toString());
    List<String> said = writer.inputReader().lines().toList();
    Needs.that(!said.get(0).equals("caf\u00e9.mp3"), "file names are always in UTF-8 here");
    assertEquals("caf%C3%A9.mp3", said.get(0));
    assertTrue(Files.exists(folder.resolve("caf%C3%A9.mp3")));
    assertTrue(said.get(1).endsWith("set LC_ALL=C.UTF-8 and start again"), said.get(1));
  }

  @Test
  void keepsFoldersOfARelativePath() {
    assertEquals(
        "Music/Birch/Rain.mp3", SafeNames.relativePath("D:\\Music\\..\\Birch\\.\\Rain.mp3"));
  }

  @Test
  void tellsNamesApartThatDifferInCaseOnly() {
    Set<String> taken = new LinkedHashSet<>();
    for (String name : new String[] {"Rain.mp3", "RAIN.MP3", "rain.mp3"}) {
      taken.add(SafeNames.folded(SafeNames.distinct(name, taken::contains)));
    }
    assertEquals(Set.of("rain.mp3", "rain (2).mp3", "rain (3).mp3"), taken);
    assertEquals("a.b/c (2)", SafeNames.distinct("a.b/c", Set.of("a.b/c")::contains));
  }

  @Test
  void neverLeavesTheFolderWhateverComes() {
    Random random = new Random(7);
    String alphabet = "ab./\\:~ *?\u0000\u202e\u00e9\ud83d\ude00C\"<>|\t.";
    Path folder = Path.of("/tmp/downloads");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder foreign = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        foreign.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Path path = SafeNames.below(folder, foreign.toString());
      assertTrue(path.startsWith(folder) && path.getNameCount() > folder.getNameCount());
      for (Path part : folder.relativize(path)) {
        String name = part.toString();
        assertFalse(name.isEmpty() || name.equals("..") || name.equals("."), name);
        assertTrue(name.chars().noneMatch(c -> c < 32 || c == '\\'), name);
        String portable = SafeNames.fileName(name, Rules.WINDOWS);
        assertFalse(portable.endsWith(".") || portable.endsWith(" "), portable);
        assertTrue(portable.chars().noneMatch(c -> ":*?\"<>|".indexOf(c) >= 0), portable);
      }
    }
  }
}
