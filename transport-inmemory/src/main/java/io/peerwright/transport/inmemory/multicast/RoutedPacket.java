package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.net.Endpoint;

/**
 * A datagram to a group on its way over routers that speak a protocol.
 *
 * @param number of its sender's packets
 * @param ttl how many routers it may cross, plus one
 */
record RoutedPacket(
    MulticastHost sender, Endpoint from, Endpoint to, int number, int ttl, byte[] content) {

  Endpoint source() {
    return from.withPort(0);
  }

  Endpoint group() {
    return to.withPort(0);
  }

  RoutedPacket afterRouter() {
    return new RoutedPacket(sender, from, to, number, ttl - 1, content);
  }
}
