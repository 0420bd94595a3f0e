package io.peerwright.samples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LiveLineTest {

  @Test
  void fillsABarByTheShare() {
    assertEquals(
        " 50% [" + "#".repeat(15) + " ".repeat(15) + "] half", LiveLine.line(0.5, "half", 80));
    assertEquals("100% [" + "#".repeat(30) + "] all", LiveLine.line(1, "all", 80));
    assertEquals(" 99% [" + "#".repeat(29) + " ] not yet", LiveLine.line(0.9999, "not yet", 80));
  }

  @Test
  void showsWordsAloneWhereThereIsNothingToFill() {
    assertEquals("looking for peers", LiveLine.line(-1, "looking for peers", 80));
  }

  @Test
  void neverExceedsTheTerminal() {
    for (int width = 0; width < 200; width++) {
      String line = LiveLine.line(0.3, "w".repeat(100), width);
      assertEquals(true, line.length() <= width, line);
    }
  }
}
