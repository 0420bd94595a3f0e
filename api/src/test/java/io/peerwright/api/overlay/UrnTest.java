package io.peerwright.api.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrnTest {

  private static final Pattern PLAIN = Pattern.compile("URN|urn:[a-z0-9:]+ takes|bitprint is");
  private static final String TIGER = "LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ";

  @ParameterizedTest
  @CsvSource({
    "urn:sha1:PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB, sha1, PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB",
    "URN:SHA1:plsthipqgsszts5fjupakuzwugyqypfb, sha1, PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB",
    "urn:sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709, sha1, 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
    "urn:btih:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ, btih, da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "urn:btih:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709, btih,"
        + " da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "urn:TREE:Tiger:" + TIGER + ", tree:tiger, " + TIGER,
    "urn:tree:tiger/:" + TIGER + ", tree:tiger, " + TIGER,
    "urn:tree:tiger:5d9ed00a030e638bdb753a6a24fb900e5a63b8e73e6c25b6, tree:tiger, " + TIGER,
    "urn:bitprint:plsthipqgsszts5fjupakuzwugyqypfb."
        + TIGER
        + ", bitprint,"
        + " PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB."
        + TIGER,
    "urn:ed2khash:31D6CFE0D16AE931B73C59D7E0C089C0, ed2k, 31d6cfe0d16ae931b73c59d7e0c089c0",
    "urn:md5:D41D8CD98F00B204E9800998ECF8427E, md5, d41d8cd98f00b204e9800998ecf8427e",
    "urn:freenet:KSK@a/b:c, freenet, KSK@a/b:c",
    "urn:user:alice:home, user, alice:home",
    "urn:user:al%69ce%20%c3%bc, user, alice%20%C3%BC",
    "urn:group:100% rain, group, 100%25%20rain",
    "urn:treeish:Abc, treeish, Abc",
  })
  void readsAndWritesOneForm(String text, String namespace, String value) {
    Urn urn = Urn.parse(text);
    assertEquals(namespace, urn.namespace());
    assertEquals(value, urn.value());
    assertEquals("urn:" + namespace + ":" + value, urn.toString());
    assertEquals(urn, Urn.parse(urn.toString()));
  }

  @Test
  void namesOfPeopleAndGroupsComeBackAsTheyWere() {
    for (String name : List.of("alice", "Ann \u00e9 \u6c34/%41:\u0000", "%", "a%2", "100%25")) {
      assertEquals(name, Urn.user(name).name());
      assertEquals(name, Urn.parse(Urn.group(name).toString()).name());
    }
  }

  @Test
  void hashesComeBackAsBytes() {
    byte[] hash = new byte[24];
    new SplittableRandom(1).nextBytes(hash);
    Urn urn = Urn.ofHash(Urn.TIGER_TREE, hash);
    assertEquals(39, urn.value().length());
    assertArrayEquals(hash, urn.hash());
    assertThrows(IllegalArgumentException.class, () -> Urn.user("alice").hash());
    Urn version2 = Urn.parse("urn:btmh:1220" + "AB".repeat(32));
    assertEquals("1220" + "ab".repeat(32), version2.value());
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
        "urn:sha1:x",
        "urn:sha1:PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPF1",
        "urn:sha1:PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFBA",
        "urn:sha1:PLSTHIPQGSSZTS5FJUPAKUZWUGYQYP\u00df\u00df",
        "urn:sha1:PL\u017fTHIPQGSSZTS5FJUPAKUZWUGYQYPFB",
        "urn:tree:tiger:LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNR",
        "urn:btih:ga39a3ee5e6b4b0d3255bfef95601890afd80709",
        "urn:btmh:1120abababababababababababababababababababababababababababababababab",
        "urn:bitprint:PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB",
      })
  void saysWhatIsWrong(String text) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Urn.parse(text));
    assertTrue(PLAIN.matcher(error.getMessage()).find(), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "a:b", "tree:", "tree:a:b", "-a", "", "a b"})
  void refusesANamespaceThatWouldNotBeReadBack(String namespace) {
    assertThrows(IllegalArgumentException.class, () -> new Urn(namespace, "x"));
  }

  @Test
  void ordersByNamespaceThenValue() {
    TreeSet<Urn> sorted = new TreeSet<>();
    for (String text : List.of("urn:x-b:b", "urn:x-a:c", "urn:x-b:a")) {
      sorted.add(Urn.parse(text));
    }
    assertEquals("[urn:x-a:c, urn:x-b:a, urn:x-b:b]", sorted.toString());
  }

  @Test
  void parsesOrRefusesWhateverItIsGiven() {
    SplittableRandom random = new SplittableRandom(4);
    String alphabet = "urn:tesha1.-U :@\u0130";
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "urn:user:x" : "urn:tree:other:x");
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        char letter = alphabet.charAt(random.nextInt(alphabet.length()));
        text.setCharAt(random.nextInt(text.length()), letter);
      }
      try {
        Urn urn = Urn.parse(text.toString());
        assertEquals(urn, Urn.parse(urn.toString()));
        accepted++;
      } catch (IllegalArgumentException refused) {
        assertTrue(PLAIN.matcher(refused.getMessage()).find(), refused.getMessage());
      }
    }
    assertTrue(accepted > 1_000 && accepted < 19_000, "accepted " + accepted);
  }
}
