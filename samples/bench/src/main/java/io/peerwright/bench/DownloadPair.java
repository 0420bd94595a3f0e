package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Urn;
import io.peerwright.api.spi.Network;
import io.peerwright.kit.Digests;
import io.peerwright.kit.hash.TigerTree;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Two Gnutella servents, one of which fetches a file of the other as a user does. */
final class DownloadPair implements AutoCloseable {

  private static final String NAME = "shared.bin";

  private final Path folder = Files.createTempDirectory("download-pair");
  private final Network network = TransportPair.openVertx();
  private final Host serving = host("serving");
  private final Host fetching = host("fetching");
  private final Overlay server;
  private final Overlay client;
  private final Set<Urn> names;
  private final long size;

  /** With a file of that many bytes. */
  DownloadPair(int fileBytes) throws Exception {
    size = fileBytes;
    byte[] content = new byte[fileBytes];
    Path file = Files.write(folder.resolve(NAME), content);
    names = Digests.of(content, List.of(Digests.SHA1, TigerTree.KIND));
    server = servent(serving);
    client = servent(fetching);
    SharedItem item = new SharedItem(file, NAME, size, names, Map.of());
    LiveSteps.on(serving.loop(), () -> CompletableFuture.completedFuture(share(item)));
  }

  private boolean share(SharedItem item) {
    server.as(Sharing.class).orElseThrow().share(item);
    return true;
  }

  private Host host(String name) {
    return network.newHost(name, Endpoint.parse("127.0.0.1:0"), folder.resolve(name));
  }

  private static Overlay servent(Host host) throws Exception {
    GnutellaConfig config =
        GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withListen(host.listenAddress());
    CompletableFuture<Overlay> made = new CompletableFuture<>();
    host.loop().execute(() -> made.complete(new GnutellaProvider().create(host, config)));
    Overlay servent = made.get(10, TimeUnit.SECONDS);
    LiveSteps.on(host.loop(), servent::join);
    return servent;
  }

  /**
   * Fetches the file again and again for about the given time.
   *
   * @param namespaces of the hashes that are known of it
   * @return bytes that have come
   */
  double load(Set<String> namespaces, long nanos) throws Exception {
    Set<Urn> known =
        Set.copyOf(names.stream().filter(u -> namespaces.contains(u.namespace())).toList());
    Hit hit =
        new Hit(
            "gnutella",
            "0".repeat(32),
            NAME,
            OptionalLong.of(size),
            server.endpoints().get(0),
            known,
            Map.of("index", "1"));
    Fetch fetch = client.as(Fetch.class).orElseThrow();
    long until = System.nanoTime() + nanos;
    double bytes = 0;
    while (System.nanoTime() < until) {
      Path target = folder.resolve("fetched.bin");
      LiveSteps.on(fetching.loop(), () -> fetch.fetch(List.of(hit), target, changed -> {}).done());
      bytes += Files.size(target);
      Files.delete(target);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    network.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
