package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over real sockets of this machine and real files. */
class LiveTransferTest {

  private static final byte[] CONTENT = NapsterNetwork.content(24_000_000, 9);

  @TempDir Path folder;
  private Network network;
  private String server;
  private int port;

  /** Where the server listens. */
  Endpoint serverAddress() {
    return clientAddress();
  }

  /** Where the clients are, and find the server. */
  Endpoint clientAddress() {
    return Endpoint.parse("127.0.0.1:0");
  }

  /** The port of the server. */
  final int serverPort() {
    return port;
  }

  @BeforeEach
  void setUp() {
    VertxProvider provider = new VertxProvider();
    network = provider.open(provider.defaults());
    Endpoint any = serverAddress();
    Host host = network.newHost("server", any, folder);
    Overlay hub =
        on(
            host,
            () ->
                new HybridServerProvider()
                    .create(host, HybridServerConfig.DEFAULT.withListen(any)));
    await(on(host, hub::join));
    port = on(host, hub::endpoints).get(0).port();
    server = clientAddress().withPort(port).toString();
  }

  @AfterEach
  void tearDown() {
    network.close();
  }

  @Test
  void aFileIsFetchedByteByByteTheSame() throws Exception {
    Client sharer = client("sharer");
    sharer.share("a/rain.bin");
    Client loader = client("loader");
    Path target = folder.resolve("got/rain.bin");
    Download download = loader.fetch(target, changed -> {});
    assertEquals(target, await(download.done()));
    assertEquals(-1, Files.mismatch(sharer.file(), target));
  }

  @Test
  void goesOnWhenTheSharerComesBack() throws Exception {
    Client sharer = client("sharer");
    sharer.share("a/rain.bin");
    Client loader = client("loader");
    Path target = folder.resolve("got/rain.bin");
    CountDownLatch begun = new CountDownLatch(1);
    Download download =
        loader.fetch(
            target,
            changed -> {
              if (changed.bytesDone() > 0) {
                begun.countDown();
              }
            });
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    sharer.host.close();
    Client again = client("sharer2", "sharer");
    again.share("a/rain.bin");
    await(download.done());
    assertEquals(-1, Files.mismatch(again.file(), target));
  }

  @Test
  void goesOnAfterARestart() throws Exception {
    client("sharer").share("a/rain.bin");
    Client loader = client("loader");
    Path target = folder.resolve("got/rain.bin");
    CountDownLatch begun = new CountDownLatch(1);
    Download download =
        loader.fetch(
            target,
            changed -> {
              if (changed.bytesDone() > 0) {
                changed.pause();
                begun.countDown();
              }
            });
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    await(on(loader.host, loader.overlay::leave));
    long kept = on(loader.host, download::bytesDone);
    assertTrue(kept > 0 && kept < CONTENT.length, () -> "kept " + kept);
    Client again = client("loader2");
    await(again.fetch(target, changed -> {}).done());
    long twice = again.meter("bytes.received") - (CONTENT.length - kept);
    assertEquals(Math.min(1 << 16, (kept + 1) / 2), twice, "of what is kept, only its end");
    assertEquals(CONTENT.length, Files.size(target));
  }

  final Client client(String name) {
    return client(name, name);
  }

  private Client client(String hostName, String nick) {
    Host host = network.newHost(hostName, clientAddress(), folder.resolve(hostName));
    HybridConfig config =
        HybridConfig.DEFAULT.withServers(List.of(server)).withUser(nick, "secret", "");
    Overlay overlay = on(host, () -> new HybridProvider().create(host, config));
    await(on(host, overlay::join));
    return new Client(host, overlay);
  }

  private static <T> T on(Host host, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              try {
                result.complete(work.get());
              } catch (Throwable t) {
                result.completeExceptionally(t);
              }
            });
    return result.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static <T> T await(CompletionStage<T> stage) {
    CompletableFuture<T> result = new CompletableFuture<>();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
        });
    return result.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** A client on a host of its own. */
  record Client(Host host, Overlay overlay) {

    Path file() {
      return host.directory().resolve("rain.bin");
    }

    void share(String name) throws Exception {
      Files.createDirectories(host.directory());
      Files.write(file(), CONTENT);
      var item = NapsterNetwork.Peer.item(file(), name, CONTENT);
      on(host, () -> overlay.as(Sharing.class).orElseThrow().share(item));
    }

    Download fetch(Path target, java.util.function.Consumer<Download> changed) {
      List<Hit> hits = new ArrayList<>();
      for (int i = 0; hits.isEmpty() && i < 100; i++) {
        // The sharer's announcement and our search reach the server by different links.
        hits.addAll(await(on(host, this::search)));
      }
      Function<Fetch, Download> fetch = fetcher -> fetcher.fetch(hits, target, changed);
      return on(host, () -> fetch.apply(overlay.as(Fetch.class).orElseThrow()));
    }

    private CompletableFuture<List<Hit>> search() {
      CompletableFuture<List<Hit>> found = new CompletableFuture<>();
      List<Hit> hits = new ArrayList<>();
      overlay
          .as(KeywordSearch.class)
          .orElseThrow()
          .search(Query.parse("rain"), hits::add, reason -> found.complete(hits));
      return found;
    }

    long meter(String name) {
      return on(
          host,
          () -> {
            long[] value = {-1};
            overlay.meters(
                (meter, count) -> {
                  if (meter.equals(name)) {
                    value[0] = count;
                  }
                });
            return value[0];
          });
    }
  }
}
