package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that were cut: nothing arrives any more, and no end of the connection either. */
class DeadLineTest {

  private static final HybridServerConfig CONFIG = Servers.asRecorded();
  private static final int IDLE = (int) CONFIG.idleTimeout().toSeconds();
  private static final String FILE = "\"rain.mp3\" x 100 128 44100 60";

  private final Lab lab = Lab.patient(CONFIG);

  /** Nobody finds its files any more, whatever client it has. */
  @Test
  void whoseLineIsCutIsGoneWithinTheIdleTimeout() {
    for (String client : List.of("peerwright 0.1", "knows no pings 1.0")) {
      Host host = lab.simulation.newHost(client, null, null);
      WireClient cut = new WireClient(host, Lab.SERVER);
      cut.send(MessageType.LOGIN, "ann pw 6699 \"" + client + "\" 4");
      cut.send(MessageType.SHARE, FILE);
      lab.run(IDLE / 2);
      WireClient other = lab.user("other");
      cut.send(MessageType.STATS, "");
      lab.run(1);
      var line = lab.simulation.cut(List.of(host), List.of(lab.host));
      lab.run(IDLE / 2);
      other.send(MessageType.PONG, "hub1");
      lab.run(IDLE / 2 - 2);
      assertEquals(2, lab.meters().get("server.users.now"), "it may still be there");
      lab.run(3);
      assertEquals(1, lab.meters().get("server.users.now"), client);
      assertEquals(0, lab.meters().get("server.files.now"));
      assertEquals(1, lab.meters().get("server.connections.now"));
      other.received.clear();
      other.send(MessageType.SEARCH, "FILENAME CONTAINS \"rain\"");
      lab.run(1);
      assertEquals(List.of("202 "), other.received);
      other.link.close();
      line.close();
      cut.send(MessageType.STATS, "");
      lab.run(1);
      assertEquals(Reason.RESET, cut.closed);
    }
  }

  @Test
  void whoAnswersPingsStays() {
    WireClient ann = lab.user("ann");
    for (int i = 1; i <= 10; i++) {
      lab.run(IDLE / 2 + 1);
      assertEquals(i, ann.received.size(), () -> ann.received.toString());
      assertEquals("751 hub1", ann.received.get(i - 1));
      ann.send(MessageType.PONG, "hub1");
    }
    assertNull(ann.closed);
  }

  @Test
  void whoSaysAnythingIsNotPinged() {
    WireClient ann = lab.user("ann");
    for (int i = 0; i < 10; i++) {
      lab.run(IDLE / 2 - 1);
      ann.send(MessageType.DOWNLOAD_STARTED, "");
    }
    assertEquals(List.of(), ann.received);
    assertNull(ann.closed);
  }

  /** Who takes what it is sent, however slowly, is there, though it says nothing. */
  @Test
  void whoReadsSlowlyStays() {
    WireClient sharer = lab.user("ann");
    for (int i = 0; i < 5_000; i++) {
      sharer.send(MessageType.SHARE, "\"" + "x".repeat(200) + i + ".mp3\" x 100 128 44100 60");
    }
    lab.run(5);
    WireClient slow = lab.connect(2_000);
    Lab.login(slow, "slow");
    slow.send(MessageType.BROWSE, "ann");
    for (int minute = 0; minute < 60; minute++) {
      lab.run(60);
      slow.link.request(10_000);
      sharer.send(MessageType.PONG, "hub1");
    }
    assertNull(slow.closed);
    assertTrue(slow.received.size() < 5_000);
  }

  @Test
  void whoReadsNothingIsGoneInTime() {
    WireClient sharer = lab.user("ann");
    for (int i = 0; i < 5_000; i++) {
      sharer.send(MessageType.SHARE, "\"" + "x".repeat(200) + i + ".mp3\" x 100 128 44100 60");
    }
    lab.run(5);
    WireClient deaf = lab.connect(2_000);
    Lab.login(deaf, "deaf");
    deaf.send(MessageType.BROWSE, "ann");
    lab.run(IDLE / 2);
    sharer.send(MessageType.PONG, "hub1");
    lab.run(IDLE / 2 + 1);
    assertEquals(1, lab.meters().get("server.users.now"));
  }

  /** A nick is free again when its line is given up, also for somebody elsewhere. */
  @Test
  void theNickOfACutLineIsFreeInTime() {
    Host host = lab.simulation.newHost("cut", Endpoint.parse("10.79.0.1:1"), null);
    WireClient cut = new WireClient(host, Lab.SERVER);
    Lab.login(cut, "ann");
    lab.run(1);
    lab.simulation.cut(List.of(host), List.of(lab.host));
    lab.run(IDLE + 1);
    lab.user("ann");
  }
}
