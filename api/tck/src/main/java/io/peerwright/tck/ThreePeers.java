package io.peerwright.tck;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Three peers that have joined. */
abstract class ThreePeers extends PeersContract {

  Peer a;
  Peer b;
  Peer c;

  ThreePeers() {}

  @BeforeEach
  final void addPeers() {
    a = peer("a");
    b = peer("b");
    c = peer("c");
  }

  final List<Peer> all() {
    return List.of(a, b, c);
  }
}
