package io.peerwright.transport.inmemory.nat;

/** What a port belongs to. */
public enum IpProtocol {
  UDP,
  TCP
}
