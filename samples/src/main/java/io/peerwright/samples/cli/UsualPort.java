package io.peerwright.samples.cli;

import java.io.IOException;
import java.net.ServerSocket;

/**
 * The port that BitTorrent clients listen at, so that a rule of a firewall or a router can be made
 * once and holds the next time, too.
 */
final class UsualPort {

  private static final int FIRST = 6881;
  private static final int LAST = 6999;
  private static final int ANY = 0;

  private UsualPort() {}

  /** The first of the usual ports that nobody listens at; any if all are taken. */
  static int free() {
    for (int port = FIRST; port <= LAST; port++) {
      try (ServerSocket probe = new ServerSocket(port)) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // Such as by another torrent: the next one.
      }
    }
    return ANY;
  }
}
