package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servents over real sockets that know nothing but a host cache. */
class LiveDatagramTest {

  private static final int SERVENTS = 10;
  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");

  private static CompletableFuture<Overlay> join(Host host, GnutellaConfig config) {
    CompletableFuture<Overlay> joined = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              Overlay servent = new GnutellaProvider().create(host, config.withListen(ANY_PORT));
              servent.join().thenRun(() -> joined.complete(servent));
            });
    return joined;
  }

  @Test
  void findTheNetworkThroughAHostCacheOverUdp(@TempDir Path folder) throws Exception {
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Host first = network.newHost("first", ANY_PORT, folder.resolve("first"));
      GnutellaConfig config = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER);
      Overlay cache = join(first, config).get(30, TimeUnit.SECONDS);
      Host second = network.newHost("second", ANY_PORT, folder.resolve("second"));
      String at = cache.endpoints().get(0).toString();
      join(second, config.withBootstrap(List.of(HostPort.parse(at)))).get(30, TimeUnit.SECONDS);
      List<CompletableFuture<Overlay>> others = new ArrayList<>();
      GnutellaConfig leaf = GnutellaConfig.DEFAULT.withRole(Tier.LEAF).withHostCaches(List.of(at));
      for (int i = 0; i < SERVENTS; i++) {
        Host host = network.newHost("other" + i, ANY_PORT, folder.resolve("other" + i));
        others.add(join(host, leaf));
      }
      for (CompletableFuture<Overlay> each : others) {
        assertTrue(each.get(30, TimeUnit.SECONDS).endpoints().size() == 1);
      }
    }
  }
}
