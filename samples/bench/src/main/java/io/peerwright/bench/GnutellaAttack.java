package io.peerwright.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** What a stranger floods a servent of Gnutella with over one connection. */
enum GnutellaAttack {
  SHORT_QUERIES(0x80, "\0\0rain\0"),
  LONG_QUERIES(0x80, "\0\0" + "word copper amber hills ".repeat(12) + "\0"),
  LONGEST_QUERIES(0x80, "\0\0" + "a b c d ".repeat(500) + "\0"),
  QUERIES_WITH_HITS(0x80, "\0\0copper\0"),
  PINGS(0x00, ""),
  PONGS(0x01, "12345678901234"),
  PUSHES(0x40, "1234567890123456\0\0\0\0\1\2\3\4\5\6"),
  HITS(0x81, "1".repeat(60)),
  VENDOR_MESSAGES(0x31, "BEAR\4\0\1\0\1"),
  UNKNOWN_MESSAGES(0x77, ""),
  /** The largest tables, reset and changed in a few bytes. */
  TABLES(0x30, null),
  /** A stream that inflates to a multiple. */
  GARBAGE(0x77, "x".repeat(1_000)),
  DEFLATED_PINGS(0x00, ""),
  BROWSES("GET / HTTP/1.1\r\nHost: a\r\nAccept: application/x-gnutella-packets\r\n\r\n"),
  REQUESTS("GET /get/1/x HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0\r\n\r\n");

  private static final int TABLE_BITS = 21;
  private static final int TTL = 3;

  private final int type;
  private final @Nullable String payload;

  GnutellaAttack(int type, @Nullable String payload) {
    this.type = type;
    this.payload = payload;
  }

  GnutellaAttack(String request) {
    this(-1, request);
  }

  boolean isHttp() {
    return type < 0;
  }

  boolean isDeflated() {
    return this == GARBAGE || this == DEFLATED_PINGS;
  }

  /** How it shakes hands: the first block. */
  String greeting() {
    return "GNUTELLA CONNECT/0.6\r\nUser-Agent: x\r\nX-Ultrapeer: True\r\nX-Degree: 32\r\n"
        + "X-Query-Routing: 0.1\r\nX-Ultrapeer-Query-Routing: 0.1\r\nVendor-Message: 0.2\r\n"
        + (isDeflated() ? "Accept-Encoding: deflate\r\n" : "")
        + "\r\n";
  }

  /** The last block. */
  String thanks() {
    return "GNUTELLA/0.6 200 OK\r\n"
        + (isDeflated() ? "Content-Encoding: deflate\r\n" : "")
        + "\r\n";
  }

  /**
   * So many bytes of it at least.
   *
   * @param deflater of the connection; used by deflated ones
   */
  byte[] bytes(int least, SplittableRandom random, Deflater deflater) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * least);
    while (out.size() < least) {
      if (isHttp()) {
        out.writeBytes(latin1(payload));
      } else if (isDeflated()) {
        deflate(random, deflater, out);
      } else if (this == TABLES) {
        table(random, out);
      } else {
        message(random.nextLong(), random.nextLong(), latin1(payload), out);
      }
    }
    return out.toByteArray();
  }

  private void deflate(SplittableRandom random, Deflater deflater, ByteArrayOutputStream out) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    // The same GUID again and again, so that the stream gets as short as it can.
    long half = random.nextLong();
    for (int i = 0; i < 1_000; i++) {
      message(half, half, latin1(payload), plain);
    }
    deflater.setInput(plain.toByteArray());
    byte[] room = new byte[1 << 16];
    int count;
    while ((count = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH)) > 0) {
      out.write(room, 0, count);
    }
  }

  private void table(SplittableRandom random, ByteArrayOutputStream out) {
    ByteBuffer reset = ByteBuffer.allocate(6);
    reset.put((byte) 0).putInt(Integer.reverseBytes(1 << TABLE_BITS)).put((byte) 7);
    message(random.nextLong(), random.nextLong(), reset.array(), out);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(new byte[1 << TABLE_BITS - 3]);
    deflater.finish();
    byte[] room = new byte[1 << 12];
    int count = deflater.deflate(room);
    deflater.end();
    ByteBuffer patch = ByteBuffer.allocate(5 + count);
    patch.put((byte) 1).put((byte) 1).put((byte) 1).put((byte) 1).put((byte) 1).put(room, 0, count);
    message(random.nextLong(), random.nextLong(), patch.array(), out);
  }

  private void message(long high, long low, byte[] payload, ByteArrayOutputStream out) {
    out.writeBytes(GnutellaFrames.message(high, low, type, TTL, payload).array());
  }

  private static byte[] latin1(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
