package io.peerwright.kit.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Urn;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MagnetTest {

  /** Of a file of no bytes, as several systems name it. */
  private static final String EMPTY =
      "magnet:?xt=urn:ed2k:31D6CFE0D16AE931B73C59D7E0C089C0&xl=0&dn=zero_len.fil"
          + "&xt=urn:bitprint:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
          + ".LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ"
          + "&xt=urn:md5:D41D8CD98F00B204E9800998ECF8427E";

  @Test
  void oneContentHasNamesOfManyKinds() {
    Magnet magnet = Magnet.parse(EMPTY);
    assertEquals(
        List.of(
            Urn.parse("urn:ed2k:31d6cfe0d16ae931b73c59d7e0c089c0"),
            Urn.parse("urn:sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"),
            Urn.parse("urn:tree:tiger:LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ"),
            Urn.parse("urn:md5:d41d8cd98f00b204e9800998ecf8427e")),
        magnet.topics());
    assertEquals("zero_len.fil", magnet.name());
    assertEquals(OptionalLong.of(0), magnet.sizeBytes());
    assertEquals(magnet, Magnet.parse(magnet.toString()));
  }

  @Test
  void readsWhereItMayBeFound() {
    Magnet magnet =
        Magnet.parse(
            "magnet:?xt.1=urn:tree:tiger:7N5OAMRNGMSSEUE3ORHOKWN4WWIQ5X4EBOOTLJY"
                + "&xt.2=urn:btih:QHQXPYWMACKDWKP47RRVIV7VOURXFE5Q&xl=10826029&kt=wiki+engine"
                + "&tr=udp%3A%2F%2Ftracker.example%3A80%2Fannounce"
                + "&as=http%3A%2F%2Fdownload.example%2F1.tar.gz&ws=http%3A%2F%2Fseed.example%2F"
                + "&xs=http%3A%2F%2Fcache.example%2FXRX2&xs=dchub%3A%2F%2Fhub.example");
    assertEquals(
        List.of("tree:tiger", "btih"), magnet.topics().stream().map(Urn::namespace).toList());
    assertEquals(OptionalLong.of(10_826_029), magnet.sizeBytes());
    assertEquals(List.of("udp://tracker.example:80/announce"), magnet.all(Magnet.TRACKER));
    assertEquals(
        List.of("http://cache.example/XRX2", "dchub://hub.example"), magnet.all(Magnet.SOURCE));
    assertEquals(List.of("http://download.example/1.tar.gz"), magnet.all(Magnet.SUBSTITUTE));
    assertEquals(List.of("http://seed.example/"), magnet.all(Magnet.WEB_SEED));
    assertEquals("wiki engine", magnet.last(Magnet.KEYWORDS).orElseThrow());
    assertEquals(magnet, Magnet.parse(magnet.toString()));
  }

  @Test
  void namesThatMakeNoSenseAreLeftOut() {
    Magnet magnet =
        Magnet.parse("magnet:?xt=urn:sha1:short&xt=urn:ed2k:31D6CFE0D16AE931B73C59D7E0C089C0");
    assertEquals(1, magnet.topics().size());
    assertEquals(
        OptionalLong.empty(), Magnet.parse("magnet:?xt=urn:sha1:short&xl=many").sizeBytes());
  }

  @Test
  void linksAreBuilt() {
    Urn topic = Urn.parse("urn:sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    assertEquals(
        "magnet:?xt=urn:sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ&xl=5&dn=a%20%26%20b",
        Magnet.of(topic).with(Magnet.LENGTH, "5").with(Magnet.NAME, "a & b").toString());
  }

  @Test
  void whatIsNoLinkIsRefused() {
    assertFalse(Magnet.isOne("album.torrent"));
    assertTrue(Magnet.isOne(EMPTY));
    assertThrows(IllegalArgumentException.class, () -> Magnet.parse("album.torrent"));
    assertThrows(
        IllegalArgumentException.class, () -> Magnet.parse("magnet:?" + "x".repeat(1 << 16)));
  }
}
