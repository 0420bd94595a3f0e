package io.peerwright.overlay.bittorrent.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.hash.Magnet;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class TorrentMagnetTest {

  private static final String HEX = "c12fe1c06bba254a9dc9f519b335aa7c1367a88a";

  @Test
  void readsAllThatALinkMaySay() {
    TorrentMagnet magnet =
        TorrentMagnet.parse(
            "magnet:?xt=urn:sha1:ABC&xt=urn:btih:"
                + HEX.toUpperCase()
                + "&dn=a+b%26c&tr=http%3A%2F%2Ft%2Fann&tr.1=udp%3A%2F%2Fu%3A1&ws=http%3A%2F%2Fw%2F"
                + "&x.pe=10.9.8.2:7002&x.pe=host.example:1&x.pe=a%20b:1&x.pe=h:70000&x.pe=h&so=0,2,4-6&x.unknown=1&&=");
    assertEquals(HEX, magnet.hash().toString());
    assertEquals("a b&c", magnet.name());
    assertEquals(List.of("http://t/ann", "udp://u:1"), magnet.trackers());
    assertEquals(List.of("http://w/"), magnet.webSeeds());
    assertEquals(List.of("10.9.8.2:7002", "host.example:1"), magnet.peers());
    BitSet select = new BitSet();
    select.set(0);
    select.set(2);
    select.set(4, 7);
    assertEquals(select, magnet.select());
    assertEquals(magnet, TorrentMagnet.parse(magnet.toString()));
  }

  @Test
  void readsBase32() {
    String base32 = new Urn(Urn.SHA1, HEX).value();
    TorrentMagnet magnet = TorrentMagnet.parse("magnet:?xt=urn:btih:" + base32.toLowerCase());
    assertEquals(HEX, magnet.hash().toString());
    assertNull(magnet.select());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://x",
        "magnet:?",
        "magnet:?dn=x",
        "magnet:?xt=urn:btih:",
        "magnet:?xt=urn:btih:123",
        "magnet:?xt=urn:btih:z12fe1c06bba254a9dc9f519b335aa7c1367a88a",
        "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&so=5-3",
        "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&so=0-9999999",
        "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&so=a"
      })
  void saysWhatIsWrong(String link) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TorrentMagnet.parse(link)).getMessage();
    assertTrue(message.length() > 20, message);
  }

  /** As they come from mails, web pages, chats and the address lines of browsers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "  magnet:?xt=urn:btih:HASH&dn=a b&tr=http%3A%2F%2Ft%2Fa \n",
        "\"magnet:?xt=urn:btih:HASH&dn=a%20b&tr=http%3A%2F%2Ft%2Fa\"",
        "'magnet:?xt=urn:btih:HASH&dn=a+b&tr=http%3A%2F%2Ft%2Fa'",
        "<magnet:?xt=urn:btih:HASH&dn=a+b&tr=http%3a%2f%2ft%2fa>",
        "(magnet:?xt=urn:btih:HASH&dn=a+b&tr=http%3a%2f%2ft%2fa).",
        "\u201cmagnet:?xt=urn:btih:HASH&dn=a+b&tr=http://t/a\u201d",
        "magnet:?xt=urn:btih:HASH&amp;dn=a+b&amp;tr=http://t/a",
        "magnet:?xt=urn:btih:HASH&amp;amp;dn=a+b&#38;tr=http://t/a",
        "magnet:?dn=a+b&tr=http://t/a&xt=urn:btih:HASH.",
        "magnet:?dn=a+b&tr=http://t/a&xt=urn:btih:HASH),",
        "MAGNET:?XT=URN:BTIH:HASH&DN=a+b&TR=http://t/a",
        "magnet://?xt=urn:btih:HASH&dn=a+b&tr=http://t/a",
        "magnet:xt=urn:btih:HASH&dn=a+b&tr=http://t/a",
        "magnet%3A%3Fxt%3Durn%3Abtih%3AHASH%26dn%3Da+b%26tr%3Dhttp%3A%2F%2Ft%2Fa",
        "magnet:?xt=urn%3Abtih%3AHASH&dn=a%20b&tr=http%253A%252F%252Ft%252Fa",
        "magnet:?xt=urn:btih:HA\r\nSH&dn=a+b\r\n&tr=http://t/a",
        "\ufeffmagnet:?xt=urn:btih:HASH&dn=a+b&tr=http://t/a\u200b",
        "<a href=\"magnet:?xt=urn:btih:HASH&amp;dn=a+b&amp;tr=http://t/a\">get it</a>",
        "get magnet:?xt=urn:btih:HASH&dn=a+b&tr=http://t/a",
        "magnet:?xt.1=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C&xt.2=urn:btih:HASH&dn=a+b&tr.1=http://t/a",
        "magnet:?xt=urn:btmh:1220aa&xt=urn:btih:HASH&dn=a+b&tr=http://t/a",
        "magnet:?xt=urn:btih:123&xt=urn:btih:HASH&dn=a+b&tr=http://t/a",
        "magnet:?xt=urn:btih:HASH&xt=urn:btih:0000000000000000000000000000000000000000&dn=a+b&tr=http://t/a",
        "?xt=urn:btih:HASH&dn=a+b&tr=http://t/a",
        "xt=urn:btih:HASH&dn=a+b&tr=http://t/a",
        "urn:btih:HASH&dn=a+b&tr=http://t/a"
      })
  void readsLinksAsPeoplePasteThem(String text) {
    String base32 = new Urn(Urn.SHA1, HEX).value();
    for (String hash : List.of(HEX, HEX.toUpperCase(), base32, base32.toLowerCase())) {
      String cut = text.contains("HA\r") ? hash.substring(0, 5) + "\r\n" + hash.substring(5) : hash;
      String pasted = text.replace("HA\r\nSH", cut).replace("HASH", hash);
      assertTrue(Magnet.isOne(pasted), pasted);
      TorrentMagnet magnet = TorrentMagnet.parse(pasted);
      assertEquals(HEX, magnet.hash().toString(), pasted);
      assertEquals("a b", magnet.name(), pasted);
      assertEquals(List.of("http://t/a"), magnet.trackers(), pasted);
    }
  }

  @Test
  void anInfoHashAloneIsALink() {
    String base32 = new Urn(Urn.SHA1, HEX).value();
    for (String hash :
        List.of(HEX, " " + HEX + "\n", base32, "btih:" + HEX, "urn:btih:" + base32)) {
      assertTrue(Magnet.isOne(hash), hash);
      assertEquals(HEX, TorrentMagnet.parse(hash).hash().toString());
    }
    for (String file : List.of("album.torrent", "a b", HEX + ".torrent", "/x/" + HEX, "xt=1", "")) {
      assertFalse(Magnet.isOne(file), file);
    }
  }

  @Test
  void whatIsNoEscapeStandsForItself() {
    String link = "magnet:?xt=urn:btih:" + HEX + "&dn=";
    assertEquals(
        "100% of %zz \u00e9\ud83d\ude00",
        TorrentMagnet.parse(link + "100%+of+%zz+%C3%A9\ud83d\ude00").name());
    assertEquals("the end.", TorrentMagnet.parse(link + "the+end.").name());
  }

  @Test
  void saysWhatIsMissingInALinkOfVersionTwo() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TorrentMagnet.parse("magnet:?xt=urn:btmh:1220" + "ab".repeat(32) + "&dn=x"))
            .getMessage();
    assertTrue(message.contains("version 2 only") && message.contains("xt=urn:btih:"), message);
  }

  @Test
  void damagedLinksAreReadOrRefusedAndNothingElse() {
    String alphabet = "magnet:?xt=urn:btih:&%0123456789abcdef.;\"'<>()\r\n \u00e9\ud83d\ufeff+-,=/";
    String good =
        "magnet:?xt=urn:btih:" + HEX + "&dn=a%20b&tr=http%3A%2F%2Ft&x.pe=[::1]:80&so=0,2-5";
    Random random = new Random(9);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder link = new StringBuilder(i % 4 == 0 ? "" : good);
      for (int j = random.nextInt(12); j >= 0; j--) {
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        int at = random.nextInt(link.length() + 1);
        if (random.nextBoolean() && at < link.length()) {
          link.setCharAt(at, c);
        } else if (random.nextInt(4) == 0 && at < link.length()) {
          link.setLength(at);
        } else {
          link.insert(at, c);
        }
      }
      Magnet.isOne(link.toString());
      try {
        TorrentMagnet magnet = TorrentMagnet.parse(link.toString());
        assertEquals(magnet.hash(), TorrentMagnet.parse(magnet.toString()).hash());
        read++;
      } catch (IllegalArgumentException expected) {
        assertTrue(expected.getMessage().length() > 20);
      }
    }
    assertTrue(read > 10_000 && read < 190_000, "read " + read);
  }
}
