package io.peerwright.samples.swarm;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.download.DownloadPlan;
import io.peerwright.kit.download.DownloadRules;
import io.peerwright.kit.download.HashCheck;
import io.peerwright.kit.download.HttpSource;
import io.peerwright.kit.download.MultiSourceDownload;
import io.peerwright.kit.download.SourceFinder;
import io.peerwright.kit.http.FileHandler;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
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

/**
 * Napster users on lines whose up-link is much narrower than the down-link fetch one file at the
 * same time, with or without an origin server that fills in: how long that takes, and what the
 * origin has to send.
 */
public final class SubsidyRun implements AutoCloseable {

  /** The size of the file in bytes. */
  public static final int FILE_BYTES = 4 << 20;

  /** What a user sends in a second: 128 kbit/s. */
  public static final int UP_BYTES_PER_SECOND = 16 << 10;

  /** What a user receives in a second: 1 Mbit/s. */
  public static final int DOWN_BYTES_PER_SECOND = 128 << 10;

  /** What the provider wants each download to get: 512 kbit/s, a film of that time. */
  public static final int WANTED_BYTES_PER_SECOND = 64 << 10;

  private static final int ORIGIN_BYTES_PER_SECOND = 8 << 20;
  private static final long GRACE_NANOS = 5_000_000_000L;
  private static final Duration LIMIT = Duration.ofHours(12);
  private static final int SERVER_PORT = 8888;

  /**
   * What came of it.
   *
   * @param meanSeconds from the start of a download to its end
   * @param originBytes what the origin sent for each download in the mean
   */
  public record Result(double meanSeconds, long originBytes) {}

  private final Simulation simulation;
  private final byte[] content = new byte[FILE_BYTES];
  private final Set<Urn> urns;
  private final HybridConfig config;

  private SubsidyRun(long seed) {
    simulation = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed));
    new Random(seed).nextBytes(content);
    urns = Digests.of(content, List.of(Digests.SHA1, Digests.NAPSTER_MD5));
    Host index = simulation.newHost("index", null, null);
    Endpoint at = index.listenAddress().withPort(SERVER_PORT);
    new HybridServerProvider().create(index, HybridServerConfig.DEFAULT.withListen(at)).join();
    config = HybridConfig.DEFAULT.withServers(List.of(at.toString())).withUploads(64, 4, 64);
  }

  /**
   * Runs it.
   *
   * @param having how many users have the file
   * @param wanting how many others fetch it, all at once
   * @param origin whether an origin server fills in
   */
  public static Result run(int having, int wanting, boolean origin, long seed) throws IOException {
    try (SubsidyRun run = new SubsidyRun(seed)) {
      return run.fetchAll(having, wanting, origin);
    }
  }

  private Result fetchAll(int having, int wanting, boolean origin) throws IOException {
    for (int i = 0; i < having; i++) {
      Host host = user("has" + i);
      Path file = write(host);
      SharedItem item = new SharedItem(file, "a/copper rain.mpg", FILE_BYTES, urns, Map.of());
      joined(host).as(Sharing.class).orElseThrow().share(item);
    }
    simulation.runFor(Duration.ofSeconds(5));
    FileHandler files = origin ? serve() : null;
    List<MultiSourceDownload> downloads = new ArrayList<>();
    double[] seconds = {0};
    for (int i = 0; i < wanting; i++) {
      Host host = user("wants" + i);
      Overlay overlay = joined(host);
      MultiSourceDownload download = download(host, overlay, origin);
      downloads.add(download);
      double start = now();
      download.done().thenAccept(path -> seconds[0] += now() - start);
      host.loop().execute(download::start);
    }
    boolean over =
        simulation.runUntil(
            () -> downloads.stream().allMatch(each -> each.done().toCompletableFuture().isDone()),
            LIMIT);
    if (!over || downloads.stream().anyMatch(each -> each.bytesDone() < FILE_BYTES)) {
      throw new IllegalStateException("not all got the file: " + downloads.get(0).detail());
    }
    return new Result(seconds[0] / wanting, files == null ? 0 : files.bytesSent() / wanting);
  }

  private double now() {
    return simulation.now().toNanos() / 1e9;
  }

  private Host user(String name) {
    Host host = simulation.newHost(name, null, null);
    simulation.setModel(
        host,
        InMemoryConfig.DEFAULT.network().withBandwidth(UP_BYTES_PER_SECOND, DOWN_BYTES_PER_SECOND));
    return host;
  }

  private Overlay joined(Host host) {
    Overlay overlay = new HybridProvider().create(host, config);
    var joined = overlay.join().toCompletableFuture();
    simulation.runUntil(joined::isDone, LIMIT);
    return overlay;
  }

  private Path write(Host host) throws IOException {
    Path file = host.directory().resolve("copper rain.mpg");
    Files.createDirectories(host.directory());
    return Files.write(file, content);
  }

  private FileHandler serve() throws IOException {
    Host host = simulation.newHost("origin", Endpoint.parse("10.200.0.1:80"), null);
    simulation.setModel(
        host,
        InMemoryConfig.DEFAULT
            .network()
            .withBandwidth(ORIGIN_BYTES_PER_SECOND, ORIGIN_BYTES_PER_SECOND));
    FileHandler files = new FileHandler(host.loop());
    files.add("/film", write(host));
    HttpServer server =
        new HttpServer(
            host.loop(),
            new HttpServer.Limits(256, 256, 8_192, 1_024, 600_000_000_000L),
            new MemoryBudget(1L << 30),
            files);
    host.transport().listen(host.listenAddress(), SocketOptions.DEFAULT, server);
    return files;
  }

  private MultiSourceDownload download(Host host, Overlay overlay, boolean origin) {
    List<Hit> hits = new ArrayList<>();
    boolean[] ended = {false};
    overlay
        .as(KeywordSearch.class)
        .orElseThrow()
        .search(Query.parse("copper rain"), hits::add, reason -> ended[0] = true);
    simulation.runUntil(() -> ended[0], LIMIT);
    List<ContentSource> sources =
        new ArrayList<>(overlay.as(ContentSources.class).orElseThrow().sources(hits));
    if (origin) {
      HttpClient client = new HttpClient(host, TlsClient.Trust.DEFAULT);
      Url url = Url.parse("http://10.200.0.1/film");
      sources.add(new HttpSource(host.loop(), client, url, FILE_BYTES, true, Reach.HOST));
    }
    DownloadRules.Subsidy subsidy =
        new DownloadRules.Subsidy(WANTED_BYTES_PER_SECOND, GRACE_NANOS, Long.MAX_VALUE);
    DownloadPlan plan =
        new DownloadPlan(
            host.directory().resolve("got.mpg"),
            FILE_BYTES,
            new HashCheck(FILE_BYTES, urns),
            sources,
            SourceFinder.NONE,
            DownloadRules.DEFAULT.withParallel(16).withSubsidy(subsidy));
    return new MultiSourceDownload(
        host.loop(), plan, new MultiSourceDownload.Observer() {}, changed -> {});
  }

  @Override
  public void close() {
    simulation.close();
  }
}
