package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Urn;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over real sockets. */
class LivePushTest {

  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");

  private static <T> T on(Host host, Supplier<CompletionStage<T>> what) throws Exception {
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

  @Test
  void whoCannotBeDialledIsAskedToDial(@TempDir Path folder) throws Exception {
    byte[] content = new byte[2_000_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("copper rain.ogg"), content);
    Urn urn = Urn.ofHash(Urn.SHA1, MessageDigest.getInstance("SHA-1").digest(content));
    SharedItem item =
        new SharedItem(file, "copper rain.ogg", content.length, Set.of(urn), Map.of());
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Host one = network.newHost("one", ANY_PORT, folder.resolve("one"));
      Host other = network.newHost("other", ANY_PORT, folder.resolve("other"));
      Overlay asker = servent(one, GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
      on(one, asker::join);
      HostPort at = HostPort.parse(asker.endpoints().get(0).toString());
      GnutellaConfig hidden =
          GnutellaConfig.DEFAULT
              .withRole(Tier.LEAF)
              .withFirewalled(true)
              .withBootstrap(List.of(at));
      Overlay responder = servent(other, hidden);
      on(
          other,
          () -> {
            responder.as(Sharing.class).orElseThrow().share(item);
            return CompletableFuture.completedFuture(null);
          });
      on(other, responder::join);
      on(other, () -> responder.as(Sharing.class).orElseThrow().published());
      Hit hit = on(one, () -> search(asker));
      assertNull(hit.endpoint());
      Path target = folder.resolve("fetched");
      on(
          one,
          () ->
              asker
                  .as(Fetch.class)
                  .orElseThrow()
                  .fetch(List.of(hit), target, changed -> {})
                  .done());
      assertArrayEquals(content, Files.readAllBytes(target));
      on(other, responder::leave);
      on(one, asker::leave);
    }
  }

  private static Overlay servent(Host host, GnutellaConfig config) {
    return new GnutellaProvider().create(host, config.withListen(ANY_PORT));
  }

  private static CompletionStage<Hit> search(Overlay asker) {
    CompletableFuture<Hit> first = new CompletableFuture<>();
    asker
        .as(KeywordSearch.class)
        .orElseThrow()
        .search(
            Query.parse("copper rain").limitedTo(1, Duration.ofSeconds(20)),
            first::complete,
            reason -> {});
    return first;
  }
}
