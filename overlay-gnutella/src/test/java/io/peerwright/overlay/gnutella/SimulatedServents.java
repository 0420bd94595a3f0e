package io.peerwright.overlay.gnutella;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;

/** Simulated servents that come one after the other and know the first one. */
final class SimulatedServents implements AutoCloseable {

  static final int PORT = 6346;

  final Simulation simulation;
  final List<Host> hosts = new ArrayList<>();
  final List<Overlay> servents = new ArrayList<>();
  private Endpoint first;

  SimulatedServents(long seed) {
    simulation = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed).withPoison()).strict();
  }

  /** Adds servents, ten in a second. */
  SimulatedServents add(int count, IntFunction<GnutellaConfig> config) {
    for (int i = 0; i < count; i++) {
      add(simulation.newHost("servent" + hosts.size(), null, null), config.apply(i));
    }
    return this;
  }

  /** Adds one on a host, such as one behind a router. */
  void add(Host host, GnutellaConfig config) {
    Endpoint at = host.listenAddress().withPort(PORT);
    List<HostPort> known = first == null ? List.of() : List.of(HostPort.parse(first.toString()));
    first = first == null ? at : first;
    addAlone(host, config.withBootstrap(known));
  }

  /** Adds one on a host that knows whom its configuration names, and nobody else. */
  void addAlone(Host host, GnutellaConfig config) {
    Endpoint at = host.listenAddress().withPort(PORT);
    Overlay servent = new GnutellaProvider().create(host, config.withListen(at));
    hosts.add(host);
    servents.add(servent);
    servent.join();
    simulation.runFor(Duration.ofMillis(100));
  }

  /** A host of the open Internet, where a firewall may be. */
  Host world(int number) {
    Endpoint at = Endpoint.ofIpv4(0x51520000 | number, PORT);
    return simulation.newHost("world" + number, at, null);
  }

  /** Where a servent listens. */
  Endpoint at(int servent) {
    return servents.get(servent).endpoints().get(0);
  }

  void pass(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  /** Whom those who come know instead of the first of them. */
  void first(Endpoint other) {
    first = other;
  }

  /** Shares a file without content. */
  Handle share(int servent, String name) {
    SharedItem item =
        new SharedItem(
            hosts.get(servent).directory().resolve("none"),
            name,
            1_000,
            Set.of(Urn.ofHash(Urn.SHA1, new byte[20])),
            Map.of());
    return servents.get(servent).as(Sharing.class).orElseThrow().share(item);
  }

  /** Waits until what a servent shares is told. False if that takes longer. */
  boolean awaitPublished(int servent, int seconds) {
    boolean[] told = new boolean[1];
    servents.get(servent).as(Sharing.class).orElseThrow().published().thenRun(() -> told[0] = true);
    return simulation.runUntil(() -> told[0], Duration.ofSeconds(seconds));
  }

  /** Shares a file with a content, which is returned. */
  byte[] shareContent(int servent, String name, int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Path file = hosts.get(servent).directory().resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(content);
      Set<Urn> urns = Set.of(Urn.ofHash(Urn.SHA1, hash));
      SharedItem item = new SharedItem(file, name, size, urns, Map.of());
      servents.get(servent).as(Sharing.class).orElseThrow().share(item);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return content;
  }

  /** Shares a file under the names of a content, which may be a lie. */
  void share(int servent, String name, byte[] content, Set<Urn> urns) {
    Path file = hosts.get(servent).directory().resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    SharedItem item = new SharedItem(file, name, content.length, urns, Map.of());
    servents.get(servent).as(Sharing.class).orElseThrow().share(item);
  }

  /** Begins to fetch what was found. */
  Download fetch(int servent, List<Hit> hits, Path target) {
    return servents.get(servent).as(Fetch.class).orElseThrow().fetch(hits, target, changed -> {});
  }

  /** What a search has found, and how it ended. */
  static final class Found {
    final List<Hit> hits = new ArrayList<>();
    Reason end;
  }

  Found search(int servent, String words, int seconds) {
    return search(servent, words, 1_000, seconds);
  }

  Found search(int servent, String words, int most, int seconds) {
    Found found = new Found();
    servents
        .get(servent)
        .as(KeywordSearch.class)
        .orElseThrow()
        .search(
            Query.parse(words).limitedTo(most, Duration.ofSeconds(seconds)),
            found.hits::add,
            reason -> found.end = reason);
    simulation.runUntil(() -> found.end != null, Duration.ofSeconds(seconds + 1));
    return found;
  }

  /** The sum over all servents. */
  long meter(String name) {
    long[] sum = new long[1];
    servents.forEach(
        each -> each.meters((meter, value) -> sum[0] += meter.equals(name) ? value : 0));
    return sum[0];
  }

  /** The value of one servent. */
  long meter(int servent, String name) {
    long[] sum = new long[1];
    servents.get(servent).meters((meter, value) -> sum[0] += meter.equals(name) ? value : 0);
    return sum[0];
  }

  @Override
  public void close() {
    simulation.close();
  }
}
