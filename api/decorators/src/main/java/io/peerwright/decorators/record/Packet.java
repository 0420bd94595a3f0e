package io.peerwright.decorators.record;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;

/**
 * IP packets as they might have been on the wire, with correct checksums: IPv4 (RFC 791), IPv6 (RFC
 * 8200), TCP (RFC 9293), UDP (RFC 768).
 */
final class Packet {

  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;

  /** The most bytes of a stream that are put into one packet. */
  static final int MAX_SEGMENT_BYTES = 32_768;

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int TCP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int TIME_TO_LIVE = 64;
  private static final int VERSION_6 = 0x6000_0000;
  private static final int VERSION_4 = 0x4500;
  private static final int DO_NOT_FRAGMENT = 0x4000;

  /** A maximum segment size of 65,495 and a window scale of 2^14, the largest. */
  private static final byte[] SYN_OPTIONS = {2, 4, (byte) 0xff, (byte) 0xd7, 3, 3, 14, 0};

  private static final int WHOLE_WINDOW = 0xffff;

  private final ByteBuffer bytes;
  private final int transportAt;

  private Packet(Endpoint from, Endpoint to, int protocol, int length) {
    boolean ipv4 = from.isIpv4() && to.isIpv4();
    transportAt = ipv4 ? IPV4_HEADER : IPV6_HEADER;
    bytes = ByteBuffer.allocate(transportAt + length);
    if (ipv4) {
      bytes.putShort((short) VERSION_4).putShort((short) bytes.capacity());
      bytes.putShort((short) 0).putShort((short) DO_NOT_FRAGMENT);
      bytes.put((byte) TIME_TO_LIVE).put((byte) protocol).putShort((short) 0);
      bytes.putInt(from.ipv4()).putInt(to.ipv4());
      bytes.putShort(10, checksum(0, 0, IPV4_HEADER));
    } else {
      bytes.putInt(VERSION_6).putShort((short) length);
      bytes.put((byte) protocol).put((byte) TIME_TO_LIVE);
      bytes.putLong(from.high()).putLong(from.low()).putLong(to.high()).putLong(to.low());
    }
  }

  /** A segment with the payload up to its limit, which may be empty. */
  static byte[] tcp(
      Endpoint from, Endpoint to, int sequence, int acknowledged, int flags, ByteBuffer payload) {
    int header = TCP_HEADER + ((flags & SYN) != 0 ? SYN_OPTIONS.length : 0);
    Packet packet = new Packet(from, to, TCP, header + payload.remaining());
    ByteBuffer bytes = packet.bytes;
    bytes.putShort((short) from.port()).putShort((short) to.port());
    bytes.putInt(sequence).putInt(acknowledged);
    bytes.putShort((short) (header / 4 << 12 | flags)).putShort((short) WHOLE_WINDOW);
    bytes.putInt(0);
    if ((flags & SYN) != 0) {
      bytes.put(SYN_OPTIONS);
    }
    bytes.put(payload);
    bytes.putShort(packet.transportAt + 16, packet.transportChecksum(TCP));
    return bytes.array();
  }

  /** A datagram with the payload up to its limit. */
  static byte[] udp(Endpoint from, Endpoint to, ByteBuffer payload) {
    int length = UDP_HEADER + payload.remaining();
    Packet packet = new Packet(from, to, UDP, length);
    packet.bytes.putShort((short) from.port()).putShort((short) to.port());
    packet.bytes.putShort((short) length).putShort((short) 0).put(payload);
    short checksum = packet.transportChecksum(UDP);
    // 0 stands for "not computed".
    packet.bytes.putShort(packet.transportAt + 6, checksum == 0 ? (short) 0xffff : checksum);
    return packet.bytes.array();
  }

  /** Of the pseudo header (the addresses, the protocol, the length) and all that follows it. */
  private short transportChecksum(int protocol) {
    int addressesAt = transportAt == IPV4_HEADER ? 12 : 8;
    long sum = protocol + bytes.capacity() - transportAt;
    return checksum(sum, addressesAt, bytes.capacity());
  }

  /** RFC 1071. */
  private short checksum(long start, int from, int to) {
    long sum = start;
    for (int i = from; i + 1 < to; i += 2) {
      sum += bytes.getShort(i) & 0xffff;
    }
    if ((to - from) % 2 != 0) {
      sum += (bytes.get(to - 1) & 0xff) << 8;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }
}
