package io.peerwright.overlay.gnutella.servent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.link.LinkOwner;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two links between two servents, each of which has dialled one of them. */
class CrossingLinksTest {

  private static final Guid SMALL = new Guid(1, 1);
  private static final Guid LARGE = new Guid(-1, 1);
  private static final Endpoint SOMEWHERE = Endpoint.parse("10.0.0.9:6346");

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("one", null, null);

  @AfterEach
  void close() {
    simulation.close();
  }

  private PeerLink link(boolean dialled) {
    return new PeerLink(mock(LinkOwner.class), new Turn(host.loop()), SOMEWHERE, dialled);
  }

  /** Whether the link that it has dialled is the one that stays at a servent. */
  private boolean keepsItsOwn(Guid own, Guid theirs, boolean itsOwnFirst, int secondsBetween) {
    DoubleLinks doubles = new DoubleLinks();
    PeerLink dialled = link(true);
    PeerLink accepted = link(false);
    PeerLink first = itsOwnFirst ? dialled : accepted;
    PeerLink second = itsOwnFirst ? accepted : dialled;
    assertNull(doubles.settle(first, own, theirs, 5));
    PeerLink ended = doubles.settle(second, own, theirs, 5 + secondsBetween);
    doubles.remove(ended);
    return ended == accepted;
  }

  @Test
  void theSameLinkStaysOnBothSides() {
    for (boolean first : List.of(true, false)) {
      assertEquals(true, keepsItsOwn(SMALL, LARGE, first, 2), "it has dialled with less");
      assertEquals(false, keepsItsOwn(LARGE, SMALL, first, 2), "it was dialled with less");
    }
  }

  /** Who comes late only claims to be it. */
  @Test
  void anOldLinkStaysWhoeverHasDialled() {
    for (boolean first : List.of(true, false)) {
      assertEquals(first, keepsItsOwn(SMALL, LARGE, first, 60));
      assertEquals(first, keepsItsOwn(LARGE, SMALL, first, 60));
    }
  }

  @Test
  void whoCallsAgainIsNotHeardBeforeItsLinkIsOver() {
    DoubleLinks doubles = new DoubleLinks();
    PeerLink link = link(false);
    PeerLink again = link(false);
    assertNull(doubles.settle(link, SMALL, LARGE, 0));
    assertSame(again, doubles.settle(again, SMALL, LARGE, 1));
    doubles.remove(again);
    doubles.remove(link);
    assertNull(doubles.settle(again, SMALL, LARGE, 2));
  }

  /** What has taken its place is not forgotten with it. */
  @Test
  void theEndOfALinkIsNotThatOfTheOneThatStays() {
    DoubleLinks doubles = new DoubleLinks();
    PeerLink accepted = link(false);
    PeerLink dialled = link(true);
    assertNull(doubles.settle(accepted, SMALL, LARGE, 0));
    assertSame(accepted, doubles.settle(dialled, SMALL, LARGE, 1));
    doubles.remove(accepted);
    PeerLink again = link(false);
    assertSame(again, doubles.settle(again, SMALL, LARGE, 2));
    doubles.remove(dialled);
    assertTrue(doubles.isEmpty());
  }

  @Test
  void whoSaysNoGuidIsTakenForAnother() {
    DoubleLinks doubles = new DoubleLinks();
    assertNull(doubles.settle(link(false), SMALL, null, 0));
    assertNull(doubles.settle(link(false), SMALL, null, 0));
  }
}
