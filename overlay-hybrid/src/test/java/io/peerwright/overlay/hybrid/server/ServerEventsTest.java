package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server tells of its users. */
class ServerEventsTest {

  private static final String NUMBERS = " 11112222333344445555666677770001 100 128 44100 60";

  private final Lab lab = new Lab(Servers.asRecorded());
  private final List<String> told = new ArrayList<>();

  private void listen(OverlayEvent.Level least) {
    lab.server.listen(
        least, event -> told.add(event.text().replaceAll("10[.][0-9.]+:[0-9]+", "AT")));
  }

  @Test
  void tellsWhoLogsInSharesAndSearches() {
    listen(OverlayEvent.Level.DEBUG);
    WireClient ann = lab.user("ann");
    ann.send(MessageType.SHARE, "\"a\\copper rain.mp3\"" + NUMBERS);
    lab.run(1);
    WireClient bob = lab.user("bob");
    bob.send(MessageType.SEARCH, "FILENAME CONTAINS \"copper\"");
    bob.send(MessageType.DOWNLOAD_STARTED, "");
    bob.send(MessageType.DOWNLOAD_ENDED, "");
    lab.run(1);
    ann.send(MessageType.UPLOAD_STARTED, "");
    lab.run(1);
    bob.link.close();
    lab.run(1);
    assertEquals(
        List.of(
            "ann has logged in from AT",
            "ann shares 1 files",
            "bob has logged in from AT",
            "bob has searched and got 1 hits",
            "bob has begun a download",
            "bob has ended a download",
            "ann has begun an upload",
            "bob has gone"),
        told);
  }

  @Test
  void tellsWhomItDoesNotLetIn() {
    listen(OverlayEvent.Level.INFO);
    lab.user("ann");
    WireClient other = lab.connect();
    Lab.login(other, "ann");
    lab.run(1);
    assertEquals(List.of("ann has logged in from AT", "refused AT: Connecting too fast"), told);
  }
}
