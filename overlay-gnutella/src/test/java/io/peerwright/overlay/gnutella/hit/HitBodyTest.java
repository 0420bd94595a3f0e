package io.peerwright.overlay.gnutella.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.message.Samples;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HitBodyTest {

  private static final Urn SHA1 = Urn.parse("urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC");
  private static final Urn TIGER =
      Urn.parse("urn:tree:tiger:BZVVEG54BLIC5BTPAEE2WYFMNG77IUYOYI7JQOY");
  private static final int CREATED = 0x683c40bf;

  private static HitBody captured(int capture, int which) throws MalformedException {
    return HitBody.read(Samples.messages(capture, QueryHit.class).get(which));
  }

  @Test
  void capturedOnesAreWrittenAsTheSameBytes() throws Exception {
    int records = 0;
    for (Capture capture : Capture.all()) {
      for (Message message : Samples.messages(capture)) {
        if (message instanceof QueryHit hit) {
          HitBody body = HitBody.read(hit);
          records += body.records().size();
          assertEquals(hit.body(), body.encoded(), capture.name());
          HitTrailer trailer = body.trailer().orElseThrow();
          assertEquals(body, HitBody.of(body.records(), trailer), capture.name());
          assertFalse(trailer.ggep().isEmpty(), capture.name());
        }
      }
    }
    assertEquals(32, records);
  }

  @Test
  void recordsSayWhatTheRecorderSays() throws Exception {
    HitRecord record = captured(30, 0).records().get(0);
    assertEquals(1, record.index());
    assertEquals(344, record.size());
    assertEquals("alpha bravo charlie.txt", record.name());
    assertEquals(List.of(SHA1, TIGER), record.urns());
    assertEquals(List.of(Endpoint.parse("45.10.2.1:16402")), record.alternates());
    assertEquals(OptionalLong.of(CREATED), record.created());
  }

  @Test
  void oneHitHoldsManyRecords() throws Exception {
    HitBody body = captured(42, 0);
    assertEquals(
        List.of("alpha bravo charlie.txt", "delta echo foxtrot.bin", "golf hotel.txt"),
        body.records().stream().map(HitRecord::name).toList());
    assertEquals(List.of(344L, 256L, 17L), body.records().stream().map(HitRecord::size).toList());
    assertEquals(List.of(SHA1, TIGER), body.records().get(0).urns());
  }

  @Test
  void trailerSaysWhatTheServentIs() throws Exception {
    HitTrailer trailer = captured(30, 0).trailer().orElseThrow();
    assertEquals("GTKG", trailer.vendor());
    assertTrue(trailer.tells(HitTrailer.FIREWALLED));
    assertFalse(trailer.has(HitTrailer.FIREWALLED));
    assertTrue(trailer.tells(HitTrailer.BUSY));
    assertFalse(trailer.has(HitTrailer.BUSY));
    assertTrue(trailer.has(HitTrailer.UPLOADED));
    assertFalse(trailer.tells(HitTrailer.MEASURED_SPEED));
    assertTrue(trailer.browsable());
    assertTrue(trailer.ggep().has(GgepIds.TLS));
    HitTrailer before = captured(31, 0).trailer().orElseThrow();
    assertFalse(before.has(HitTrailer.UPLOADED));
    assertEquals(
        "b9d01cc1", before.ggep().data(GgepIds.SECURE_OUT_OF_BAND).orElseThrow().toString());
  }

  @Test
  void flagsMeanSomethingOnlyInBothBytes() {
    for (int flag :
        new int[] {
          HitTrailer.FIREWALLED, HitTrailer.BUSY, HitTrailer.UPLOADED, HitTrailer.MEASURED_SPEED
        }) {
      HitTrailer set = HitTrailer.of("TEST", flag, List.of());
      HitTrailer clear = HitTrailer.of("TEST", 0, List.of());
      assertTrue(set.tells(flag) && set.has(flag), "" + flag);
      assertTrue(clear.tells(flag) && !clear.has(flag), "" + flag);
      HitTrailer silent = new HitTrailer("TEST", Octets.hex("0000"), Octets.EMPTY);
      assertFalse(silent.tells(flag) || silent.has(flag));
    }
    // Push is set in the first byte and meaningful in the second; the others the other way round.
    HitTrailer first = new HitTrailer("TEST", Octets.hex("1d00"), Octets.EMPTY);
    assertFalse(first.tells(HitTrailer.FIREWALLED));
    assertTrue(first.tells(HitTrailer.BUSY) && !first.has(HitTrailer.BUSY));
    HitTrailer second = new HitTrailer("TEST", Octets.hex("001d"), Octets.EMPTY);
    assertTrue(second.tells(HitTrailer.FIREWALLED) && !second.has(HitTrailer.FIREWALLED));
    assertFalse(second.has(HitTrailer.BUSY));
    assertFalse(new HitTrailer("TEST", Octets.hex("ff"), Octets.EMPTY).tells(HitTrailer.BUSY));
  }

  @Test
  void xmlStandsAtTheEnd() {
    Octets open = Octets.hex("20200400");
    Octets data = Octets.hex("01" + "c3824248" + "40" + "78c30000");
    HitTrailer trailer = new HitTrailer("LIME", open, data);
    assertEquals("78c30000", trailer.xml().toString());
    assertTrue(trailer.browsable());
    HitTrailer more = new HitTrailer("LIME", Octets.hex("2020ffff"), data);
    assertEquals(Octets.EMPTY, more.xml());
    HitTrailer noGgep = new HitTrailer("LIME", Octets.hex("0000"), data);
    assertFalse(noGgep.browsable());
  }

  @Test
  void proxiesAreNamed() {
    List<Endpoint> proxies = List.of(Endpoint.parse("192.0.2.1:6346"));
    HitTrailer trailer =
        HitTrailer.of(
            "TEST",
            HitTrailer.FIREWALLED,
            GgepValues.endpoints(proxies, GgepIds.PUSH_PROXIES, GgepIds.PUSH_PROXIES_IPV6));
    assertEquals(proxies, trailer.pushProxies());
    assertFalse(trailer.browsable());
  }

  @Test
  void largeFilesKeepTheirSize() throws Exception {
    for (long size : new long[] {0, 1, Integer.MAX_VALUE}) {
      HitRecord record = HitRecord.of(7, size, "a", List.of(), List.of());
      assertEquals(size, record.size());
      assertEquals(size, record.size32());
    }
    for (long size : new long[] {1L << 31, 1L << 32, 5_000_000_000L, Long.MAX_VALUE}) {
      HitRecord record = HitRecord.of(7, size, "a", List.of(SHA1.toString()), List.of());
      assertEquals(HitRecord.LARGE, record.size32());
      HitBody body = new HitBody(List.of(record), Octets.EMPTY);
      HitBody read = HitBody.read(body.encoded(), 1);
      assertEquals(size, read.records().get(0).size());
      assertEquals(List.of(SHA1), read.records().get(0).urns());
    }
    assertEquals(-1, new HitRecord(7, HitRecord.LARGE, "a", Octets.EMPTY).size());
    HitRecord zero =
        HitRecord.of(7, 5, "a", List.of(), List.of(GgepExtension.of("LF", Octets.EMPTY)));
    assertEquals(5, zero.size());
  }

  @Test
  void namesAreTextOfTwoKinds() {
    assertEquals("größe", HitRecord.of(1, 1, "größe", List.of(), List.of()).name());
    assertEquals("größe", new HitRecord(1, 1, "größe", Octets.EMPTY).name());
    assertThrows(IllegalArgumentException.class, () -> new HitRecord(1, 1, "a\0", Octets.EMPTY));
  }

  @Test
  void fewerRecordsThanSaidAreRefused() throws Exception {
    HitRecord record = HitRecord.of(1, 2, "a", List.of("urn:x"), List.of());
    Octets body = new HitBody(List.of(record), Octets.EMPTY).encoded();
    assertEquals("010000000200000061" + "00" + "75726e3a78" + "00", body.toString());
    assertEquals(1, HitBody.read(body, 1).records().size());
    assertThrows(MalformedException.class, () -> HitBody.read(body, 2));
    for (int i = 0; i < body.size(); i++) {
      Octets cut = body.part(0, i);
      assertThrows(MalformedException.class, () -> HitBody.read(cut, 1));
    }
    assertTrue(HitBody.read(body, 1).trailer().isEmpty());
    assertEquals(body, HitBody.read(body, 0).rest());
  }

  @Test
  void trailersThatAreCutOffAreNone() throws Exception {
    assertTrue(HitBody.read(Octets.hex("47544b47"), 0).trailer().isEmpty());
    assertTrue(HitBody.read(Octets.hex("47544b4702ff"), 0).trailer().isEmpty());
    assertTrue(HitBody.read(Octets.hex("47544b4700"), 0).trailer().isPresent());
  }

  /** The third and the tenth of ten. */
  @Test
  void bitsTellWhichPushProxiesTakeTls() {
    List<Endpoint> proxies = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      proxies.add(Endpoint.parse("81.82.1." + i + ":6346"));
    }
    List<GgepExtension> told =
        new ArrayList<>(
            GgepValues.endpoints(proxies, GgepIds.PUSH_PROXIES, GgepIds.PUSH_PROXIES_IPV6));
    assertEquals(List.of(), HitTrailer.of("TEST", 0, told).securePushProxies());
    told.add(GgepExtension.of(GgepIds.PUSH_PROXIES_TLS, Octets.of((byte) 0x20, (byte) 0x7f)));
    assertEquals(
        List.of(proxies.get(2), proxies.get(9)),
        HitTrailer.of("TEST", 0, told).securePushProxies());
  }
}
