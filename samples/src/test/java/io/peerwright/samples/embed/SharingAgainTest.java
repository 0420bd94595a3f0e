package io.peerwright.samples.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.share.FolderScan;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that is started again shares the same files, and reads only what has changed. */
class SharingAgainTest {

  private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");
  private static final Duration WITHIN = Duration.ofMinutes(1);

  @TempDir Path folder;

  /** What one start of the peer has shared, and of how many files it read the content. */
  private static final class Start implements FolderScan.Listener {
    private final List<SharedItem> items = new ArrayList<>();
    private long read;

    @Override
    public void onItem(SharedItem item) {
      items.add(item);
    }

    @Override
    public void onDone(FolderScan.Progress total) {
      read = total.filesTotal();
    }
  }

  private Start start() {
    Start start = new Start();
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig peer = PeerConfig.of("index", "vertx").listeningOn(ANY_PORT);
      Endpoint server = peerwright.start(peer.with("hybrid-server")).endpoints().get(0);
      HybridConfig napster = HybridConfig.DEFAULT.withServers(List.of(server.toString()));
      Peer alice = peerwright.start(peer.named("alice").with("hybrid", napster));
      alice.await(alice.share(List.of(folder), start), WITHIN);
      Peer bob = peerwright.start(peer.named("bob").with("hybrid", napster));
      List<Hit> hits = bob.search("rain");
      assertEquals(List.of("copper rain.txt"), hits.stream().map(Hit::name).toList());
    }
    return start;
  }

  private void write(String name, String content, int hoursAgo) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    Instant then = Instant.now().minus(hoursAgo, ChronoUnit.HOURS);
    Files.setLastModifiedTime(file, FileTime.from(then));
  }

  @Test
  void aSecondStartDoesNotHashAgain() throws IOException {
    write("copper rain.txt", "drip drop", 2);
    write("sand.txt", "dry", 2);
    write("half.tmp", "of another program", 2);
    Start first = start();
    assertEquals(2, first.read);
    Start second = start();
    assertEquals(0, second.read);
    assertEquals(first.items, second.items);
    write("sand.txt", "wet", 1);
    assertEquals(1, start().read);
  }

  /** A stop waits until what was hashed so far is on the disk. */
  @Test
  void aStopInTheMiddleKeepsWhatWasHashed() throws IOException {
    write("copper rain.txt", "drip drop", 2);
    write("sand.txt", "dry", 2);
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig peer = PeerConfig.of("index", "vertx").listeningOn(ANY_PORT);
      Endpoint server = peerwright.start(peer.with("hybrid-server")).endpoints().get(0);
      HybridConfig napster = HybridConfig.DEFAULT.withServers(List.of(server.toString()));
      Peer alice = peerwright.start(peer.named("alice").with("hybrid", napster));
      CompletableFuture<Void> stopped = new CompletableFuture<>();
      alice.share(
          List.of(folder), item -> alice.stop().thenAccept(nothing -> stopped.complete(null)));
      alice.await(stopped, WITHIN);
    }
    assertEquals(1, start().read);
  }
}
