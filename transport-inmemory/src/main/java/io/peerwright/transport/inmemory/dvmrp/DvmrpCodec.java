package io.peerwright.transport.inmemory.dvmrp;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Graft;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.GraftAck;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Probe;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Prune;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Report;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Route;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as the bytes behind the IP header (draft-ietf-idmr-dvmrp-v3-11, sections 3.2 to 3.6): an
 * IGMP message of type 0x13. DVMRP knows IPv4 alone; what is said of IPv6 sources and groups has
 * the same form with longer addresses.
 */
public final class DvmrpCodec {

  private static final int TYPE = 0x13;
  private static final int PROBE = 1;
  private static final int REPORT = 2;
  private static final int PRUNE = 7;
  private static final int GRAFT = 8;
  private static final int GRAFT_ACK = 9;
  private static final int HEADER = 8;
  private static final int ROUTE = 8;

  /** All of a network number counts: the mask without its first byte, which is always 255. */
  private static final int MASK = 0xffffff;

  /** Marks the last route of a mask. */
  private static final int LAST = 0x80;

  private DvmrpCodec() {}

  /** The bytes of a message. */
  public static byte[] encode(DvmrpMessage message) {
    ByteBuffer out = ByteBuffer.allocate(1 << 16);
    out.put((byte) TYPE).put((byte) code(message)).putShort((short) 0).putInt(0xff03);
    if (message instanceof Probe probe) {
      out.putInt(probe.generation());
      probe.neighbours().forEach(each -> out.put(each.addressBytes()));
    } else if (message instanceof Report report) {
      for (Route route : report.routes()) {
        out.put((byte) (MASK >>> 16)).putShort((short) MASK).putInt(route.network());
        out.put((byte) (route.metric() | LAST));
      }
    } else if (message instanceof Prune prune) {
      put(prune.source(), prune.group(), out).putInt(prune.lifetimeSeconds());
    } else if (message instanceof Graft graft) {
      put(graft.source(), graft.group(), out);
    } else if (message instanceof GraftAck ack) {
      put(ack.source(), ack.group(), out);
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    int sum = checksum(bytes);
    bytes[2] = (byte) (sum >>> 8);
    bytes[3] = (byte) sum;
    return bytes;
  }

  private static ByteBuffer put(Endpoint source, Endpoint group, ByteBuffer out) {
    return out.put(source.addressBytes()).put(group.addressBytes());
  }

  private static int code(DvmrpMessage message) {
    if (message instanceof Probe) {
      return PROBE;
    }
    if (message instanceof Report) {
      return REPORT;
    }
    if (message instanceof Prune) {
      return PRUNE;
    }
    return message instanceof Graft ? GRAFT : GRAFT_ACK;
  }

  /** Reads a message; null if it is none, or its checksum is wrong. */
  public static @Nullable DvmrpMessage decode(byte[] bytes) {
    if (bytes.length < HEADER || bytes[0] != TYPE || checksum(bytes) != 0) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(HEADER);
    return switch (bytes[1]) {
      case PROBE -> probe(in);
      case REPORT -> report(in);
      case PRUNE, GRAFT, GRAFT_ACK -> ofTree(bytes[1], in);
      default -> null;
    };
  }

  private static @Nullable DvmrpMessage probe(ByteBuffer in) {
    if (in.remaining() % Integer.BYTES != 0 || !in.hasRemaining()) {
      return null;
    }
    int generation = in.getInt();
    List<Endpoint> neighbours = new ArrayList<>();
    while (in.hasRemaining()) {
      neighbours.add(address(in, Integer.BYTES));
    }
    return new Probe(generation, neighbours);
  }

  private static @Nullable DvmrpMessage report(ByteBuffer in) {
    if (in.remaining() % ROUTE != 0) {
      return null;
    }
    List<Route> routes = new ArrayList<>();
    while (in.hasRemaining()) {
      in.position(in.position() + 3);
      routes.add(new Route(in.getInt(), in.get() & LAST - 1));
    }
    return new Report(routes);
  }

  private static @Nullable DvmrpMessage ofTree(int code, ByteBuffer in) {
    int addresses = in.remaining() - (code == PRUNE ? Integer.BYTES : 0);
    if (addresses != 8 && addresses != 32) {
      return null;
    }
    Endpoint source = address(in, addresses / 2);
    Endpoint group = address(in, addresses / 2);
    return switch (code) {
      case PRUNE -> new Prune(source, group, in.getInt());
      case GRAFT -> new Graft(source, group);
      default -> new GraftAck(source, group);
    };
  }

  private static Endpoint address(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return Endpoint.of(bytes, 0);
  }

  /** The sum of RFC 1071; 0 over bytes that hold the right one. */
  private static int checksum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (i % 2 == 0) ? (bytes[i] & 0xff) << 8 : bytes[i] & 0xff;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }
}
