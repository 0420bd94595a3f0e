package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A simulated network of BitTorrent peers, for tests. */
final class Pool implements AutoCloseable {

  static final Duration LONG = Duration.ofMinutes(30);

  final Simulation simulation;
  final List<Throwable> errors = new ArrayList<>();

  Pool(InMemoryConfig config) {
    simulation = Simulation.create(config);
    simulation.onError((host, thrown) -> errors.add(thrown));
  }

  Pool() {
    this(InMemoryConfig.DEFAULT.withPoison());
  }

  /** Content that is the same for the same seed. */
  static byte[] content(int size, int seed) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** With one peer to ask, for few blocks at a time, and so much memory for what comes. */
  static BitTorrentConfig frugal(Endpoint known, int maxRequests, int bufferBytes) {
    BitTorrentConfig usual = BitTorrentConfig.DEFAULT;
    return new BitTorrentConfig(
        null,
        List.of(HostPort.parse(known.toString())),
        usual.trackers(),
        usual.announceTo(),
        usual.localAddresses(),
        usual.maxConnections(),
        usual.maxConnecting(),
        usual.uploadSlots(),
        usual.choking(),
        usual.order(),
        maxRequests,
        bufferBytes,
        usual.preallocate(),
        usual.exchangePeers(),
        usual.limits(),
        usual.verifyServers(),
        usual.trustStore(),
        usual.state(),
        usual.seedOnly(),
        usual.handshakeTimeout(),
        usual.idleTimeout());
  }

  Peer peer(String name, List<Endpoint> known) {
    // All addresses of a simulation are private ones, as in a laboratory.
    return peer(
        name, BitTorrentConfig.DEFAULT.withPeers(known).withLocalAddresses(AddressPolicy.ANY));
  }

  Peer peer(String name, BitTorrentConfig config) {
    return peer(name, config, BitTorrentParts.of(config));
  }

  Peer peer(String name, BitTorrentConfig config, BitTorrentParts parts) {
    Host host = simulation.newHost(name, null, null);
    Overlay overlay = new BitTorrentProvider().create(host, config, parts);
    var joined = overlay.join().toCompletableFuture();
    assertTrue(simulation.runUntil(joined::isDone, LONG), "not joined");
    joined.join();
    return new Peer(this, host, overlay);
  }

  /** Writes files and describes them. */
  static byte[] describe(Path root, int pieceLength) {
    try {
      TorrentMaker.Options options =
          new TorrentMaker.Options(pieceLength, List.of(), List.of(), "", false);
      Metainfo made = TorrentMaker.make(root, options, read -> {});
      return made.toBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void await(Download download) {
    assertTrue(
        simulation.runUntil(download.done().toCompletableFuture()::isDone, LONG),
        () -> "not over: " + download.state() + ", " + download.detail());
    download.done().toCompletableFuture().join();
  }

  @Override
  public void close() {
    simulation.close();
    if (!errors.isEmpty()) {
      throw new AssertionError("a handler failed", errors.get(0));
    }
  }

  /** One peer. */
  record Peer(Pool pool, Host host, Overlay overlay) {

    Endpoint endpoint() {
      return overlay.endpoints().get(0);
    }

    Path folder() {
      return host.directory();
    }

    Path write(String name, byte[] content) {
      try {
        Path file = folder().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] read(String name) {
      try {
        return Files.readAllBytes(folder().resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Download join(byte[] metainfo) {
      return swarm()
          .join(Swarm.Request.ofMetainfo(ByteBuffer.wrap(metainfo), folder()), changed -> {});
    }

    Download join(String magnet) {
      return swarm().join(Swarm.Request.ofMagnet(magnet, folder()), changed -> {});
    }

    Swarm swarm() {
      return overlay.as(Swarm.class).orElseThrow();
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

    void leave() {
      var left = overlay.leave().toCompletableFuture();
      assertTrue(pool.simulation.runUntil(left::isDone, LONG), "has not left");
      left.join();
      assertEquals(List.of(), overlay.endpoints());
    }
  }
}
