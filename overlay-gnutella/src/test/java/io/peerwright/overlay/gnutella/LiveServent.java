package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A servent over real sockets, on loopback, as a test uses it: from a thread that waits.
 *
 * @param host with the loop that it runs on
 */
public record LiveServent(Host host, Overlay overlay) {

  /** Any port of loopback. */
  public static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");

  /** One that has not joined. */
  public static LiveServent of(Host host, GnutellaConfig config) {
    return at(ANY_PORT, host, config);
  }

  /** One that has not joined, elsewhere. */
  public static LiveServent at(Endpoint listen, Host host, GnutellaConfig config) {
    return new LiveServent(host, new GnutellaProvider().create(host, config.withListen(listen)));
  }

  /** Writes a file that can be shared, under its SHA-1. */
  static SharedItem file(Path folder, String name, byte[] content) throws Exception {
    Path file = Files.write(folder.resolve(name), content);
    Set<Urn> urns = Digests.of(content, List.of(Digests.SHA1));
    return new SharedItem(file, name, content.length, urns, Map.of());
  }

  /** Joins, and waits until it has. */
  public void join() throws Exception {
    on(overlay::join);
  }

  private <T> T on(Supplier<CompletionStage<T>> what) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    host.loop()
        .execute(
            () ->
                what.get()
                    .whenComplete(
                        (value, failure) -> {
                          if (failure == null) {
                            result.complete(value);
                          } else {
                            result.completeExceptionally(failure);
                          }
                        }));
    return result.get(30, TimeUnit.SECONDS);
  }

  /** Where it listens. */
  public String endpoint() {
    return overlay.endpoints().get(0).toString();
  }

  /** What its links show under this name. */
  public List<String> figures(String name) throws Exception {
    return on(
        () ->
            CompletableFuture.completedFuture(
                overlay.neighbours().stream().map(each -> each.figures().get(name)).toList()));
  }

  /** Shares a file. */
  public void share(SharedItem item) throws Exception {
    on(
        () -> {
          overlay.as(Sharing.class).orElseThrow().share(item);
          return CompletableFuture.completedFuture(null);
        });
  }

  /** Waits until its neighbours have read of what it shares. */
  public void awaitPublished() throws Exception {
    on(() -> overlay.as(Sharing.class).orElseThrow().published());
  }

  /** The first hit; null if there is none. */
  public @Nullable Hit search(String words) throws Exception {
    CompletableFuture<@Nullable Hit> first = new CompletableFuture<>();
    return on(
        () -> {
          overlay
              .as(KeywordSearch.class)
              .orElseThrow()
              .search(
                  Query.parse(words).limitedTo(1, Duration.ofSeconds(20)),
                  first::complete,
                  reason -> first.complete(null));
          return first;
        });
  }

  /** Hits of a search, until there are so many or the search is over. */
  public List<Hit> search(String words, int most) throws Exception {
    List<Hit> hits = new ArrayList<>();
    CompletableFuture<List<Hit>> all = new CompletableFuture<>();
    return on(
        () -> {
          overlay
              .as(KeywordSearch.class)
              .orElseThrow()
              .search(
                  Query.parse(words).limitedTo(most, Duration.ofSeconds(20)),
                  hits::add,
                  reason -> all.complete(hits));
          return all;
        });
  }

  /** All that a servent shares. */
  public List<Hit> browse(String peer) throws Exception {
    List<Hit> hits = new ArrayList<>();
    CompletableFuture<List<Hit>> all = new CompletableFuture<>();
    return on(
        () -> {
          overlay
              .as(Browse.class)
              .orElseThrow()
              .browse(peer, hits::add, reason -> all.complete(hits));
          return all;
        });
  }

  /** The value of a meter. */
  public long meter(String name) throws Exception {
    return on(
        () -> {
          long[] sum = new long[1];
          overlay.meters((meter, value) -> sum[0] += meter.equals(name) ? value : 0);
          return CompletableFuture.completedFuture(sum[0]);
        });
  }

  /** Fetches a file, and waits for it. */
  public byte[] fetch(Hit hit, Path target) throws Exception {
    Fetch fetch = overlay.as(Fetch.class).orElseThrow();
    on(() -> fetch.fetch(List.of(hit), target, changed -> {}).done());
    return Files.readAllBytes(target);
  }

  /** Begins to fetch a file from several, and waits until so many bytes are here. */
  public Download fetchPart(List<Hit> hits, Path target, long bytes) throws Exception {
    return on(
        () -> {
          CompletableFuture<Download> here = new CompletableFuture<>();
          Fetch fetch = overlay.as(Fetch.class).orElseThrow();
          fetch.fetch(
              hits,
              target,
              changed -> {
                if (changed.bytesDone() >= bytes) {
                  here.complete(changed);
                }
              });
          return here;
        });
  }

  /** Leaves, and waits until it has. */
  public void leave() throws Exception {
    on(overlay::leave);
  }
}
