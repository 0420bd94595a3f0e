package io.peerwright.overlay.bittorrent.peers;

import io.peerwright.api.net.HostPort;
import java.util.Optional;

/** Where people say that a peer is: {@code HOST:PORT}, the host an address or a name. */
public final class PeerName {

  private PeerName() {}

  /** What a text says; empty if it is no such place. */
  public static Optional<HostPort> of(String text) {
    try {
      return Optional.of(HostPort.parse(text));
    } catch (IllegalArgumentException nonsense) {
      return Optional.empty();
    }
  }
}
