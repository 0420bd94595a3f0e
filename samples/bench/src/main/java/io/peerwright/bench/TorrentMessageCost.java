package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.record.SinkLink;
import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.BitTorrentProvider;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * What each message of a stranger costs a peer that downloads a torrent of a million pieces, by the
 * byte: processor time, memory that is allocated, and what it is answered.
 */
final class TorrentMessageCost implements Benchmark {

  private static final Endpoint OWN = Endpoint.ofIpv4(0x0a000001, 6881);
  private static final int PIECES = 1_000_000;
  private static final int PIECE_BYTES = 1 << 14;
  private static final int CHUNK = 1 << 16;
  private static final int MOST = 8 << 20;
  private static final int ROUNDS = 3;
  private static final double LIMIT_NANOS = 500;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private int strangers;

  private record Cost(double nanos, double allocated, double answered, long bytes, boolean cut) {}

  static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  @Override
  public String name() {
    return "torrent-message-cost";
  }

  @Override
  public String description() {
    return "most processor time that a byte of a stranger's messages costs, a million pieces";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    double worst = 0;
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Host host = simulation.newHost("victim", null, null);
      WatchedTransport watched = new WatchedTransport(host.transport());
      Overlay overlay =
          new BitTorrentProvider()
              .create(new DecoratedHost(host, watched), BitTorrentConfig.DEFAULT);
      overlay.join();
      simulation.runFor(Duration.ofSeconds(1));
      byte[] torrent = torrent();
      Download download =
          overlay
              .as(Swarm.class)
              .orElseThrow()
              .join(
                  Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent), host.directory()),
                  changed -> {});
      simulation.runFor(Duration.ofMinutes(1));
      progress.say("  " + download.state() + ", " + download.detail());
      byte[] hash = Metainfo.of(torrent).info().hash().bytes();
      for (Map.Entry<String, byte[]> each : messages().entrySet()) {
        Cost least = null;
        for (int round = 0; round < ROUNDS; round++) {
          Cost cost = cost(simulation, watched, hash, each.getValue());
          least = least == null || cost.nanos < least.nanos ? cost : least;
        }
        worst = Math.max(worst, Objects.requireNonNull(least).nanos);
        progress.say(
            String.format(
                "  %-44s %7.1f ns CPU, %6.1f B allocated, %5.2f B answered a byte%s",
                each.getKey(),
                least.nanos,
                least.allocated,
                least.answered,
                least.cut ? String.format("; cut off after %,d B", least.bytes) : ""));
      }
    }
    return new Figure(name(), worst, "ns/byte", "limit", LIMIT_NANOS, "<= 1");
  }

  private static byte[] torrent() {
    byte[] hashes = new byte[PIECES * 20];
    new SplittableRandom(1).nextBytes(hashes);
    BWriter out = new BWriter().dict().key("info").dict();
    out.key("length").integer((long) PIECES * PIECE_BYTES).key("name").string("large");
    out.key("piece length").integer(PIECE_BYTES).key("pieces").string(hashes);
    return out.end().end().toBytes();
  }

  private static ByteBuffer message(int id, byte[]... body) {
    int length = 1;
    for (byte[] each : body) {
      length += each.length;
    }
    ByteBuffer message = ByteBuffer.allocate(4 + length).putInt(length).put((byte) id);
    for (byte[] each : body) {
      message.put(each);
    }
    return message.flip();
  }

  private static byte[] numbers(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    for (int each : values) {
      bytes.putInt(each);
    }
    return bytes.array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] extended(int id, String text) {
    return message(20, new byte[] {(byte) id}, text(text)).array();
  }

  /** About a chunk of each. */
  private static Map<String, byte[]> messages() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    byte[] full = new byte[PIECES / 8];
    Arrays.fill(full, (byte) 0xff);
    byte[] half = new byte[PIECES / 8];
    Arrays.fill(half, (byte) 0xaa);
    all.put("keep-alive", repeated(numbers(0)));
    all.put("choke, unchoke", repeated(message(0).array(), message(1).array()));
    all.put("interested, not interested", repeated(message(2).array(), message(3).array()));
    all.put("have, the same", repeated(message(4, numbers(7)).array()));
    all.put("have, each another", haves());
    all.put("bitfield, full, again and again", message(5, full).array());
    all.put("bitfield, every other, again and again", message(5, half).array());
    all.put("have-all, again and again", repeated(message(14).array()));
    all.put("have-none, again and again", repeated(message(15).array()));
    all.put("have-all, have-none", repeated(message(14).array(), message(15).array()));
    byte[] lost = message(20, new byte[] {3}, numbers(9)).array();
    all.put("have-all, dont-have", repeated(message(14).array(), lost));
    all.put("have, dont-have", repeated(message(4, numbers(9)).array(), lost));
    all.put("request", repeated(message(6, numbers(1, 0, PIECE_BYTES)).array()));
    all.put("cancel", repeated(message(8, numbers(1, 0, PIECE_BYTES)).array()));
    all.put("reject", repeated(message(16, numbers(1, 0, PIECE_BYTES)).array()));
    all.put("suggest", repeated(message(13, numbers(1)).array()));
    all.put("allowed fast, the same", repeated(message(17, numbers(1)).array()));
    all.put("block, empty", repeated(message(7, numbers(1, 0)).array()));
    all.put("block, not asked for", message(7, numbers(1, 0), new byte[PIECE_BYTES]).array());
    all.put("port", repeated(message(9, new byte[2]).array()));
    all.put("unknown", repeated(message(99, new byte[3]).array()));
    all.put("extension handshake, empty", repeated(extended(0, "de")));
    all.put(
        "extension handshake",
        repeated(extended(0, "d1:md11:ut_metadatai7e6:ut_pexi8ee4:reqqi250e1:v5:helloe")));
    all.put("ut_metadata, request", repeated(extended(2, "d8:msg_typei0e5:piecei0ee")));
    all.put("ut_metadata, reject", repeated(extended(2, "d8:msg_typei2e5:piecei0ee")));
    all.put("ut_pex", repeated(extended(1, "d5:added300:" + "abcdef".repeat(50) + "e")));
    return all;
  }

  private static byte[] haves() {
    ByteBuffer all = ByteBuffer.allocate(9 * (MOST / 9));
    SplittableRandom random = new SplittableRandom(1);
    while (all.hasRemaining()) {
      all.put(message(4, numbers(random.nextInt(PIECES))));
    }
    return all.array();
  }

  private static byte[] repeated(byte[]... messages) {
    int one = 0;
    for (byte[] each : messages) {
      one += each.length;
    }
    ByteBuffer all = ByteBuffer.allocate(Math.max(1, CHUNK / one) * one);
    while (all.hasRemaining()) {
      for (byte[] each : messages) {
        all.put(each);
      }
    }
    return all.array();
  }

  private Cost cost(Simulation simulation, WatchedTransport watched, byte[] hash, byte[] messages) {
    SinkLink link = new SinkLink(OWN, Endpoint.ofIpv4(0x14000000 + 256 * strangers++, 5000));
    LinkHandler handler = watched.acceptor().onAccept(link);
    if (handler == null) {
      throw new IllegalStateException("not accepted");
    }
    ByteBuffer hello = ByteBuffer.allocate(68).put((byte) 19).put(text("BitTorrent protocol"));
    hello.putLong(0x10_0004L).put(hash).put(text("-XX0000-abcdefghijkl")).flip();
    handler.onOpen(link);
    handler.onData(link, hello);
    handler.onData(link, ByteBuffer.wrap(extended(0, "d1:md11:ut_metadatai7e6:ut_pexi8eee")));
    long fed = 0;
    long nanos = 0;
    long allocated = 0;
    long answered = link.written();
    while (fed < MOST && !link.isOver()) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      long start = cpuNanos();
      for (int at = 0; at < messages.length && !link.isOver(); at += CHUNK) {
        int part = Math.min(CHUNK, messages.length - at);
        handler.onData(link, ByteBuffer.wrap(messages, at, part).slice());
        fed += part;
      }
      nanos += cpuNanos() - start;
      allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
      simulation.runFor(Duration.ofMillis(1));
    }
    boolean cut = link.isOver();
    double out = link.written() - answered;
    handler.onClosed(link, Reason.RESET);
    simulation.runFor(Duration.ofMillis(1));
    return new Cost(nanos / (double) fed, allocated / (double) fed, out / fed, fed, cut);
  }
}
