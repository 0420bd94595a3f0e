package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Leave;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Query;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Report;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.ReportV2;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as the bytes behind the IP header: RFC 2236 (section 2), RFC 3376 (section 4), and for
 * IPv6 RFC 3810 (section 5), whose checksum also covers the addresses (RFC 4443, section 2.3).
 */
public final class MembershipCodec {

  private static final int QUERY = 0x11;
  private static final int REPORT_V2 = 0x16;
  private static final int LEAVE = 0x17;
  private static final int REPORT_V3 = 0x22;
  private static final int MLD_QUERY = 130;
  private static final int MLDV2_REPORT = 143;

  /** Tells queriers how often everything is sent, and how often they ask. */
  private static final int QUERIER_INTERVAL_SECONDS = 125;

  private MembershipCodec() {}

  /** The message as it goes from an address to {@link MembershipMessage#to}. */
  public static byte[] encode(MembershipMessage message, Endpoint from) {
    boolean ipv4 = from.isIpv4();
    ByteBuffer out = ByteBuffer.allocate(1 << 16);
    if (message instanceof Query query) {
      put(query, ipv4, out);
    } else if (message instanceof Report report) {
      out.put((byte) (ipv4 ? REPORT_V3 : MLDV2_REPORT)).put((byte) 0).putShort((short) 0);
      out.putShort((short) 0).putShort((short) report.records().size());
      report.records().forEach(each -> put(each, out));
    } else {
      boolean isLeave = message instanceof Leave;
      out.put((byte) (isLeave ? LEAVE : REPORT_V2)).put((byte) 0).putShort((short) 0);
      out.put(
          (message instanceof ReportV2 told ? told.group() : ((Leave) message).group())
              .addressBytes());
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    int sum = checksum(bytes, from, message.to(ipv4));
    bytes[2] = (byte) (sum >>> 8);
    bytes[3] = (byte) sum;
    return bytes;
  }

  private static void put(Query query, boolean ipv4, ByteBuffer out) {
    out.put((byte) (ipv4 ? QUERY : MLD_QUERY));
    out.put((byte) (ipv4 ? floating(query.maxResponseMillis() / 100, 8) : 0)).putShort((short) 0);
    if (!ipv4) {
      out.putShort((short) floating(query.maxResponseMillis(), 16)).putShort((short) 0);
    }
    Endpoint group = query.group();
    out.put(group == null ? new byte[ipv4 ? 4 : 16] : group.addressBytes());
    if (!query.isV2()) {
      out.put((byte) ((query.isRouterSilent() ? 8 : 0) | MembershipTimes.ROBUSTNESS));
      out.put((byte) QUERIER_INTERVAL_SECONDS).putShort((short) query.sources().size());
      query.sources().forEach(each -> out.put(each.addressBytes()));
    }
  }

  private static void put(GroupRecord record, ByteBuffer out) {
    out.put((byte) record.type().number()).put((byte) 0);
    out.putShort((short) record.sources().size()).put(record.group().addressBytes());
    record.sources().forEach(each -> out.put(each.addressBytes()));
  }

  /** Small values as they are, others as three bits of exponent and the leading bits. */
  private static int floating(int value, int bits) {
    int mantissa = bits - 4;
    if (value < 1 << bits - 1) {
      return value;
    }
    int exponent = Math.min(7, 31 - Integer.numberOfLeadingZeros(value) - mantissa - 3);
    int leading = Math.min(value >>> exponent + 3, (1 << mantissa + 1) - 1);
    return 1 << bits - 1 | exponent << mantissa | leading & (1 << mantissa) - 1;
  }

  private static int fromFloating(int code, int bits) {
    int mantissa = bits - 4;
    if (code < 1 << bits - 1) {
      return code;
    }
    int leading = code & (1 << mantissa) - 1 | 1 << mantissa;
    return leading << (code >>> mantissa & 7) + 3;
  }

  /** Reads a message; null if it is none, or its checksum is wrong. */
  public static @Nullable MembershipMessage decode(byte[] bytes, Endpoint from, Endpoint to) {
    if (bytes.length < 8 || checksum(bytes, from, to) != 0) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(4);
    boolean ipv4 = from.isIpv4();
    int type = bytes[0] & 0xff;
    if (type == (ipv4 ? QUERY : MLD_QUERY)) {
      return query(bytes[1] & 0xff, in, ipv4);
    }
    if (type == (ipv4 ? REPORT_V3 : MLDV2_REPORT)) {
      in.getShort();
      return report(in.getShort() & 0xffff, in, ipv4);
    }
    if (ipv4 && (type == REPORT_V2 || type == LEAVE)) {
      Endpoint group = address(in, true);
      return !group.isMulticast() ? null : type == LEAVE ? new Leave(group) : new ReportV2(group);
    }
    return null;
  }

  private static @Nullable Query query(int code, ByteBuffer in, boolean ipv4) {
    if (!ipv4 && in.remaining() < 24) {
      return null;
    }
    int millis = ipv4 ? 100 * fromFloating(code, 8) : fromFloating(in.getInt() >>> Short.SIZE, 16);
    Endpoint address = address(in, ipv4);
    Endpoint group = address.isAnyLocal() ? null : address;
    if (group != null && !group.isMulticast()) {
      return null;
    }
    if (ipv4 && !in.hasRemaining()) {
      return new Query(true, group, millis, false, List.of());
    }
    if (in.remaining() < 4) {
      return null;
    }
    boolean silent = (in.get() & 8) != 0;
    in.get();
    List<Endpoint> sources = sources(in.getShort() & 0xffff, in, ipv4);
    return sources == null ? null : new Query(false, group, millis, silent, sources);
  }

  private static @Nullable Report report(int count, ByteBuffer in, boolean ipv4) {
    List<GroupRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (in.remaining() < (ipv4 ? 8 : 20)) {
        return null;
      }
      int type = in.get() & 0xff;
      int words = in.get() & 0xff;
      int sourceCount = in.getShort() & 0xffff;
      Endpoint group = address(in, ipv4);
      List<Endpoint> sources = sources(sourceCount, in, ipv4);
      if (sources == null || in.remaining() < 4 * words) {
        return null;
      }
      in.position(in.position() + 4 * words);
      // A record of an unknown type is passed over (RFC 3376, section 4.2.12).
      if (GroupRecord.Type.isNumber(type) && group.isMulticast()) {
        records.add(new GroupRecord(GroupRecord.Type.numbered(type), group, sources));
      }
    }
    return new Report(records);
  }

  private static @Nullable List<Endpoint> sources(int count, ByteBuffer in, boolean ipv4) {
    if (in.remaining() < count * (ipv4 ? 4 : 16)) {
      return null;
    }
    List<Endpoint> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sources.add(address(in, ipv4));
    }
    return sources;
  }

  private static Endpoint address(ByteBuffer in, boolean ipv4) {
    byte[] bytes = new byte[ipv4 ? 4 : 16];
    in.get(bytes);
    return Endpoint.of(bytes, 0);
  }

  /** The sum of RFC 1071; 0 over bytes that hold the right one. */
  private static int checksum(byte[] bytes, Endpoint from, Endpoint to) {
    long sum = 0;
    if (!from.isIpv4()) {
      int icmpv6 = 58;
      sum = sum(from.addressBytes()) + sum(to.addressBytes()) + bytes.length + icmpv6;
    }
    sum += sum(bytes);
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (i % 2 == 0) ? (bytes[i] & 0xff) << 8 : bytes[i] & 0xff;
    }
    return sum;
  }
}
