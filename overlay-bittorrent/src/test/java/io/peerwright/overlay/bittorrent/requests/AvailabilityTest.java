package io.peerwright.overlay.bittorrent.requests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

  private final FakeSwarm swarm = new FakeSwarm(10, 1, 1);
  private final Availability availability = swarm.availability;
  private final FakePeer peer = swarm.peer();

  private static ByteBuffer bits(int... bytes) {
    ByteBuffer bits = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      bits.put((byte) each);
    }
    return bits.flip();
  }

  @Test
  void wantsWhatAPeerHasAndWeHaveNot() throws WireException {
    swarm.pieces.complete(3);
    availability.onHave(peer, 3);
    assertFalse(peer.requests().weAreInterested());
    availability.onHave(peer, 4);
    assertTrue(peer.requests().weAreInterested());
    availability.onDontHave(peer, 4);
    assertFalse(peer.requests().weAreInterested());
    assertEquals(0, swarm.pieces.picker().availability(4));
  }

  @Test
  void aPieceIsCountedOnceHoweverOftenItIsTold() throws WireException {
    availability.onHave(peer, 2);
    availability.onHave(peer, 2);
    availability.onBitfield(peer, bits(0x20, 0x40));
    assertEquals(1, swarm.pieces.picker().availability(2));
    assertEquals(1, swarm.pieces.picker().availability(9));
    assertEquals(2, peer.requests().interesting);
  }

  @Test
  void whatWasToldBeforeItWasKnownWhatThereIsCountsAfterwards() throws WireException {
    availability.setPieces(null);
    availability.onHave(peer, 7);
    availability.onBitfield(peer, bits(0x80, 0));
    availability.setPieces(swarm.pieces);
    availability.meet(peer);
    assertEquals(2, peer.requests().interesting);
    assertEquals(1, swarm.pieces.picker().availability(0));
    assertEquals(1, swarm.pieces.picker().availability(7));
  }

  @Test
  void refusesPiecesThatThereAreNot() throws WireException {
    assertThrows(WireException.class, () -> availability.onHave(peer, 10));
    assertThrows(WireException.class, () -> availability.onHave(peer, -1));
    assertThrows(WireException.class, () -> availability.onBitfield(peer, bits(0, 0x20)));
    assertThrows(WireException.class, () -> availability.onBitfield(peer, bits(0)));
    assertThrows(WireException.class, () -> availability.onDontHave(peer, 10));
    availability.setPieces(null);
    availability.onHave(peer, 10);
    availability.setPieces(swarm.pieces);
    assertThrows(WireException.class, () -> availability.meet(peer));
  }

  @Test
  void aPeerThatHasGoneIsNotCounted() throws WireException {
    availability.onHaveAll(peer, true);
    assertEquals(1, swarm.pieces.picker().availability(5));
    availability.onGone(peer);
    assertEquals(0, swarm.pieces.picker().availability(5));
  }
}
