package io.peerwright.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/** One kind of what a stranger may send a servent of Gnutella, each in its dearest form known. */
final class GnutellaMessages {

  /** The next messages, so many bytes at least. */
  @FunctionalInterface
  private interface Source {
    byte[] bytes(int least, SplittableRandom random, Deflater deflater);
  }

  /** The same again and again, where it takes long to make. */
  private static final class Repeated implements Source {
    private final Source source;
    private byte[] made = {};

    Repeated(Source source) {
      this.source = source;
    }

    @Override
    public byte[] bytes(int least, SplittableRandom random, Deflater deflater) {
      if (made.length < least) {
        made = source.bytes(least, random, deflater);
      }
      return made;
    }
  }

  private static final int PING = 0x00;
  private static final int PONG = 0x01;
  private static final int BYE = 0x02;
  private static final int VENDOR = 0x31;
  private static final int QUERY = 0x80;
  private static final int HIT = 0x81;
  private static final int TTL = 3;
  private static final int RECORDS = 100;

  /** Asks a servent for other ones (GGEP: {@code SCP}, one byte). */
  private static final String SCP = "\u00c3\u0083SCP\u0041\1";

  private final String name;
  private final String greeting;
  private final String thanks;
  private final boolean datagram;
  private final Source source;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);

  private GnutellaMessages(
      String name, String greeting, String thanks, boolean datagram, Source source) {
    this.name = name;
    this.greeting = greeting;
    this.thanks = thanks;
    this.datagram = datagram;
    this.source = source;
  }

  String name() {
    return name;
  }

  /** How it shakes hands: the first block; empty if it does not. */
  String greeting() {
    return greeting;
  }

  /** The last block. */
  String thanks() {
    return thanks;
  }

  /** Whether each goes by itself, over UDP. */
  boolean isDatagram() {
    return datagram;
  }

  /** What follows goes over another link. */
  void begin() {
    deflater.reset();
  }

  /** So many bytes of it at least; of datagrams one. */
  byte[] bytes(int least) {
    return source.bytes(least, random, deflater);
  }

  /** All kinds. */
  static List<GnutellaMessages> all() {
    List<GnutellaMessages> all = new ArrayList<>();
    for (GnutellaAttack attack : GnutellaAttack.values()) {
      all.add(of(attack));
    }
    all.add(linked("ping with SCP", PING, SCP));
    all.add(linked("pong with GGEP", PONG, "12345678901234\u00c3\u0082UP\u0043\1\2\3"));
    all.add(linked("query, every word of all files", QUERY, "\0\0copper rain ogg\0"));
    all.add(linked("query, 64 words of none", QUERY, "\0\0" + "zinc lead ".repeat(32) + "\0"));
    all.add(linked("query by urn", QUERY, "\0\0\\\0urn:sha1:" + "A".repeat(32) + "\0"));
    all.add(linked("hit, 100 records, to nobody", HIT, hit()));
    all.add(answered());
    all.add(linked("bye", BYE, "\u00c8\0gone\0"));
    all.add(linked("vendor: 200 supported", VENDOR, "\0\0\0\0\0\0\0\0\u00c8\0" + ids()));
    all.add(linked("vendor: connect back, TCP", VENDOR, vendor("BEAR", 7, 1) + "\u00ca\u0018"));
    all.add(linked("vendor: connect back, UDP", VENDOR, vendor("GTKG", 7, 2) + "\u00ca\u0018"));
    all.add(linked("vendor: push proxy", VENDOR, vendor("LIME", 21, 2)));
    all.add(linked("vendor: query status", VENDOR, vendor("BEAR", 12, 1) + "\2\0"));
    all.add(request("HEAD of a file", "HEAD /get/1/copper%20rain%200.ogg HTTP/1.1\r\n\r\n"));
    all.add(
        request("GET by urn", "GET /uri-res/N2R?urn:sha1:" + "A".repeat(32) + " HTTP/1.1\r\n\r\n"));
    all.add(
        request(
            "GET of a push proxy",
            "GET /gnutella/push-proxy?ServerID="
                + "A".repeat(26)
                + " HTTP/1.1\r\nX-Node: 1.2.3.4:5\r\n\r\n"));
    all.add(request("GET, 90 fields", "GET /get/1/x HTTP/1.1\r\n" + "a:b\r\n".repeat(90) + "\r\n"));
    all.add(datagram("UDP ping", PING, ""));
    all.add(datagram("UDP ping with SCP", PING, SCP));
    all.add(datagram("UDP pong", PONG, "12345678901234"));
    all.add(datagram("UDP query", QUERY, "\0\0copper\0"));
    all.add(datagram("UDP hit, 100 records", HIT, hit()));
    all.add(datagram("UDP vendor: hits offered", VENDOR, vendor("LIME", 12, 2) + "\u00ff\1"));
    all.add(datagram("UDP vendor: hits wanted", VENDOR, vendor("LIME", 11, 2) + "\u00ff"));
    all.add(datagram("UDP push", 0x40, "1234567890123456\0\0\0\0\1\2\3\4\5\6"));
    all.add(datagram("UDP, unknown", 0x77, ""));
    return all;
  }

  private static GnutellaMessages of(GnutellaAttack attack) {
    Source source = attack::bytes;
    return new GnutellaMessages(
        attack.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        attack.isHttp() ? "" : attack.greeting(),
        attack.thanks(),
        false,
        attack == GnutellaAttack.TABLES ? new Repeated(source) : source);
  }

  private static GnutellaMessages linked(String name, int type, String payload) {
    return linked(name, (least, random, deflater) -> messages(type, payload, least, random));
  }

  private static GnutellaMessages linked(String name, Source source) {
    GnutellaAttack plain = GnutellaAttack.PINGS;
    return new GnutellaMessages(name, plain.greeting(), plain.thanks(), false, source);
  }

  private static GnutellaMessages request(String name, String text) {
    return new GnutellaMessages(
        name,
        "",
        "",
        false,
        (least, random, deflater) -> latin1(text.repeat(1 + least / text.length())));
  }

  private static GnutellaMessages datagram(String name, int type, String payload) {
    return new GnutellaMessages(
        name, "", "", true, (least, random, deflater) -> messages(type, payload, 1, random));
  }

  /** Hits for queries that the stranger has sent itself. */
  private static GnutellaMessages answered() {
    return linked(
        "query and a hit for it",
        (least, random, deflater) -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream(2 * least);
          while (out.size() < least) {
            long high = random.nextLong();
            long low = random.nextLong();
            out.writeBytes(message(high, low, QUERY, "\0\0rain\0"));
            out.writeBytes(message(high, low, HIT, hit()));
          }
          return out.toByteArray();
        });
  }

  private static byte[] messages(int type, String payload, int least, SplittableRandom random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * least);
    while (out.size() < least) {
      out.writeBytes(message(random.nextLong(), random.nextLong(), type, payload));
    }
    return out.toByteArray();
  }

  private static byte[] message(long high, long low, int type, String payload) {
    ByteBuffer message = GnutellaFrames.message(high, low, type, TTL, latin1(payload));
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return bytes;
  }

  private static String hit() {
    StringBuilder hit = new StringBuilder();
    hit.append((char) RECORDS).append("\u00ca\u0018\1\2\3\4\1\0\0\0");
    for (int i = 0; i < RECORDS; i++) {
      hit.append((char) i).append("\0\0\0\1\1\0\0rain ").append(i).append(".ogg\0\0");
    }
    return hit.append("LIME\2\0\0").append("1234567890123456").toString();
  }

  private static String vendor(String vendor, int selector, int version) {
    return vendor + (char) selector + '\0' + (char) version + '\0';
  }

  private static String ids() {
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      ids.append(vendor("ABCD", i, 1));
    }
    return ids.toString();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
