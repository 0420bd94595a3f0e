package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNamesTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "C:\\Music\\Alder Fox\\Copper Rain.mp3, Copper Rain.mp3",
        "../../etc/passwd, passwd",
        "/etc/shadow, shadow",
        "..\\..\\x, x",
        "a/.., a",
        "` `, unnamed",
        "`..`, unnamed",
        "`C:`, unnamed",
        "CON, _CON",
        "nul.tar.gz, _nul.tar.gz",
        "`aux .txt`, `_aux .txt`",
        "ends.., ends",
        "`ends. .`, ends",
        "a:b|c?.txt, a_b_c_.txt",
        "\\\\host\\share\\f.txt, f.txt",
      })
  void makesAFileName(String foreign, String expected) {
    assertEquals(expected, SafeNames.fileName(foreign));
  }

  @Test
  void hidesNoControlOrDirectionCharacters() {
    assertEquals("a_b_c_exe.txt", SafeNames.fileName("a\nb\u0000c\u202eexe.txt"));
    assertEquals("x_y", SafeNames.fileName("x\ud800y"));
  }

  @Test
  void keepsTheExtensionOfALongName() {
    String name = SafeNames.fileName("\u00e9".repeat(400) + ".mp3");
    assertTrue(name.endsWith("\u00e9.mp3"), name);
    assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= SafeNames.MAX_NAME_BYTES);
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
        assertFalse(name.isEmpty() || name.equals("..") || name.endsWith("."), name);
        assertTrue(name.chars().noneMatch(c -> c < 32 || "\\:*?\"<>|".indexOf(c) >= 0), name);
      }
    }
  }
}
