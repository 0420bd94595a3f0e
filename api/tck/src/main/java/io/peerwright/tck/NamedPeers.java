package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import org.junit.jupiter.api.BeforeEach;

/** Three peers that know each other by name. */
abstract class NamedPeers extends ThreePeers {

  static final String NOBODY = "nobody-of-this-name";

  /** How often a name may be unknown before all have heard of all. */
  private static final int MOST_LOOKS = 100;

  NamedPeers() {}

  /** How other peers call the one on this host: by the name of the host unless overridden. */
  protected String name(Host host) {
    return host.name();
  }

  final String name(Peer peer) {
    return name(peer.machine().host());
  }

  /** Tries a name; true if the overlay knows it. */
  abstract boolean isKnown(Peer by, String name);

  final void awaitKnown(Peer by, Peer whom) {
    for (int i = 0; !isKnown(by, name(whom)); i++) {
      assertTrue(i < MOST_LOOKS, () -> name(by) + " never hears of " + name(whom));
      settle();
    }
  }

  @BeforeEach
  final void introduce() {
    settle();
    for (Peer from : all()) {
      for (Peer to : all()) {
        if (from != to) {
          awaitKnown(from, to);
        }
      }
    }
    settle();
  }
}
