package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
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
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated network with one index server, for tests. */
final class NapsterNetwork implements AutoCloseable {

  static final Duration LONG = Duration.ofMinutes(10);

  final Simulation simulation;
  final Host serverHost;
  private Overlay server;
  final List<Throwable> errors = new ArrayList<>();
  private final String address;
  private final HybridServerConfig serverConfig;

  NapsterNetwork(InMemoryConfig config) {
    this(config, null);
  }

  /** With its server at an address that the kernel would not give. */
  NapsterNetwork(InMemoryConfig config, @Nullable Endpoint listen) {
    simulation = Simulation.create(config);
    simulation.onError((host, thrown) -> errors.add(thrown));
    serverHost = simulation.newHost("server", listen, null);
    Endpoint at = serverHost.listenAddress().withPort(8888);
    serverConfig = HybridServerConfig.DEFAULT.withListen(at);
    server = new HybridServerProvider().create(serverHost, serverConfig);
    server.join();
    address = at.toString();
  }

  /** Another server takes the place of this one, and knows nobody. */
  void restartServer() {
    server.leave();
    settle();
    server = new HybridServerProvider().create(serverHost, serverConfig);
    server.join();
  }

  /** The configuration of a user of the server. */
  HybridConfig user(String nick) {
    return HybridConfig.DEFAULT.withServers(List.of(address)).withUser(nick, "secret", "");
  }

  Peer peer(String nick) {
    return peer(user(nick));
  }

  Peer peer(HybridConfig config) {
    return peer(config, null);
  }

  /** A peer whose files lie in a folder that is there already. */
  Peer peerIn(String nick, Path directory) {
    return peer(user(nick), directory);
  }

  /** What a new process finds: the files, and no lock on them. */
  Path copyOf(Path directory) {
    Path copy = directory.resolveSibling("copy");
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(directory.relativize(file).toString()));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A peer whose files lie in a folder that may be there already. */
  Peer peer(HybridConfig config, @Nullable Path directory) {
    return joined(config, simulation.newHost(config.nick(), null, directory));
  }

  /** A peer at an address of its own. */
  Peer peerAt(HybridConfig config, Endpoint address) {
    return joined(config, simulation.newHost(config.nick(), address, null));
  }

  private Peer joined(HybridConfig config, Host host) {
    Overlay overlay = new HybridProvider().create(host, config);
    var joined = overlay.join().toCompletableFuture();
    assertTrue(simulation.runUntil(joined::isDone, LONG), "not joined");
    joined.join();
    return new Peer(this, host, overlay);
  }

  /** Content that is the same for the same seed. */
  static byte[] content(int size, int seed) {
    byte[] content = new byte[size];
    new java.util.Random(seed).nextBytes(content);
    return content;
  }

  /** Runs until the download is over. */
  Download.State await(Download download) {
    assertTrue(
        simulation.runUntil(download.done().toCompletableFuture()::isDone, LONG),
        () -> "not over: " + download.state() + ", " + download.detail());
    return download.state();
  }

  /** Runs until so much of a download is on the disk. */
  void awaitBytes(Download download, long bytes) {
    assertTrue(
        simulation.runUntil(() -> download.bytesDone() >= bytes, LONG),
        () -> "stuck: " + download.state() + ", " + download.detail());
  }

  void settle() {
    simulation.runFor(Duration.ofSeconds(1));
  }

  @Override
  public void close() {
    simulation.close();
    if (!errors.isEmpty()) {
      throw new AssertionError("a handler failed", errors.get(0));
    }
  }

  /** One client. */
  record Peer(NapsterNetwork napster, Host host, Overlay overlay) {

    Handle share(String name, byte[] content) {
      Path file = host.directory().resolve("shared").resolve(name);
      try {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return as(Sharing.class).share(item(file, name, content));
    }

    static SharedItem item(Path file, String name, byte[] content) {
      Set<Urn> urns = Digests.of(content, List.of(Digests.SHA1, Digests.NAPSTER_MD5));
      return new SharedItem(file, name, content.length, urns, Map.of("bitrate", "192"));
    }

    <C extends io.peerwright.api.overlay.Capability> C as(Class<C> capability) {
      return overlay.as(capability).orElseThrow();
    }

    List<Hit> search(String line) {
      List<Hit> hits = new ArrayList<>();
      List<Reason> ended = new ArrayList<>();
      as(KeywordSearch.class).search(Query.parse(line), hits::add, ended::add);
      assertTrue(napster.simulation.runUntil(() -> !ended.isEmpty(), LONG));
      return hits;
    }

    Path target(String name) {
      return host.directory().resolve("downloads").resolve(name);
    }

    Download fetch(List<Hit> hits, String name) {
      return as(Fetch.class).fetch(hits, target(name), changed -> {});
    }

    long meter(String name) {
      long[] value = {-1};
      overlay.meters(
          (meter, count) -> {
            if (meter.equals(name)) {
              value[0] = count;
            }
          });
      return value[0];
    }
  }
}
