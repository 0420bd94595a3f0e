package io.peerwright.overlay.bittorrent.requests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers are asked for, with peers that are nothing but what they were asked. */
class RequestsTest {

  private static final int BLOCK = PartialPiece.BLOCK;

  private static void give(FakeSwarm swarm, FakePeer peer, int piece, int block)
      throws WireException {
    ByteBuffer room = swarm.requests.onBlock(peer, piece, block * BLOCK, BLOCK);
    if (room != null) {
      swarm.requests.onBlockEnd(peer, piece, block * BLOCK);
    }
  }

  @Test
  void beginsWithTwoAndAsksForMoreAsBlocksCome() throws WireException {
    FakeSwarm swarm = new FakeSwarm(8, 4, 1);
    FakePeer peer = swarm.peer();
    swarm.availability.onHaveAll(peer, true);
    swarm.requests.fill(peer);
    assertEquals(2, peer.requests().waiting());
    RequestState.Asked first = peer.requests().asked.getFirst();
    give(swarm, peer, first.assembly().piece(), first.block());
    swarm.requests.fill(peer);
    assertEquals(3, peer.requests().waiting());
    assertEquals(BLOCK, peer.requests().received());
  }

  @Test
  void whatAPeerWillNotSendIsOpenToOthers() throws WireException {
    FakeSwarm swarm = new FakeSwarm(1, 1, 1);
    FakePeer one = swarm.peer();
    FakePeer other = swarm.peer();
    swarm.availability.onHaveAll(one, true);
    swarm.availability.onHaveAll(other, true);
    swarm.requests.fill(one);
    swarm.requests.onReject(one, 0, 0);
    assertEquals(0, one.requests().waiting());
    swarm.requests.fill(other);
    assertEquals(1, other.requests().waiting());
    assertThrows(WireException.class, () -> swarm.requests.onReject(one, 1, 0));
  }

  @Test
  void aBlockThatNobodyAskedForIsTakenOnceAndOnlyOfWhatIsUnderWay() throws WireException {
    FakeSwarm swarm = new FakeSwarm(2, 2, 1);
    FakePeer peer = swarm.peer();
    swarm.availability.onHave(peer, 0);
    assertNull(swarm.requests.onBlock(peer, 0, 0, BLOCK));
    swarm.requests.fill(peer);
    assertNull(swarm.requests.onBlock(peer, 0, 1, BLOCK));
    assertNull(swarm.requests.onBlock(peer, 1, 0, BLOCK));
    assertNotNull(swarm.requests.onBlock(peer, 0, BLOCK, BLOCK));
    swarm.requests.onBlockEnd(peer, 0, BLOCK);
    assertNull(swarm.requests.onBlock(peer, 0, BLOCK, BLOCK));
    assertTrue(swarm.requests.checkInvariants());
  }

  @Test
  void inTheEndABlockIsAskedForTwiceAndCancelledWhereItDidNotComeFrom() throws WireException {
    FakeSwarm swarm = new FakeSwarm(1, 1, 1);
    FakePeer slow = swarm.peer();
    FakePeer quick = swarm.peer();
    swarm.availability.onHaveAll(slow, true);
    swarm.availability.onHaveAll(quick, true);
    swarm.requests.fill(slow);
    swarm.requests.fill(quick);
    assertEquals(List.of(1, 1), List.of(slow.requests().waiting(), quick.requests().waiting()));
    give(swarm, quick, 0, 0);
    assertEquals(0, slow.requests().waiting());
    assertTrue(swarm.pieces.isWhole());
  }

  /** Whatever peers do, who is asked for what is known at every step, and all comes in the end. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void holdsWhateverPeersDo(long seed) throws WireException {
    FakeSwarm swarm = new FakeSwarm(12, 5, seed);
    Random random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      swarm.availability.onHaveAll(swarm.peer(), true);
    }
    for (int step = 0; step < 3000 && !swarm.pieces.isDone(); step++) {
      swarm.loop.now += random.nextInt(50_000_000);
      swarm.spoils = step < 2000 && random.nextInt(4) == 0;
      FakePeer peer = swarm.peers.get(random.nextInt(swarm.peers.size()));
      step(swarm, peer, random);
      assertTrue(swarm.requests.checkInvariants());
      peer.forgetMessages();
    }
    assertTrue(swarm.pieces.isDone());
    swarm.peers.forEach(peer -> assertEquals(0, peer.requests().interesting));
  }

  private static void step(FakeSwarm swarm, FakePeer peer, Random random) throws WireException {
    RequestState state = peer.requests();
    switch (random.nextInt(12)) {
      case 0 -> {
        state.setChokesUs(true);
        swarm.requests.giveUp(peer);
      }
      case 1 -> swarm.requests.onReject(peer, random.nextInt(12), random.nextInt(5) * BLOCK);
      case 2 -> give(swarm, peer, random.nextInt(12), random.nextInt(5));
      case 3 -> {
        swarm.peers.remove(peer);
        swarm.availability.onGone(peer);
        swarm.requests.onGone(peer);
        swarm.availability.onHaveAll(swarm.peer(), true);
      }
      case 4, 5 -> {
        state.setChokesUs(false);
        swarm.requests.fill(peer);
      }
      default -> {
        if (state.asked.isEmpty()) {
          swarm.requests.fill(peer);
        } else {
          int late = random.nextInt(Math.min(3, state.waiting()));
          RequestState.Asked asked = List.copyOf(state.asked).get(late);
          give(swarm, peer, asked.assembly().piece(), asked.block());
        }
      }
    }
  }
}
