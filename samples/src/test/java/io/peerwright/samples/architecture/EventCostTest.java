package io.peerwright.samples.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.FileEvents;
import io.peerwright.overlay.bittorrent.events.TorrentEvents;
import io.peerwright.overlay.bittorrent.events.TrackerEvents;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import io.peerwright.overlay.gnutella.events.ServentEvents;
import io.peerwright.overlay.hybrid.events.ClientEvent;
import io.peerwright.overlay.hybrid.events.ClientEvents;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While nobody listens no event is made: the thread that tells of them allocates nothing. */
class EventCostTest {

  private static final int TIMES = 20_000;
  private static final Query QUERY = Query.parse("rain");
  private static final Path TARGET = Path.of("rain.mp3");

  /** One that fails when it is asked anything. */
  private static <T> T untouched(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError(method);
            }));
  }

  private static void costsNothing(Runnable tells) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    tells.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < TIMES; i++) {
      tells.run();
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < TIMES, () -> bytes + " bytes for " + TIMES + " rounds");
  }

  @Test
  void aClientMakesNoEventsForNobody() {
    ClientEvents events = new ClientEvents(new EventStream(untouched(Loop.class)));
    Endpoint at = Endpoint.parse("10.0.0.1:8888");
    Download download = untouched(Download.class);
    ContentSource source = untouched(ContentSource.class);
    costsNothing(
        () -> {
          events.loggedIn("server", at, "alice");
          events.loginRefused("server", "alice", ClientEvent.Refusal.FULL, "full");
          events.serverUnusable("server", Reason.TIMEOUT, "does not answer");
          events.serverLost("server", Reason.RESET);
          FileEvents.searchStarted(events.stream(), QUERY);
          FileEvents.sourceDropped(events.stream(), TARGET, source, "gone");
          FileEvents.searchEnded(events.stream(), 3, Reason.ENDED);
          events.downloadStarted("rain.mp3", 1);
          FileEvents.downloadEnded(events.stream(), "rain.mp3", download);
          events.uploadStarted("bob", "rain.mp3");
          events.uploadEnded("bob", "rain.mp3", 1, true);
          events.fileWithdrawn("rain.mp3");
        });
  }

  @Test
  void aServerMakesNoEventsForNobody() {
    ServerEvents events = new ServerEvents(new EventStream(untouched(Loop.class)));
    Link link = untouched(Link.class);
    costsNothing(
        () -> {
          events.loggedIn("alice", link);
          events.loginRefused(link, "full");
          events.loggedOut("alice", link);
          events.shared("alice", link, 1);
          events.transferStarted("alice", link, true);
          events.searched("alice", link, 1);
          events.transferEnded("alice", link, true);
          events.userShed("alice", link);
        });
  }

  @Test
  void aTorrentMakesNoEventsForNobody() {
    EventStream stream = new EventStream(untouched(Loop.class));
    TorrentEvents events = new TorrentEvents(stream, new InfoHash(1, 2, 3));
    Endpoint peer = Endpoint.parse("10.0.0.1:6881");
    costsNothing(
        () -> {
          events.joined();
          events.left();
          events.connected(peer);
          events.disconnected(peer, Reason.RESET, "");
          events.uploadStarted(peer);
          events.uploadEnded(peer, 1);
          events.failed(peer, PeerFailures.Kind.REFUSED);
          events.status("working");
          events.verified(1);
          events.corrupt(1);
          events.corruptPeer(peer, "sent a corrupt piece");
          events.complete();
        });
  }

  @Test
  void aTrackerMakesNoEventsForNobody() {
    TrackerEvents events = new TrackerEvents(new EventStream(untouched(Loop.class)));
    Endpoint peer = Endpoint.parse("10.0.0.1:6881");
    InfoHash torrent = new InfoHash(1, 2, 3);
    costsNothing(
        () -> {
          events.started(torrent, peer);
          events.completed(torrent, peer);
          events.stopped(torrent, peer);
          events.checked(torrent, peer, true);
          events.refused(peer, "no key");
        });
  }

  @Test
  void joiningAndLeavingMakeNoEventsForNobody() {
    EventStream events = new EventStream(untouched(Loop.class));
    List<Endpoint> at = List.of(Endpoint.parse("10.0.0.1:6881"));
    costsNothing(
        () -> {
          events.joined(at);
          events.left();
        });
  }

  @Test
  void aServentMakesNoEventsForNobody() {
    EventStream stream = new EventStream(untouched(Loop.class));
    Endpoint at = Endpoint.parse("10.0.0.1:6346");
    ContentSource source = untouched(ContentSource.class);
    costsNothing(
        () -> {
          ServentEvents.linked(stream, at, "ultrapeer", "agent");
          ServentEvents.unlinked(stream, at, Reason.RESET);
          ServentEvents.refused(stream, at, true);
          FileEvents.searchStarted(stream, QUERY);
          FileEvents.sourceDropped(stream, TARGET, source, "gone");
          ServentEvents.uploadStarted(stream, at, "rain.mp3");
          ServentEvents.uploadEnded(stream, at, "rain.mp3", 1);
          FileEvents.searchEnded(stream, 3, Reason.ENDED);
          ServentEvents.shared(stream, "rain.mp3", true);
          ServentEvents.shared(stream, "rain.mp3", false);
        });
  }
}
