package io.peerwright.overlay.gnutella.ggep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExtensionAreaTest {

  private static final Urn SHA1 = Urn.parse("urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC");
  private static final Urn TIGER =
      Urn.parse("urn:tree:tiger:BZVVEG54BLIC5BTPAEE2WYFMNG77IUYOYI7JQOY");

  private static ExtensionArea read(String text) {
    return ExtensionArea.read(Octets.latin1(text));
  }

  @Test
  void stringsAndBlocksStandSideBySide() {
    String ggep = Octets.hex("c3835850414101").toLatin1();
    for (String area :
        List.of(
            SHA1 + "\u001c" + ggep + "\0",
            ggep + "\u001c" + SHA1,
            ggep + SHA1 + "\0",
            "\u001c" + SHA1 + "\u001c\u001c" + ggep)) {
      ExtensionArea read = read(area);
      assertEquals(List.of(SHA1.toString()), read.strings(), area);
      assertEquals(Octets.hex("01"), read.ggep().data("XPA").orElseThrow(), area);
      assertEquals(List.of(SHA1), read.urns(), area);
    }
  }

  @Test
  void separatorsInABlockAreItsOwn() {
    ExtensionArea read = ExtensionArea.read(Octets.hex("c38141431c1c1c" + "1c" + "6162"));
    assertEquals(Octets.hex("1c1c1c"), read.ggep().data("A").orElseThrow());
    assertEquals(List.of("ab"), read.strings());
  }

  @Test
  void blocksApartFromEachOtherAreJoined() {
    ExtensionArea read = ExtensionArea.read(Octets.hex("c3814140" + "1c" + "c3814240"));
    assertEquals(
        List.of("A", "B"), read.ggep().extensions().stream().map(GgepExtension::id).toList());
  }

  @Test
  void malformedBlocksArePassedOver() {
    ExtensionArea read = ExtensionArea.read(Octets.hex("c38141" + "1c" + "6162"));
    assertEquals(Ggep.EMPTY, read.ggep());
    assertTrue(read.strings().contains("ab"));
  }

  @Test
  void bitprintsAreTwoHashes() {
    String bitprint = "urn:bitprint:" + SHA1.value() + "." + TIGER.value();
    assertEquals(List.of(SHA1, TIGER), read(bitprint).urns());
    assertEquals(List.of(TIGER), read("urn:ttroot:" + TIGER.value()).urns());
    assertEquals(List.of(SHA1), read("URN:SHA1:" + SHA1.value().toLowerCase()).urns());
    assertEquals(List.of(), read("urn:sha1:tooshort").urns());
    assertEquals(List.of(), read("urn:bitprint:x").urns());
  }

  @Test
  void hashesStandInGgepToo() {
    Ggep ggep =
        Ggep.of(
            GgepExtension.of(GgepIds.URN, Octets.latin1("sha1:" + SHA1.value())),
            GgepExtension.withoutNul(GgepIds.HASH, FileHash.of(SHA1, TIGER)),
            GgepExtension.withoutNul(GgepIds.TIGER_ROOT, Octets.of(TIGER.hash())));
    ExtensionArea read = ExtensionArea.read(ExtensionArea.write(List.of(), ggep));
    assertEquals(List.of(SHA1, TIGER), read.urns());
    assertEquals(List.of(SHA1), FileHash.urns(FileHash.of(SHA1)));
    assertEquals(List.of(), FileHash.urns(Octets.EMPTY));
    assertEquals(List.of(), FileHash.urns(Octets.hex("0102")));
    assertEquals(List.of(), FileHash.urns(Octets.hex("0900")));
    assertEquals(
        "urn:md5:000102030405060708090a0b0c0d0e0f",
        FileHash.urns(Octets.hex("03000102030405060708090a0b0c0d0e0f")).get(0).toString());
    assertThrows(IllegalArgumentException.class, () -> FileHash.of(TIGER));
  }

  @Test
  void tellsWhoWantsUrns() {
    assertTrue(read("urn:").wantsUrns());
    assertTrue(read("urn:sha1:\0").wantsUrns());
    assertFalse(read(SHA1.toString()).wantsUrns());
    assertFalse(read("").wantsUrns());
    assertTrue(ExtensionArea.read(Octets.hex("c3817540")).wantsUrns());
    assertEquals(List.of(), read("urn:").urns());
  }

  @Test
  void writesWhatItReads() {
    Ggep ggep = Ggep.of(GgepExtension.of("A", Octets.hex("01")));
    Octets area = ExtensionArea.write(List.of("urn:", "<x/>"), ggep);
    assertEquals("urn:\u001c<x/>\u001c" + ggep.encoded().toLatin1(), area.toLatin1());
    assertEquals(List.of("urn:", "<x/>"), ExtensionArea.read(area).strings());
    assertEquals(Octets.EMPTY, ExtensionArea.write(List.of(), Ggep.EMPTY));
    Ggep nul = Ggep.of(GgepExtension.of("A", Octets.hex("00")));
    assertThrows(IllegalArgumentException.class, () -> ExtensionArea.write(List.of(), nul));
    assertThrows(
        IllegalArgumentException.class, () -> ExtensionArea.write(List.of("a\u001cb"), ggep));
  }

  @Test
  void endpointsOfBothKindsArePacked() {
    List<Endpoint> all =
        List.of(
            Endpoint.parse("45.10.2.1:16402"),
            Endpoint.parse("[2001:db8::1]:6346"),
            Endpoint.parse("45.10.1.1:16401"));
    Ggep ggep = Ggep.of(GgepValues.endpoints(all, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6));
    assertEquals(2, ggep.extensions().size());
    assertEquals(
        List.of(all.get(0), all.get(2), all.get(1)),
        GgepValues.endpoints(ggep, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6));
    Ggep captured = Ggep.of(GgepExtension.of("IPP", Octets.hex("2d0acd01ca18")));
    assertEquals(
        List.of(Endpoint.parse("45.10.205.1:6346")), GgepValues.endpoints(captured, "IPP", "IPP6"));
    Ggep odd = Ggep.of(GgepExtension.of("IPP", Octets.hex("2d0acd01ca1800")));
    assertEquals(List.of(), GgepValues.endpoints(odd, "IPP", "IPP6"));
  }

  @Test
  void pongsTellOfTheServent() {
    // From a captured pong of an ultrapeer with room for 300 leaves and 49 ultrapeers.
    Ggep captured =
        Ggep.lenient(
            Octets.hex("c30256434547544b47830347554541020255504302ff31024455423c0183544c5340"));
    assertEquals(Optional.of(new GgepValues.Ultrapeer(2, 255, 49)), GgepValues.ultrapeer(captured));
    assertEquals(Optional.of("GTKG"), GgepValues.vendor(captured));
    assertEquals(OptionalLong.of(0x13c), GgepValues.number(captured, GgepIds.DAILY_UPTIME));
    assertEquals(2, GgepValues.octet(captured, GgepIds.GUESS, -1));
    assertEquals(-1, GgepValues.octet(captured, GgepIds.TLS, -1));
    assertEquals(captured.extensions().get(0), GgepValues.vendor("GTKG", 8, 3), "major and minor");
    assertEquals(captured.extensions().get(2), new GgepValues.Ultrapeer(2, 300, 49).extension());
  }

  @Test
  void ipv6AddressesStandBesideThePort() {
    Endpoint at = Endpoint.parse("[2001:db8::7]:6346");
    Ggep ggep = Ggep.of(GgepValues.ipv6(at));
    assertEquals(Optional.of(at), GgepValues.ipv6(ggep, 6346));
    assertEquals(Optional.empty(), GgepValues.ipv6(Ggep.EMPTY, 6346));
    assertThrows(
        IllegalArgumentException.class, () -> GgepValues.ipv6(Endpoint.parse("192.0.2.1:1")));
  }

  @Test
  void numbersThatDoNotFitAreNone() {
    assertEquals(OptionalLong.empty(), GgepValues.number(Ggep.EMPTY, "LF"));
    Ggep huge = Ggep.of(GgepExtension.of("LF", Octets.hex("ffffffffffffffff")));
    assertEquals(OptionalLong.empty(), GgepValues.number(huge, "LF"));
    Ggep large = Ggep.of(GgepValues.number("LF", 5_000_000_000L));
    assertEquals(OptionalLong.of(5_000_000_000L), GgepValues.number(large, "LF"));
    assertEquals(-1, large.extensions().get(0).raw().indexOf(0, 0));
  }
}
