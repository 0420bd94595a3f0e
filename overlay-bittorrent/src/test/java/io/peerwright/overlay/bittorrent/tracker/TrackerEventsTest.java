package io.peerwright.overlay.bittorrent.tracker;

import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.SWARM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.events.TrackerEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tracker tells of its peers. */
class TrackerEventsTest {

  private final List<OverlayEvent> told = new ArrayList<>();

  private TrackerLab lab(Object... namesAndValues) {
    TrackerLab lab = new TrackerLab(namesAndValues);
    lab.server.listen(OverlayEvent.Level.DEBUG, told::add);
    return lab;
  }

  private static String announce(String prefix, String rest) {
    return prefix + "/announce?" + TrackerLab.query(SWARM, 6881, rest);
  }

  @Test
  void tellsWhoStartsCompletesAndStopsAndNothingBetween() throws BencodeException {
    TrackerLab lab = lab();
    Host ann = lab.newHost();
    Endpoint at = ann.listenAddress().withPort(6881);
    lab.ask(ann, announce("", "&left=5&event=started"));
    lab.ask(ann, announce("", "&left=3"));
    lab.ask(ann, announce("", "&left=0&event=completed"));
    lab.ask(ann, announce("", "&left=0&event=stopped"));
    lab.server.leave();
    lab.run(1);
    String torrent = SWARM.toString();
    assertEquals(
        List.of(
            new TrackerEvent.PeerStarted(torrent, at),
            new TrackerEvent.PeerCompleted(torrent, at),
            new TrackerEvent.PeerStopped(torrent, at),
            new OverlayEvent.Left()),
        told);
  }

  @Test
  void tellsWhomItDoesNotServe() throws BencodeException {
    TrackerLab lab = lab("keys", List.of("sesame"));
    Host ann = lab.newHost();
    lab.ask(ann, announce("/other", "&left=5&event=started"));
    assertEquals(1, told.size(), told::toString);
    TrackerEvent.Refused refused = (TrackerEvent.Refused) told.get(0);
    assertEquals("this tracker is private: the URL lacks a valid key", refused.why());
    lab.ask(ann, announce("/sesame", "&left=5&event=started"));
    assertEquals(2, told.size());
  }
}
