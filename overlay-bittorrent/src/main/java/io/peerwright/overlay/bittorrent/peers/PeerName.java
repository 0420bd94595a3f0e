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

  /**
   * Checks that it is one.
   *
   * @throws IllegalArgumentException that says how to write it
   */
  public static void check(String text) {
    if (of(text).isEmpty()) {
      throw new IllegalArgumentException(
          "not a peer: \"" + text + "\"; write HOST:PORT, [2001:db8::1]:6881 for IPv6");
    }
  }
}
