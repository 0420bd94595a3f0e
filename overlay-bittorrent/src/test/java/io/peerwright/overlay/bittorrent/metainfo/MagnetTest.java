package io.peerwright.overlay.bittorrent.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagnetTest {

  private static final String HEX = "c12fe1c06bba254a9dc9f519b335aa7c1367a88a";

  @Test
  void readsAllThatALinkMaySay() {
    Magnet magnet =
        Magnet.parse(
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
    assertEquals(magnet, Magnet.parse(magnet.toString()));
  }

  @Test
  void readsBase32() {
    String base32 = io.peerwright.kit.Digests.base32(InfoHash.parse(HEX).bytes());
    Magnet magnet = Magnet.parse("magnet:?xt=urn:btih:" + base32.toLowerCase());
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
        "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&so=a",
        "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&dn=%zz"
      })
  void saysWhatIsWrong(String link) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Magnet.parse(link)).getMessage();
    assertTrue(message.length() > 20, message);
  }
}
