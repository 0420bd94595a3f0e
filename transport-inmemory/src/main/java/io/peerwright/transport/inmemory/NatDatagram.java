package io.peerwright.transport.inmemory;

import io.peerwright.api.TimerTarget;

/** A datagram on its way out of, or into, networks behind NAT boxes. */
final class NatDatagram implements TimerTarget {

  private static final int ARRIVED = 0;
  private static final int RECEIVED = 1;

  private final SimHost sender;
  private NatPath path;

  NatDatagram(SimHost sender, NatPath path) {
    this.sender = sender;
    this.path = path;
  }

  /** Sends it on its way; the block is used up. */
  void send(long leaves, int packet, int block) {
    long time = leaves + wire().delay(sender, path.at(), packet);
    sender.kernel().sendBlock(sender, path.at(), time, this, ARRIVED, 0, block);
  }

  private Wire wire() {
    return sender.simulation().wire();
  }

  @Override
  public void onTimer(int code, long argument) {
    Kernel here = path.at().kernel();
    int block = (int) argument;
    if (code == ARRIVED) {
      path = path.enter(here.now());
      arrive(here, block);
    } else {
      receive(here, block);
    }
  }

  private void arrive(Kernel here, int block) {
    SimHost receiver = path.at();
    if (!path.isThere() || !wire().reaches(sender, receiver)) {
      here.arena.give(block);
    } else if (!Wire.isDownLimited(receiver)) {
      receive(here, block);
    } else if (wire().isDownFull(receiver)) {
      here.arena.give(block);
    } else {
      long time = wire().enter(receiver, here.arena.length(block));
      here.sendBlock(receiver, receiver, time, this, RECEIVED, 0, block);
    }
  }

  private void receive(Kernel here, int block) {
    SimDatagrams socket = path.at().stack().datagrams(SimDatagrams.IPV4, path.to().port());
    if (socket != null) {
      socket.deliver(sender, path.from(), block);
    }
    here.arena.give(block);
  }
}
