package io.peerwright.multicast.flood;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.net.EndpointBytes;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.flood.FloodMessage.Announcement;
import io.peerwright.multicast.flood.FloodMessage.Data;
import io.peerwright.multicast.flood.FloodMessage.Graft;
import io.peerwright.multicast.flood.FloodMessage.GraftAck;
import io.peerwright.multicast.flood.FloodMessage.Hello;
import io.peerwright.multicast.flood.FloodMessage.KeepAlive;
import io.peerwright.multicast.flood.FloodMessage.Prune;
import io.peerwright.multicast.flood.FloodMessage.Route;
import io.peerwright.multicast.flood.FloodMessage.Seek;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages as frames: two bytes for the length of what follows, one for the kind, the components in
 * order, big-endian; sources as {@link SourceId} writes them, groups as {@link EndpointBytes}.
 */
final class FloodCodec {

  /** The longest title of a group that is told, in bytes. */
  static final int MAX_TITLE_BYTES = 200;

  /** What a message of an application has around it at the most. */
  static final int MAX_DATA_HEADER = 3 + 1 + EndpointBytes.MAX_BYTES + SourceId.MAX_BYTES + 8;

  private static final int LENGTH_BYTES = 2;
  private static final int MAGIC = 0x50574650;
  private static final int VERSION = 1;
  private static final int DEPENDENT = 0x8000;
  private static final int MAX_DISTANCE = DEPENDENT - 1;

  private static final int HELLO = 1;
  private static final int KEEP_ALIVE = 2;
  private static final int ROUTE = 3;
  private static final int SEEK = 4;
  private static final int DATA = 5;
  private static final int PRUNE = 6;
  private static final int GRAFT = 7;
  private static final int GRAFT_ACK = 8;
  private static final int ANNOUNCEMENT = 9;

  /** How frames are cut. */
  static final FrameBuffer.Framing FRAMING =
      new FrameBuffer.Framing() {
        @Override
        public int headerBytes() {
          return LENGTH_BYTES + 1;
        }

        @Override
        public int frameBytes(ByteBuffer bytes) {
          return LENGTH_BYTES + (bytes.getShort(bytes.position()) & 0xffff);
        }
      };

  private FloodCodec() {}

  /** The frame of a message. */
  static ByteBuffer encode(FloodMessage message) {
    if (message instanceof Data data) {
      return encode(data);
    }
    ByteBuffer out = begin(512);
    if (message instanceof Hello hello) {
      out.put((byte) HELLO).putInt(MAGIC).put((byte) VERSION);
      out.putLong(hello.router()).putShort((short) hello.port());
    } else if (message instanceof KeepAlive) {
      out.put((byte) KEEP_ALIVE);
    } else if (message instanceof Route route) {
      out.put((byte) ROUTE);
      route.source().write(out);
      int distance = Math.min(route.distance(), MAX_DISTANCE);
      out.putInt(route.round())
          .putShort((short) (distance | (route.isDependent() ? DEPENDENT : 0)));
    } else if (message instanceof Seek seek) {
      out.put((byte) SEEK);
      seek.source().write(out);
      out.putInt(seek.round());
    } else if (message instanceof Announcement announcement) {
      put(announcement, out);
    } else {
      putTree(message, out);
    }
    return end(out);
  }

  private static void putTree(FloodMessage message, ByteBuffer out) {
    if (message instanceof Prune prune) {
      put(PRUNE, prune.source(), prune.group(), out);
      out.putShort((short) prune.seconds());
    } else if (message instanceof Graft graft) {
      put(GRAFT, graft.source(), graft.group(), out);
    } else if (message instanceof GraftAck ack) {
      put(GRAFT_ACK, ack.source(), ack.group(), out);
    }
  }

  private static void put(int kind, SourceId source, Endpoint group, ByteBuffer out) {
    out.put((byte) kind);
    source.write(out);
    EndpointBytes.write(out, group);
  }

  private static void put(Announcement announcement, ByteBuffer out) {
    out.put((byte) ANNOUNCEMENT);
    announcement.origin().write(out);
    out.putInt(announcement.number()).put((byte) (announcement.isWithdrawn() ? 1 : 0));
    EndpointBytes.write(out, announcement.group().address());
    out.put(shortened(announcement.group().title()));
  }

  /** Cut between two characters. */
  private static byte[] shortened(String title) {
    byte[] bytes = title.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(bytes.length, MAX_TITLE_BYTES);
    while (end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private static ByteBuffer encode(Data data) {
    ByteBuffer out = begin(MAX_DATA_HEADER + data.payload().remaining());
    out.put((byte) DATA).put((byte) data.hops());
    EndpointBytes.write(out, data.group());
    data.source().write(out);
    return end(out.putLong(data.sequence()).put(data.payload().duplicate()));
  }

  private static ByteBuffer begin(int most) {
    return ByteBuffer.allocate(most).position(LENGTH_BYTES);
  }

  private static ByteBuffer end(ByteBuffer out) {
    out.flip();
    return out.putShort(0, (short) (out.limit() - LENGTH_BYTES));
  }

  /** Reads a frame; null if it is not one of these, to the last byte. */
  static @Nullable FloodMessage decode(ByteBuffer frame) {
    try {
      frame.position(frame.position() + LENGTH_BYTES);
      FloodMessage message = read(frame.get(), frame);
      return frame.hasRemaining() ? null : message;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable FloodMessage read(int kind, ByteBuffer in) {
    return switch (kind) {
      case HELLO ->
          in.getInt() == MAGIC && in.get() == VERSION
              ? new Hello(in.getLong(), in.getShort() & 0xffff)
              : null;
      case KEEP_ALIVE -> new KeepAlive();
      case ROUTE -> route(in);
      case SEEK -> new Seek(SourceId.read(in), in.getInt());
      case DATA -> data(in);
      case PRUNE -> new Prune(SourceId.read(in), group(in), in.getShort() & 0xffff);
      case GRAFT -> new Graft(SourceId.read(in), group(in));
      case GRAFT_ACK -> new GraftAck(SourceId.read(in), group(in));
      case ANNOUNCEMENT -> announcement(in);
      default -> null;
    };
  }

  private static Route route(ByteBuffer in) {
    SourceId source = SourceId.read(in);
    int round = in.getInt();
    int distance = in.getShort();
    return new Route(source, round, distance & MAX_DISTANCE, (distance & DEPENDENT) != 0);
  }

  private static Data data(ByteBuffer in) {
    int hops = in.get() & 0xff;
    Endpoint group = group(in);
    SourceId source = SourceId.read(in);
    long sequence = in.getLong();
    ByteBuffer payload = in.slice();
    in.position(in.limit());
    return new Data(hops, group, source, sequence, payload);
  }

  private static @Nullable Announcement announcement(ByteBuffer in) {
    SourceId origin = SourceId.read(in);
    int number = in.getInt();
    int flags = in.get();
    Endpoint group = group(in);
    if (in.remaining() > MAX_TITLE_BYTES || (flags & ~1) != 0) {
      return null;
    }
    byte[] title = new byte[in.remaining()];
    in.get(title);
    String text = new String(title, StandardCharsets.UTF_8);
    return new Announcement(origin, number, flags == 1, new Group(group, text));
  }

  private static Endpoint group(ByteBuffer in) {
    Endpoint group = EndpointBytes.read(in);
    if (!group.isMulticast()) {
      throw new IllegalArgumentException(group + " is no group");
    }
    return group;
  }
}
