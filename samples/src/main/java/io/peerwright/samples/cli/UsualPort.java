package io.peerwright.samples.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/**
 * The port that BitTorrent clients listen at, so that a rule of a firewall or a router can be made
 * once and holds the next time, too.
 */
final class UsualPort {

  private static final int FIRST = 6881;
  private static final int LAST = 6999;
  private static final int ANY = 0;

  private UsualPort() {}

  /** All addresses of this machine, of both families if it has IPv6, with such a port. */
  static String address() {
    try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
      probe.bind(new InetSocketAddress("::", ANY));
      return "[::]:" + free();
    } catch (IOException | UnsupportedOperationException noIpv6) {
      return "0.0.0.0:" + free();
    }
  }

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
