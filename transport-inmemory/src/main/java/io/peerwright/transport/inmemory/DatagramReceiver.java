package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.kernel.Arena;
import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.nat.IpProtocol;

/**
 * Takes datagrams in that have come to the line of their receiver: through the NAT boxes before it
 * and its line, to the socket that they are for.
 */
final class DatagramReceiver {

  private final Hosts hosts;

  DatagramReceiver(Hosts hosts) {
    this.hosts = hosts;
  }

  /**
   * A datagram is at the line of its receiver, or through it; the block is used up.
   *
   * @param sender number of the host that sent it
   */
  void arrive(SimHost receiver, int sender, Endpoint source, int block) {
    if (receiver.box() != null) {
      arriveAtBox(receiver, sender, source, block);
      return;
    }
    Kernel kernel = receiver.kernel();
    Arena arena = kernel.arena;
    int note = arena.note(block);
    boolean waits = NetworkPath.isDownLimited(receiver) && !SimDatagrams.isThrough(note);
    if (waits && !receiver.isCrashed() && !NetworkPath.isDownFull(receiver)) {
      arena.note(block, SimDatagrams.through(note));
      long time = NetworkPath.enter(receiver, arena.length(block));
      kernel.resend(receiver, time, source, sender, block);
      return;
    }
    if (!waits) {
      SimDatagrams socket =
          receiver.stack().datagrams(SimDatagrams.kindOf(note), SimDatagrams.portOf(note));
      if (socket != null) {
        socket.deliver(sender, source, block);
      }
    }
    arena.give(block);
  }

  private void arriveAtBox(SimHost box, int sender, Endpoint source, int block) {
    Kernel kernel = box.kernel();
    int note = kernel.arena.note(block);
    NatPath path = null;
    if (SimDatagrams.kindOf(note) == SimDatagrams.IPV4) {
      Endpoint to = box.ipv4().withPort(SimDatagrams.portOf(note));
      path = new NatPath(IpProtocol.UDP, source, to, box, false).enter(kernel.now());
    }
    SimHost from = hosts.at(sender);
    if (path != null && path.isThere() && box.path().reaches(from, path.at())) {
      kernel.arena.note(block, path.to().port());
      arrive(hosts.at(path.at().index()), sender, path.from(), block);
    } else {
      kernel.arena.give(block);
    }
  }
}
