package io.peerwright.transport.inmemory;

/** What a port belongs to. */
enum IpProtocol {
  UDP,
  TCP
}
