package io.peerwright.overlay.bittorrent.peers;

import io.peerwright.api.net.Endpoint;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where people say that a peer is: {@code HOST:PORT}, the host an address or a name. */
public final class PeerName {

  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9_]([a-zA-Z0-9._-]{0,251}[a-zA-Z0-9_.])?:[0-9]{1,5}");

  private PeerName() {}

  /** The endpoint if the host is an address; empty if its name must be looked up. */
  public static Optional<Endpoint> address(String text) {
    try {
      return Optional.of(Endpoint.parse(text));
    } catch (IllegalArgumentException aName) {
      return Optional.empty();
    }
  }

  /** Whether it is one. */
  public static boolean isOne(String text) {
    boolean possible = address(text).isPresent() || NAME.matcher(text).matches();
    String port = text.substring(text.lastIndexOf(':') + 1);
    return possible && port.length() <= 5 && Integer.parseInt(port) <= 65_535;
  }

  /**
   * Checks that it is one.
   *
   * @throws IllegalArgumentException that says how to write it
   */
  public static void check(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException(
          "not a peer: \"" + text + "\"; write HOST:PORT, [2001:db8::1]:6881 for IPv6");
    }
  }
}
