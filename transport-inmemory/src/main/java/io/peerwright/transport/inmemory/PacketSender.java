package io.peerwright.transport.inmemory;

import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.kernel.KernelHost;

/** A host, as far as its packets need to know it. */
interface PacketSender extends KernelHost {

  /** The number of the next packet of this host; no two are the same. */
  int nextPacket();

  /** What its chance follows from. */
  long identity();

  /** How its network behaves. */
  NetworkModel model();
}
