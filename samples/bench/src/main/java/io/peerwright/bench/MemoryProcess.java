package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An ultrapeer of Gnutella in a process of its own, or a listener that keeps its connections and
 * does nothing: asked by a line, it says what its heap holds.
 */
final class MemoryProcess implements AutoCloseable {

  final InetSocketAddress address;
  private final Process process;
  private final BufferedReader lines;

  /**
   * What it says of itself.
   *
   * @param heap bytes in use that are no garbage
   * @param direct bytes of direct buffers
   * @param collectMillis taken by the collector so far, that for earlier questions included
   * @param ultrapeers links to them; of the listener all
   * @param leaves links to them
   * @param queries that have come
   * @param hits messages with hits that have come
   */
  record Told(
      long heap,
      long direct,
      long collectMillis,
      long ultrapeers,
      long leaves,
      long queries,
      long hits) {}

  private MemoryProcess(Process process) throws IOException {
    this.process = process;
    lines = process.inputReader(StandardCharsets.UTF_8);
    address = new InetSocketAddress("127.0.0.1", (int) numbers()[0]);
  }

  /** An ultrapeer with room for so many. */
  static MemoryProcess servent(List<String> options, int ultrapeers, int leaves)
      throws IOException {
    String[] room = {String.valueOf(ultrapeers), String.valueOf(leaves)};
    return new MemoryProcess(Jvm.of(options, MemoryProcess.class, room).start());
  }

  /** A listener. */
  static MemoryProcess listener(List<String> options) throws IOException {
    return new MemoryProcess(Jvm.of(options, MemoryProcess.class).start());
  }

  private long[] numbers() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the process with the links has ended");
    }
    return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  /** Takes some tenths of a second, in which garbage is collected there. */
  Told ask() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
    long[] said = numbers();
    return new Told(said[0], said[1], said[2], said[3], said[4], said[5], said[6]);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  /** The process; ends with its input. */
  public static void main(String[] arguments) throws Exception {
    try (Network network = TransportPair.openVertx()) {
      Host host = network.newHost("measured", Endpoint.parse("127.0.0.1:0"), null);
      Subject subject =
          arguments.length == 0
              ? new Listener()
              : new Servent(host, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
      CompletableFuture<Endpoint> listening = new CompletableFuture<>();
      host.loop().execute(() -> subject.begin(host, listening));
      System.out.println(listening.get(10, TimeUnit.SECONDS).port());
      BufferedReader questions =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (questions.readLine() != null) {
        CompletableFuture<String> links = new CompletableFuture<>();
        host.loop().execute(() -> links.complete(subject.links()));
        long collectMillis = collectMillis();
        System.out.println(
            Memory.heap()
                + " "
                + Memory.direct()
                + " "
                + collectMillis
                + " "
                + links.get(10, TimeUnit.SECONDS));
      }
    }
  }

  private static long collectMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  /** What is measured; used on its loop. */
  private interface Subject {
    void begin(Host host, CompletableFuture<Endpoint> listening);

    /** Links to ultrapeers and leaves, queries, hits. */
    String links();
  }

  private static final class Servent implements Subject {
    private final Overlay servent;
    private final int number;

    Servent(Host host, int ultrapeers, int leaves) {
      number = ultrapeers + leaves;
      GnutellaConfig config =
          GnutellaConfig.DEFAULT
              .withRole(Tier.ULTRAPEER)
              .withLinks(ultrapeers, leaves, 1)
              .withListen(host.listenAddress());
      servent = new GnutellaProvider().create(host, config);
    }

    @Override
    public void begin(Host host, CompletableFuture<Endpoint> listening) {
      Sharing sharing = servent.as(Sharing.class).orElseThrow();
      WordyFiles.of(number).forEach(sharing::share);
      servent.join().thenRun(() -> listening.complete(servent.endpoints().get(0)));
    }

    @Override
    public String links() {
      Map<String, Long> meters = new HashMap<>();
      servent.meters((name, value) -> meters.merge(name, value, Long::sum));
      return meters.get("links.ultrapeers.now")
          + " "
          + meters.get("links.leaves.now")
          + " "
          + meters.get("messages.query")
          + " "
          + meters.get("messages.query-hit");
    }
  }

  /** Keeps connections and throws away what comes. */
  private static final class Listener implements Subject, LinkAcceptor, LinkHandler {
    private CompletableFuture<Endpoint> listening = new CompletableFuture<>();
    private int links;

    @Override
    public void begin(Host host, CompletableFuture<Endpoint> toTell) {
      listening = toTell;
      host.transport().listen(host.listenAddress(), SocketOptions.DEFAULT, this);
    }

    @Override
    public String links() {
      return links + " 0 0 0";
    }

    @Override
    public void onListening(Endpoint local) {
      listening.complete(local);
    }

    @Override
    public LinkHandler onAccept(Link link) {
      return this;
    }

    @Override
    public void onOpen(Link link) {
      links++;
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      data.position(data.limit());
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      links--;
    }
  }
}
