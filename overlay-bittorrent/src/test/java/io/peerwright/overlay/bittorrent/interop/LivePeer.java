package io.peerwright.overlay.bittorrent.interop;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.BitTorrentProvider;
import io.peerwright.transport.vertx.VertxProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A peer in a process of its own, so that it can live in a network namespace and be killed.
 *
 * <pre>LivePeer LISTEN DIRECTORY TORRENT-OR-MAGNET [PEER...]</pre>
 *
 * Says {@code ready} when it listens and {@code done SECONDS CPU-SECONDS FIRST-BYTE-MILLIS} when
 * the content is complete; goes on until its input ends. The input {@code again DIRECTORY} leaves
 * the torrent and fetches it once more in the same process; {@code peers} and {@code detail} tell
 * how it stands. The system property {@code peerwright.trust} names certificates to trust, {@code
 * peerwright.seedOnly} makes a peer that writes nothing of the content.
 */
public final class LivePeer {

  private LivePeer() {}

  /** Where a peer with this folder keeps its notes. */
  static Path notes(Path directory) {
    return directory.resolveSibling(directory.getFileName() + "-notes");
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    VertxProvider provider = new VertxProvider();
    Network network = provider.open(provider.defaults());
    Host host = network.newHost("peer", Endpoint.parse(arguments[0]), Path.of(arguments[1]));
    List<Endpoint> peers = new ArrayList<>();
    for (String each : Arrays.asList(arguments).subList(3, arguments.length)) {
      peers.add(Endpoint.parse(each));
    }
    String trust = System.getProperty("peerwright.trust");
    BitTorrentConfig config =
        BitTorrentConfig.DEFAULT
            .withPeers(peers)
            .withState(notes(Path.of(arguments[1])))
            .withTrust(true, trust == null ? null : Path.of(trust));
    boolean seedOnly = Boolean.getBoolean("peerwright.seedOnly");
    Overlay overlay =
        new BitTorrentProvider().create(host, seedOnly ? config.withSeedOnly() : config);
    CompletableFuture<Void> joined = new CompletableFuture<>();
    host.loop().execute(() -> overlay.join().thenAccept(joined::complete));
    joined.join();
    System.out.println("ready");
    Download download = fetch(host, overlay, arguments[2], Path.of(arguments[1]));
    for (int c = System.in.read(); c >= 0; c = System.in.read()) {
      StringBuilder line = new StringBuilder();
      for (; c >= 0 && c != '\n'; c = System.in.read()) {
        line.append((char) c);
      }
      if (line.toString().startsWith("again ")) {
        host.loop().execute(download::close);
        Thread.sleep(500);
        download = fetch(host, overlay, arguments[2], Path.of(line.substring(6)));
      } else if (line.toString().equals("peers")) {
        Download asked = download;
        host.loop().execute(() -> System.out.println(asked.state() + " " + asked.peers()));
      } else if (line.toString().equals("detail")) {
        Download asked = download;
        host.loop().execute(() -> System.out.println("detail " + asked.detail()));
      }
    }
    host.loop().execute(() -> overlay.meters(LivePeer::tellMeter));
    CompletableFuture<Void> left = new CompletableFuture<>();
    host.loop().execute(() -> overlay.leave().thenAccept(left::complete));
    left.join();
    network.close();
  }

  private static void tellMeter(String meter, long value) {
    if (meter.equals("bytes.received")) {
      System.out.println("received " + value);
    } else {
      System.out.println("meter " + meter + " " + value);
    }
  }

  private static Download fetch(Host host, Overlay overlay, String torrent, Path directory)
      throws Exception {
    Files.createDirectories(directory);
    long start = System.nanoTime();
    long cpu = cpuNanos();
    long[] first = {0};
    Swarm swarm = overlay.as(Swarm.class).orElseThrow();
    CompletableFuture<Download> begun = new CompletableFuture<>();
    byte[] metainfo =
        torrent.startsWith("magnet:") ? new byte[0] : Files.readAllBytes(Path.of(torrent));
    host.loop()
        .execute(
            () -> {
              try {
                begun.complete(
                    swarm.join(
                        metainfo.length == 0
                            ? Swarm.Request.ofMagnet(torrent, directory)
                            : Swarm.Request.ofMetainfo(ByteBuffer.wrap(metainfo), directory),
                        each -> note(each, first)));
              } catch (RuntimeException e) {
                begun.completeExceptionally(e);
              }
            });
    Download download = begun.join();
    download
        .done()
        .whenComplete(
            (path, failure) -> {
              double seconds = (System.nanoTime() - start) / 1e9;
              double cpuSeconds = (cpuNanos() - cpu) / 1e9;
              double millis = first[0] == 0 ? 0 : (first[0] - start) / 1e6;
              String how = failure == null ? "done" : "failed " + failure.getMessage();
              System.out.printf("%s %.3f %.3f %.1f%n", how, seconds, cpuSeconds, millis);
            });
    return download;
  }

  private static void note(Download download, long[] first) {
    if (first[0] == 0 && download.bytesDone() > 0) {
      first[0] = System.nanoTime();
    }
  }

  /** CPU time of this process as the system counts it, which is in hundredths of a second. */
  private static long cpuNanos() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000_000L;
    } catch (IOException e) {
      return 0;
    }
  }
}
