package io.peerwright.kit.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {

  /** By the classes of the Unicode standard, which the code under test does not ask this way. */
  private static final Pattern HARMFUL =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

  @Test
  void leavesWhatCanBeSeen() {
    String plain = "Copper Rain - \"live\" (1999) [a\\b].ogg ~";
    assertSame(plain, SafeText.of(plain));
    String world = "Größe, Ελλάδα, русский, 日本語, עברית, 🎵, e\u0301, a\u00a0b, ❤\ufe0f";
    assertEquals(world, SafeText.of(world));
  }

  @ParameterizedTest
  @CsvSource({
    "000a, \\n",
    "000d, \\r",
    "0009, \\t",
    "0000, \\u0000",
    "0007, \\u0007",
    "001b, \\u001b",
    "007f, \\u007f",
    "0085, \\u0085",
    "009b, \\u009b",
    "00ad, \\u00ad",
    "034f, \\u034f",
    "180e, \\u180e",
    "200b, \\u200b",
    "200f, \\u200f",
    "2028, \\u2028",
    "2029, \\u2029",
    "202e, \\u202e",
    "2066, \\u2066",
    "2069, \\u2069",
    "3164, \\u3164",
    "d800, \\ud800",
    "dc00, \\udc00",
    "e000, \\ue000",
    "feff, \\ufeff",
    "ffff, \\uffff",
    "e0041, \\u{e0041}",
    "10ffff, \\u{10ffff}"
  })
  void escapes(String hexadecimal, String escaped) {
    String text = Character.toString(Integer.parseInt(hexadecimal, 16));
    assertEquals("a" + escaped + "b", SafeText.of("a" + text + "b"));
  }

  @Test
  void escapesEveryHarmfulCharacterThatThereIs() {
    for (int point = 0; point < 0x40000; point++) {
      String safe = SafeText.of(Character.toString(point));
      assertFalse(HARMFUL.matcher(safe).find(), () -> "shown raw: " + safe);
    }
  }

  @Test
  void cutsBetweenCharactersAndEscapes() {
    assertEquals("abc", SafeText.of("abc", 3));
    assertEquals("abc…", SafeText.of("abcd", 3));
    assertEquals("ab…", SafeText.of("ab🎵", 3));
    assertEquals("ab🎵", SafeText.of("ab🎵", 4));
    assertEquals("a…", SafeText.of("a\u001bb", 6));
    assertEquals("a\\u001b…", SafeText.of("a\u001bb", 7));
    assertEquals(SafeText.MAX_CHARS + 1, SafeText.of("x".repeat(1_000_000)).length());
    assertEquals(SafeText.MAX_CHARS / 6 * 6 + 1, SafeText.of("\u001b".repeat(1_000_000)).length());
  }

  @Test
  void showsRandomTextSafelyWithinItsLength() {
    Random random = new Random(4);
    for (int round = 0; round < 100_000; round++) {
      char[] text = new char[random.nextInt(40)];
      for (int i = 0; i < text.length; i++) {
        text[i] = (char) (random.nextBoolean() ? random.nextInt(0x300) : random.nextInt(0x10000));
      }
      int most = random.nextInt(50);
      String safe = SafeText.of(new String(text), most);
      assertTrue(safe.length() <= most + 1, safe);
      assertFalse(HARMFUL.matcher(safe).find(), safe);
    }
  }
}
