package io.peerwright.api.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrnTest {

  @ParameterizedTest
  @CsvSource({
    "urn:sha1:PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB, sha1, PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB",
    "URN:SHA1:abc,                              sha1, abc",
    "urn:tree:tiger:ABC,                        tree:tiger, ABC",
    "urn:TREE:Tiger:ABC,                        tree:tiger, ABC",
    "urn:freenet:KSK@a/b:c,                     freenet, KSK@a/b:c",
    "urn:user:alice:home,                       user, alice:home",
    "urn:treeish:ABC,                           treeish, ABC",
  })
  void readsAndWrites(String text, String namespace, String value) {
    Urn urn = Urn.parse(text);
    assertEquals(new Urn(namespace, value), urn);
    assertEquals("urn:" + namespace + ":" + value, urn.toString());
    assertEquals(urn, Urn.parse(urn.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "urn",
        "urn:",
        "urn:sha1",
        "urn:sha1:",
        "urn::x",
        "sha1:x",
        "urn:tree:tiger",
        "urn:tree:tiger:",
        "urn:tree::x",
        "urn:sh a1:x",
        "urn:\u0131d:x",
        " urn:sha1:x",
      })
  void saysWhatIsWrong(String text) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Urn.parse(text));
    assertTrue(error.getMessage().contains("URN"), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "a:b", "tree:", "tree:a:b", "-a", "", "a b"})
  void refusesANamespaceThatWouldNotBeReadBack(String namespace) {
    assertThrows(IllegalArgumentException.class, () -> new Urn(namespace, "x"));
  }

  @Test
  void ordersByNamespaceThenValue() {
    TreeSet<Urn> sorted = new TreeSet<>();
    for (String text : List.of("urn:sha1:b", "urn:ed2k:c", "urn:sha1:a")) {
      sorted.add(Urn.parse(text));
    }
    assertEquals("[urn:ed2k:c, urn:sha1:a, urn:sha1:b]", sorted.toString());
  }

  @Test
  void parsesOrRefusesWhateverItIsGiven() {
    SplittableRandom random = new SplittableRandom(4);
    String alphabet = "urn:tesha1.-U :@\u0130";
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "urn:sha1:x" : "urn:tree:tiger:x");
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        char letter = alphabet.charAt(random.nextInt(alphabet.length()));
        text.setCharAt(random.nextInt(text.length()), letter);
      }
      try {
        Urn urn = Urn.parse(text.toString());
        assertEquals(urn, Urn.parse(urn.toString()));
        accepted++;
      } catch (IllegalArgumentException refused) {
        assertTrue(refused.getMessage().contains("URN"), refused.getMessage());
      }
    }
    assertTrue(accepted > 1_000 && accepted < 19_000, "accepted " + accepted);
  }
}
