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

  private final NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT);

  @AfterEach
  void tearDown() {
    napster.close();
  }

  private NapsterNetwork.Peer slow(String nick, int bytesPerSecond) {
    NapsterNetwork.Peer peer = napster.peer(nick);
    napster.simulation.setModel(
        peer.host(), NetworkModel.DEFAULT.withBandwidth(100_000, bytesPerSecond));
    return peer;
  }

  /** One who drips kept the only slot for as long as it liked. */
  @Test
  void whoDripsDoesNotKeepTheSlotFromOthers() {
    NapsterNetwork.Peer sharer = napster.peer(napster.user("sharer").withUploads(1, 1, 10));
    sharer.share("rain.mp3", NapsterNetwork.content(2_000_000, 1));
    NapsterNetwork.Peer drips = slow("drips", 100);
    NapsterNetwork.Peer other = napster.peer("other");
    napster.settle();
    Download held = drips.fetch(drips.search("rain"), "rain.mp3");
    napster.awaitBytes(held, 2_000);
    Download waits = other.fetch(other.search("rain"), "rain.mp3");
    assertEquals(Download.State.COMPLETE, napster.await(waits));
    assertTrue(napster.simulation.now().toMinutes() < 6, () -> "at " + napster.simulation.now());
  }

  /** It takes longer than the stall timeout until a buffer is empty, and others wait. */
  @Test
  void whoIsSlowButReadsIsServed() {
    NapsterNetwork.Peer sharer = napster.peer(napster.user("sharer").withUploads(1, 1, 10));
    sharer.share("a/rain.mp3", NapsterNetwork.content(400_000, 1));
    NapsterNetwork.Peer other = napster.peer("other");
    napster.settle();
    BufferReader slow = new BufferReader(napster, "slow", sharer, "a\\rain.mp3");
    assertEquals(1, slow.taken);
    Download waits = other.fetch(other.search("rain"), "rain.mp3");
    napster.settle();
    assertEquals(Download.State.QUEUED, waits.state());
    while (slow.taken < "1400000".length() + 400_000 && slow.closed == null) {
      slow.take(SocketOptions.DEFAULT.sendBufferBytes());
      napster.simulation.runFor(Duration.ofSeconds(90));
    }
    assertEquals("1400000".length() + 400_000, slow.taken);
    assertEquals(Download.State.COMPLETE, napster.await(waits));
    assertEquals(2, sharer.meter("uploads.complete"));
  }

  /**
   * The last bytes, which the system has taken but not sent, were thrown away when they took longer
   * than the stall timeout.
   */
  @Test
  void theLastBytesMayTakeTheirTime() {
    NapsterNetwork.Peer sharer = napster.peer("sharer");
    sharer.share("rain.mp3", NapsterNetwork.content(60_000, 1));
    NapsterNetwork.Peer slow = slow("slow", 400);
    napster.settle();
    Download download = slow.fetch(slow.search("rain"), "rain.mp3");
    assertEquals(Download.State.COMPLETE, napster.await(download));
    assertEquals(1, sharer.meter("uploads.complete"), "sent more than once");
  }

  /** Nor do these bytes keep others waiting. */
  @Test
  void theNextDownloadBeginsWhenTheLastBytesAreOnTheirWay() {
    NapsterNetwork.Peer sharer = napster.peer(napster.user("sharer").withUploads(1, 1, 10));
    sharer.share("rain.mp3", NapsterNetwork.content(60_000, 1));
    NapsterNetwork.Peer slow = slow("slow", 400);
    NapsterNetwork.Peer other = napster.peer("other");
    napster.settle();
    Download first = slow.fetch(slow.search("rain"), "rain.mp3");
    napster.awaitBytes(first, 2_000);
    Download second = other.fetch(other.search("rain"), "rain.mp3");
    assertEquals(Download.State.COMPLETE, napster.await(second));
    assertEquals(Download.State.TRANSFERRING, first.state());
    assertEquals(Download.State.COMPLETE, napster.await(first));
  }

  /** Who never takes the last bytes is cut off in the end. */
  @Test
  void whoNeverTakesTheLastBytesIsCutOff() {
    NapsterNetwork.Peer sharer = napster.peer("sharer");
    sharer.share("rain.mp3", NapsterNetwork.content(60_000, 1));
    NapsterNetwork.Peer slow = slow("slow", 400);
    napster.settle();
    int before = napster.simulation.sockets(sharer.host());
    Download download = slow.fetch(slow.search("rain"), "rain.mp3");
    napster.awaitBytes(download, 2_000);
    napster.simulation.setModel(slow.host(), NetworkModel.DEFAULT.withBandwidth(100_000, 1));
    download.pause();
    napster.simulation.runFor(Duration.ofMinutes(15));
    assertEquals(before, napster.simulation.sockets(sharer.host()));
  }
}
