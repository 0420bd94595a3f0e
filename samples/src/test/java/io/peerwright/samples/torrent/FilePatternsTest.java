package io.peerwright.samples.torrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilePatternsTest {

  @Test
  void choosesAllWithoutAPattern() {
    assertTrue(new FilePatterns(List.of()).test("disc1/one.ogg"));
  }

  @Test
  void holdsPatternsWithoutASlashAgainstTheLastPart() {
    FilePatterns ogg = new FilePatterns(List.of("*.ogg", "read?me.txt"));
    assertTrue(ogg.test("disc1/one.ogg"));
    assertTrue(ogg.test("one.ogg"));
    assertTrue(ogg.test("read me.txt"));
    assertFalse(ogg.test("ogg/cover.jpg"));
  }

  @Test
  void holdsPatternsWithASlashAgainstTheWhole() {
    FilePatterns disc = new FilePatterns(List.of("disc1/*", "**/cover.{jpg,png}"));
    assertTrue(disc.test("disc1/one.ogg"));
    assertTrue(disc.test("art/front/cover.png"));
    assertFalse(disc.test("disc1/extra/one.ogg"));
    assertFalse(disc.test("disc2/one.ogg"));
  }

  @Test
  void passesOverNamesThatNoFileHereCanHave() {
    assertFalse(new FilePatterns(List.of("*")).test("a\0b"));
  }

  @Test
  void saysWhichPatternIsMalformed() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new FilePatterns(List.of("*.ogg", "[a-")));
    assertEquals(
        "not a pattern for files: \"[a-\"; write *.ogg, disc1/* or **/cover.{jpg,png}",
        refused.getMessage());
  }
}
