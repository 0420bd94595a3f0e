package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Downloaders who take what they asked for a few bytes at a time. */
class SlowDownloaderTest {

  private final Town town = new Town(InMemoryConfig.DEFAULT);

  @AfterEach
  void tearDown() {
    town.close();
  }

  private Town.Peer slow(String nick, int bytesPerSecond) {
    Town.Peer peer = town.peer(nick);
    town.simulation.setModel(
        peer.host(), NetworkModel.DEFAULT.withBandwidth(100_000, bytesPerSecond));
    return peer;
  }

  /** One who drips kept the only slot for as long as it liked. */
  @Test
  void whoDripsDoesNotKeepTheSlotFromOthers() {
    Town.Peer sharer = town.peer(town.user("sharer").withUploads(1, 1, 10));
    sharer.share("rain.mp3", Town.content(2_000_000, 1));
    Town.Peer drips = slow("drips", 100);
    Town.Peer other = town.peer("other");
    town.settle();
    Download held = drips.fetch(drips.search("rain"), "rain.mp3");
    town.awaitBytes(held, 2_000);
    Download waits = other.fetch(other.search("rain"), "rain.mp3");
    assertEquals(Download.State.COMPLETE, town.await(waits));
    assertTrue(town.simulation.now().toMinutes() < 6, () -> "at " + town.simulation.now());
  }

  /** It takes longer than the stall timeout until a buffer is empty, and others wait. */
  @Test
  void whoIsSlowButReadsIsServed() {
    Town.Peer sharer = town.peer(town.user("sharer").withUploads(1, 1, 10));
    sharer.share("a/rain.mp3", Town.content(400_000, 1));
    Town.Peer other = town.peer("other");
    town.settle();
    BufferReader slow = new BufferReader(town, "slow", sharer, "a\\rain.mp3");
    assertEquals(1, slow.taken);
    Download waits = other.fetch(other.search("rain"), "rain.mp3");
    town.settle();
    assertEquals(Download.State.QUEUED, waits.state());
    while (slow.taken < "1400000".length() + 400_000 && slow.closed == null) {
      slow.take(SocketOptions.DEFAULT.sendBufferBytes());
      town.simulation.runFor(Duration.ofSeconds(90));
    }
    assertEquals("1400000".length() + 400_000, slow.taken);
    assertEquals(Download.State.COMPLETE, town.await(waits));
    assertEquals(2, sharer.meter("uploads.complete"));
  }

  /**
   * The last bytes, which the system has taken but not sent, were thrown away when they took longer
   * than the stall timeout.
   */
  @Test
  void theLastBytesMayTakeTheirTime() {
    Town.Peer sharer = town.peer("sharer");
    sharer.share("rain.mp3", Town.content(60_000, 1));
    Town.Peer slow = slow("slow", 400);
    town.settle();
    Download download = slow.fetch(slow.search("rain"), "rain.mp3");
    assertEquals(Download.State.COMPLETE, town.await(download));
    assertEquals(1, sharer.meter("uploads.complete"), "sent more than once");
  }

  /** Nor do these bytes keep others waiting. */
  @Test
  void theNextDownloadBeginsWhenTheLastBytesAreOnTheirWay() {
    Town.Peer sharer = town.peer(town.user("sharer").withUploads(1, 1, 10));
    sharer.share("rain.mp3", Town.content(60_000, 1));
    Town.Peer slow = slow("slow", 400);
    Town.Peer other = town.peer("other");
    town.settle();
    Download first = slow.fetch(slow.search("rain"), "rain.mp3");
    town.awaitBytes(first, 2_000);
    Download second = other.fetch(other.search("rain"), "rain.mp3");
    assertEquals(Download.State.COMPLETE, town.await(second));
    assertEquals(Download.State.TRANSFERRING, first.state());
    assertEquals(Download.State.COMPLETE, town.await(first));
  }

  /** Who never takes the last bytes is cut off in the end. */
  @Test
  void whoNeverTakesTheLastBytesIsCutOff() {
    Town.Peer sharer = town.peer("sharer");
    sharer.share("rain.mp3", Town.content(60_000, 1));
    Town.Peer slow = slow("slow", 400);
    town.settle();
    int before = town.simulation.sockets(sharer.host());
    Download download = slow.fetch(slow.search("rain"), "rain.mp3");
    town.awaitBytes(download, 2_000);
    town.simulation.setModel(slow.host(), NetworkModel.DEFAULT.withBandwidth(100_000, 1));
    download.pause();
    town.simulation.runFor(Duration.ofMinutes(15));
    assertEquals(before, town.simulation.sockets(sharer.host()));
  }
}
