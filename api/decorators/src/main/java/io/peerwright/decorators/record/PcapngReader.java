package io.peerwright.decorators.record;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.record.TrafficLog;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a file of the decorator {@code record} back, for example into a {@link
 * io.peerwright.kit.record.Recording} to replay it. Not for files of other programs.
 */
public final class PcapngReader {

  /** What the comment of a section begins with; the time of the beginning follows. */
  static final String COMMENT = "recorded by Peerwright from ";

  private static final int MOST_BLOCK_BYTES = 1 << 17;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int OPTIONS_OF_SECTION = 16;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int UDP = 17;

  /** The ends of a link, and what has passed of a piece that fills several packets. */
  private record Ends(Endpoint local, Endpoint remote) {}

  private static final class Progress {
    private final int link;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    Progress(int link) {
      this.link = link;
    }

    /** One more packet of a piece; the whole piece if it was the last one. */
    ByteBuffer add(ByteBuffer payload) {
      ByteBuffer longer = ByteBuffer.allocate(piece.remaining() + payload.remaining());
      piece = longer.put(piece).put(payload).flip();
      return piece;
    }
  }

  private final TrafficLog log;
  private final Map<Ends, Progress> open = new HashMap<>();
  private long beginNanos;
  private int links;

  private PcapngReader(TrafficLog log) {
    this.log = log;
  }

  /**
   * Tells {@code log} all that a file says. A file that ends in the middle of a block, because its
   * writer was killed, is read up to there.
   *
   * @throws IOException if it cannot be read, or is no recording
   */
  public static void read(Path file, TrafficLog log) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      read(file.toString(), new BufferedInputStream(stream), log);
    }
  }

  /** The same of a stream, called by the name of what it comes from. */
  static void read(String name, InputStream stream, TrafficLog log) throws IOException {
    try (DataInputStream in = new DataInputStream(stream)) {
      new PcapngReader(log).readAll(in);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException(name + " is damaged", e);
    }
  }

  private void readAll(DataInputStream in) throws IOException {
    try {
      int type = in.readInt();
      if (type != Pcapng.SECTION_HEADER) {
        throw new IOException("not a recording: it does not begin as a pcapng file");
      }
      begin(body(in));
      while (true) {
        type = in.readInt();
        ByteBuffer body = body(in);
        if (type == Pcapng.ENHANCED_PACKET) {
          packet(body);
        }
      }
    } catch (EOFException end) {
      // There is no other sign of the end, and nothing is lost but half a block.
    }
  }

  /** What a block has between its two lengths. */
  private static ByteBuffer body(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 12 || length > MOST_BLOCK_BYTES || length % 4 != 0) {
      throw new IOException("not a recording of ours: a block of " + length + " bytes");
    }
    byte[] body = in.readNBytes(length - 12);
    if (in.readInt() != length) {
      throw new IOException("damaged: a block has two lengths");
    }
    return ByteBuffer.wrap(body);
  }

  private void begin(ByteBuffer body) throws IOException {
    int magic = body.getInt();
    String comment = comment(body.position(OPTIONS_OF_SECTION));
    if (magic != Pcapng.BYTE_ORDER_MAGIC || !comment.startsWith(COMMENT)) {
      throw new IOException("not a recording of ours");
    }
    beginNanos = Long.parseLong(comment.substring(COMMENT.length())) * NANOS_PER_MILLI;
  }

  /** The comment among the options that begin here; empty if there is none. */
  private static String comment(ByteBuffer options) {
    while (options.remaining() >= 4) {
      int code = options.getShort();
      int length = options.getShort() & 0xffff;
      if (code == Pcapng.OPTION_COMMENT) {
        byte[] text = new byte[length];
        options.get(text);
        return new String(text, StandardCharsets.UTF_8);
      }
      options.position(options.position() + Pcapng.padded(length));
    }
    return "";
  }

  private void packet(ByteBuffer body) throws IOException {
    body.getInt();
    long nanos = body.getLong() - beginNanos;
    int length = body.getInt();
    body.getInt();
    ByteBuffer packet = body.slice(body.position(), length);
    body.position(body.position() + Pcapng.padded(length));
    // The option of the flags is the first one.
    body.getInt();
    boolean in = body.getInt() == Pcapng.FLAG_INBOUND;
    String comment = comment(body);
    boolean ipv4 = packet.get(0) >>> 4 == 4;
    int protocol = packet.get(ipv4 ? 9 : 6);
    Endpoint[] ends = ipv4 ? ipv4(packet) : ipv6(packet);
    ByteBuffer rest = packet.slice();
    Ends key = in ? new Ends(ends[1], ends[0]) : new Ends(ends[0], ends[1]);
    if (protocol == UDP) {
      log.datagram(nanos, in, key.local, key.remote, rest.position(8).slice());
    } else {
      segment(nanos, in, key, rest, comment);
    }
  }

  private static Endpoint[] ipv4(ByteBuffer packet) {
    int from = packet.getInt(12);
    int to = packet.getInt(16);
    packet.position(IPV4_HEADER);
    return new Endpoint[] {
      Endpoint.ofIpv4(from, packet.getShort(IPV4_HEADER) & 0xffff),
      Endpoint.ofIpv4(to, packet.getShort(IPV4_HEADER + 2) & 0xffff)
    };
  }

  private static Endpoint[] ipv6(ByteBuffer packet) {
    packet.position(IPV6_HEADER);
    return new Endpoint[] {
      new Endpoint(packet.getLong(8), packet.getLong(16), packet.getShort(IPV6_HEADER) & 0xffff, 0),
      new Endpoint(
          packet.getLong(24), packet.getLong(32), packet.getShort(IPV6_HEADER + 2) & 0xffff, 0)
    };
  }

  private void segment(long nanos, boolean in, Ends ends, ByteBuffer segment, String comment)
      throws IOException {
    int flags = segment.getShort(12) & 0x3f;
    ByteBuffer payload = segment.position((segment.get(12) >>> 4 & 15) * 4).slice();
    if ((flags & Packet.SYN) != 0) {
      if ((flags & Packet.ACK) == 0) {
        open.put(ends, new Progress(links));
        log.opened(nanos, links++, in, ends.local, ends.remote);
      }
      return;
    }
    Progress progress = open.get(ends);
    if (progress == null) {
      throw new IOException("damaged: a link passes bytes before it is open");
    }
    if (payload.hasRemaining()) {
      ByteBuffer piece = progress.add(payload);
      if ((flags & Packet.PSH) != 0) {
        log.passed(nanos, progress.link, in, piece);
        progress.piece = ByteBuffer.allocate(0);
      }
    }
    if ((flags & Packet.FIN) != 0) {
      log.ended(nanos, progress.link, in);
    }
    if (comment.startsWith(Conversation.CLOSED)) {
      open.remove(ends);
      String reason = comment.substring(Conversation.CLOSED.length());
      log.closed(nanos, progress.link, Reason.valueOf(reason));
    }
  }
}
