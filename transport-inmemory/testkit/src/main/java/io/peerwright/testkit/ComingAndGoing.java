package io.peerwright.testkit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Lets the peers come and go. */
final class ComingAndGoing {

  private final TestNetwork network;
  private final PeerChurn churn;
  private final RandomGenerator random;

  private ComingAndGoing(TestNetwork network, PeerChurn churn) {
    this.network = network;
    this.churn = churn;
    random = network.random();
  }

  static void begin(TestNetwork network, PeerChurn churn) {
    ComingAndGoing all = new ComingAndGoing(network, churn);
    network.peers().forEach(all::stay);
  }

  private void stay(TestPeer peer) {
    network.after(Duration.ofNanos(churn.stayNanos().applyAsLong(random)), () -> go(peer));
  }

  private void go(TestPeer peer) {
    if (peer.isCrashed()) {
      // Somebody else's doing, who may not want it to come back.
      return;
    }
    peer.abandon();
    if (churn.crashes(random)) {
      peer.crash();
    } else {
      peer.leave();
    }
    network.after(
        Duration.ofNanos(churn.awayNanos().applyAsLong(random)),
        () -> {
          peer.comeBack();
          stay(peer);
        });
  }
}
