package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.Network;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.kit.record.Recording;
import io.peerwright.kit.record.RecordingTransport;
import io.peerwright.kit.record.Replay;
import io.peerwright.overlay.hybrid.HybridProvider;
import io.peerwright.overlay.hybrid.HybridServerProvider;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Records a conversation over real TCP at the index server and at an uploader, then has the same
 * code hear the same bytes in a simulation, and counts the bytes that it answers otherwise.
 */
final class RecordedConversation implements Benchmark {

  private static final int FILES = 20;
  private static final int FILE_BYTES = 300_000;

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public String description() {
    return "bytes that differ when a recorded live conversation is replayed in simulation";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    Path folder = Files.createTempDirectory("peerwright-replay-");
    List<SharedItem> items = items(folder);
    Live live = new Live(items, folder);
    live.run();
    Outcome server = replayServer(live);
    Outcome uploader = replayUploader(live, items);
    progress.say("  index server: " + server);
    progress.say("  uploader:     " + uploader);
    long same = server.same + uploader.same;
    if (same == 0) {
      throw new IllegalStateException("nothing was replayed");
    }
    long differing = server.differing + uploader.differing;
    return new Figure(name(), differing, "bytes", "replayed and the same", same, "0");
  }

  private record Outcome(int links, long same, long differing, boolean complete) {

    @Override
    public String toString() {
      return String.format(
          "%d links, %,d bytes the same, %,d differ%s",
          links, same, differing, complete ? "" : " (not all links ended)");
    }
  }

  private static List<SharedItem> items(Path folder) throws IOException {
    Random random = new Random(1);
    List<SharedItem> items = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[FILE_BYTES];
      random.nextBytes(bytes);
      Path file = Files.write(folder.resolve("copper rain " + i + ".ogg"), bytes);
      items.add(
          new SharedItem(
              file, "rain/" + file.getFileName(), FILE_BYTES, Set.of(), Map.of("bitrate", "128")));
    }
    return items;
  }

  private static Outcome replayServer(Live live) {
    try (Simulation simulation = simulation()) {
      Endpoint address = Endpoint.parse("127.0.0.2:" + live.serverAt.port());
      Host host = simulation.newHost("index", address, null);
      new HybridServerProvider()
          .create(host, HybridServerConfig.DEFAULT.withListen(address))
          .join();
      return replay(simulation, address, live.atServer);
    }
  }

  private static Outcome replayUploader(Live live, List<SharedItem> items) {
    try (Simulation simulation = simulation()) {
      Endpoint address = Endpoint.parse("127.0.0.2:" + live.aliceAt.port());
      Host host = simulation.newHost("alice", address, null);
      Overlay alice = new HybridProvider().create(host, live.clientConfig());
      share(alice, items);
      host.loop().schedule(1_000_000_000L, alice::join);
      return replay(simulation, address, live.atAlice);
    }
  }

  private static Simulation simulation() {
    NetworkModel even = NetworkModel.DEFAULT.withLatencyMicros(1, 1);
    return Simulation.create(InMemoryConfig.DEFAULT.withNetwork(even));
  }

  private static Outcome replay(Simulation simulation, Endpoint target, Recording recording) {
    Host driver = simulation.newHost("driver", Endpoint.parse("127.0.0.1:0"), null);
    Replay replay = Replay.start(driver, target, recording);
    simulation.runUntil(replay::isDone, Duration.ofMinutes(2));
    return new Outcome(
        recording.links(), replay.sameBytes(), replay.differingBytes(), replay.isDone());
  }

  private static void share(Overlay overlay, List<SharedItem> items) {
    Sharing sharing = overlay.as(Sharing.class).orElseThrow();
    items.forEach(sharing::share);
  }

  /** The conversation: alice shares, carol searches and downloads; both take their leave. */
  private static final class Live {
    private final List<SharedItem> items;
    private final Path folder;
    private final Recording atServer = new Recording();
    private final Recording atAlice = new Recording();
    private Endpoint serverAt = Endpoint.parse("127.0.0.1:0");
    private Endpoint aliceAt = serverAt;

    Live(List<SharedItem> items, Path folder) {
      this.items = items;
      this.folder = folder;
    }

    HybridConfig clientConfig() {
      return HybridConfig.DEFAULT.withServers(List.of(serverAt.toString()));
    }

    void run() throws Exception {
      try (Network network = TransportPair.openVertx()) {
        Endpoint loopback = Endpoint.parse("127.0.0.1:0");
        Host index = recorded(network.newHost("index", loopback, null), atServer);
        Overlay server =
            new HybridServerProvider()
                .create(index, HybridServerConfig.DEFAULT.withListen(loopback));
        LiveSteps.on(index.loop(), server::join);
        serverAt = LiveSteps.on(index.loop(), () -> done(server.endpoints().get(0)));
        Host aliceHost = recorded(network.newHost("alice", loopback, null), atAlice);
        Overlay alice = new HybridProvider().create(aliceHost, clientConfig());
        LiveSteps.on(aliceHost.loop(), () -> shareAndJoin(alice));
        aliceAt = LiveSteps.on(aliceHost.loop(), () -> done(alice.endpoints().get(0)));
        Host carolHost = network.newHost("carol", loopback, null);
        Overlay carol = new HybridProvider().create(carolHost, clientConfig());
        LiveSteps.on(carolHost.loop(), carol::join);
        Hit hit = LiveSteps.on(carolHost.loop(), () -> firstHit(carol));
        LiveSteps.on(carolHost.loop(), () -> fetch(carol, hit));
        LiveSteps.on(carolHost.loop(), carol::leave);
        LiveSteps.on(aliceHost.loop(), alice::leave);
        LiveSteps.on(index.loop(), server::leave);
      }
    }

    private static Host recorded(Host host, Recording recording) {
      return new DecoratedHost(
          host, new RecordingTransport(host.transport(), host.loop(), recording));
    }

    private CompletionStage<Void> shareAndJoin(Overlay alice) {
      share(alice, items);
      return alice.join();
    }

    private static CompletionStage<Hit> firstHit(Overlay overlay) {
      CompletableFuture<Hit> first = new CompletableFuture<>();
      overlay
          .as(KeywordSearch.class)
          .orElseThrow()
          .search(
              Query.parse("copper rain 7"),
              first::complete,
              reason ->
                  first.completeExceptionally(new IllegalStateException("no hit: " + reason)));
      return first;
    }

    private CompletionStage<Path> fetch(Overlay overlay, Hit hit) {
      return overlay
          .as(Fetch.class)
          .orElseThrow()
          .fetch(List.of(hit), folder.resolve("got.ogg"), changed -> {})
          .done();
    }

    private static <T> CompletionStage<T> done(T value) {
      return CompletableFuture.completedFuture(value);
    }
  }
}
