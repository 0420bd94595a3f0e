package io.peerwright.transport.inmemory.igmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.dvmrp.DvmrpCodec;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage;
import io.peerwright.transport.inmemory.igmp.GroupRecord.Type;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Leave;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Query;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Report;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.ReportV2;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as bytes: worked out by hand from the RFCs, there and back, damaged. */
class MembershipCodecTest {

  private static final Endpoint HOST = Endpoint.parse("10.71.1.2:0");
  private static final Endpoint HOST6 = Endpoint.parse("[fe80::1]:0");
  private static final Endpoint GROUP = Endpoint.parse("239.71.0.1:0");
  private static final Endpoint GROUP6 = Endpoint.parse("[ff15::7101]:0");
  private static final Endpoint SOURCE = Endpoint.parse("10.0.0.1:0");
  private static final Endpoint SOURCE6 = Endpoint.parse("[fd71::9]:0");

  private static final List<MembershipMessage> MESSAGES =
      List.of(
          new Query(true, null, 10_000, false, List.of()),
          new Query(false, GROUP, 1_000, true, List.of(SOURCE, HOST)),
          new ReportV2(GROUP),
          new Leave(GROUP),
          new Report(
              List.of(
                  new GroupRecord(Type.CHANGE_TO_EXCLUDE, GROUP, List.of()),
                  new GroupRecord(Type.ALLOW_NEW_SOURCES, GROUP, List.of(SOURCE, HOST)))));

  private static final List<MembershipMessage> MESSAGES6 =
      List.of(
          new Query(false, null, 10_000, false, List.of()),
          new Query(false, GROUP6, 1_000, false, List.of(SOURCE6)),
          new Report(List.of(new GroupRecord(Type.MODE_IS_INCLUDE, GROUP6, List.of(SOURCE6)))));

  private static String hex(MembershipMessage message) {
    return HexFormat.of().formatHex(MembershipCodec.encode(message, HOST));
  }

  @Test
  void bytesAreThoseOfTheRfcs() {
    assertEquals("1164ee9b00000000", hex(MESSAGES.get(0)));
    assertEquals("1600fab6ef470001", hex(MESSAGES.get(2)));
    assertEquals("1700f9b6ef470001", hex(MESSAGES.get(3)));
    assertEquals(
        "2200eab50000000104000000ef470001",
        hex(new Report(List.of(new GroupRecord(Type.CHANGE_TO_EXCLUDE, GROUP, List.of())))));
  }

  @Test
  void whatIsWrittenIsRead() {
    for (MembershipMessage each : MESSAGES) {
      byte[] bytes = MembershipCodec.encode(each, HOST);
      assertEquals(each, MembershipCodec.decode(bytes, HOST, each.to(true)));
    }
    for (MembershipMessage each : MESSAGES6) {
      byte[] bytes = MembershipCodec.encode(each, HOST6);
      assertEquals(each, MembershipCodec.decode(bytes, HOST6, each.to(false)));
      assertNull(MembershipCodec.decode(bytes, SOURCE6, each.to(false)), "another sender's sum");
    }
  }

  /** Exponents: 128 tenths and more, 32,768 ms and more (RFC 3376, 4.1.1; RFC 3810, 5.1.3). */
  @ParameterizedTest
  @CsvSource({"100,100", "12700,12700", "12800,12800", "13000,12800", "3174400,3174400"})
  void longTimesAreRounded(int millis, int read) {
    Query query = new Query(false, null, millis, false, List.of());
    byte[] bytes = MembershipCodec.encode(query, HOST);
    Query back = (Query) MembershipCodec.decode(bytes, HOST, query.to(true));
    assertEquals(read, back.maxResponseMillis());
    byte[] bytes6 = MembershipCodec.encode(query, HOST6);
    Query back6 = (Query) MembershipCodec.decode(bytes6, HOST6, query.to(false));
    assertEquals(millis, back6.maxResponseMillis(), millis / 4096);
  }

  /** Sums are made right, or nothing but the sum would be looked at. */
  @Test
  void damagedMessagesAreReadOrNotButDoNoHarm() {
    Random random = new Random(13);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      boolean ipv4 = random.nextBoolean();
      List<MembershipMessage> all = ipv4 ? MESSAGES : MESSAGES6;
      MembershipMessage message = all.get(random.nextInt(all.size()));
      Endpoint from = ipv4 ? HOST : HOST6;
      byte[] bytes = damage(MembershipCodec.encode(message, from), random);
      MembershipMessage back = MembershipCodec.decode(bytes, from, message.to(ipv4));
      read += back == null ? 0 : 1;
    }
    assertEquals(true, read > 100, "read " + read);
    DvmrpMessage prune = new DvmrpMessage.Prune(SOURCE, GROUP, 7_200);
    DvmrpMessage report =
        new DvmrpMessage.Report(
            List.of(new DvmrpMessage.Route(7, 3), new DvmrpMessage.Route(9, 32)));
    for (int i = 0; i < 100_000; i++) {
      DvmrpCodec.decode(damage(DvmrpCodec.encode(i % 2 == 0 ? prune : report), random));
    }
  }

  private static byte[] damage(byte[] bytes, Random random) {
    byte[] damaged = Arrays.copyOf(bytes, Math.max(0, bytes.length - random.nextInt(3)));
    for (int i = random.nextInt(4); i > 0 && damaged.length > 8; i--) {
      // Two bytes by opposite amounts, an even number apart: the sum stays.
      int at = random.nextInt(damaged.length - 4) & ~1;
      int other = Math.min(damaged.length - 1, at + 2 + 2 * random.nextInt(4)) & ~1;
      int change = random.nextInt(200) - 100;
      damaged[at] += (byte) change;
      damaged[other] -= (byte) change;
    }
    return damaged;
  }
}
