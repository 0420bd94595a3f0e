package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Transport;

/** One way in which a transport can be wrong. Without an override all is as it should be. */
interface Fault {

  /** What stands between a handler and its link. */
  default StreamTap stream(Loop loop) {
    return new StreamTap();
  }

  /** What stands between a handler and its datagram socket. */
  default DatagramTap datagrams() {
    return new DatagramTap();
  }

  /** What stands between a protocol and its loop. */
  default Loop loop(Loop inner) {
    return inner;
  }

  /** What stands between a protocol and all the rest. */
  default Transport transport(Loop loop, Transport tapped) {
    return tapped;
  }
}
