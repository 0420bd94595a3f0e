package io.peerwright.kit.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WireTextTest {

  @Test
  void textIsUtf8OrThatOfOldWindows() {
    assertEquals("R\u00e9gine", WireText.decode("R\u00c3\u00a9gine"));
    assertEquals("R\u00e9gine", WireText.decode("R\u00e9gine"), "one byte is no UTF-8");
    assertEquals("5 \u20ac", WireText.decode("5 \u0080"));
    assertEquals("plain", WireText.decode("plain"));
  }

  @Test
  void whatIsEncodedIsDecodedToTheSame() {
    for (String text : List.of("", "plain", "R\u00e9gine", "\u96e8", "\ud83c\udfb5", "5 \u20ac")) {
      String wire = WireText.encode(text);
      assertEquals(text, WireText.decode(wire));
      assertTrue(wire.chars().allMatch(c -> c <= 0xff), text);
    }
  }
}
