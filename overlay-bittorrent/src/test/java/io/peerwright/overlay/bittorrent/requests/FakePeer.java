package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.bandwidth.Throttles;
import io.peerwright.overlay.bittorrent.wire.ExtensionHandshake;
import io.peerwright.overlay.bittorrent.wire.Outbox;

/** A peer that has no connection: what it is asked for stands in its state. */
final class FakePeer implements RequestPeer {

  private final Endpoint remote;
  private final RequestState state = new RequestState(0);
  private Outbox outbox = new Outbox(run -> {});
  private final Throttles throttles;
  boolean over;
  int wantedWork;
  int toldOfPieces;

  FakePeer(FakeSwarm swarm, int number) {
    remote = Endpoint.ofIpv4(0x0a000000 + number, 6881);
    throttles = new Throttles(swarm, remote, () -> {});
  }

  @Override
  public RequestState requests() {
    return state;
  }

  @Override
  public Throttles throttles() {
    return throttles;
  }

  @Override
  public void wantsWork() {
    wantedWork++;
  }

  @Override
  public void partIfUseless() {
    toldOfPieces++;
  }

  @Override
  public void dropArrivingBlock() {}

  @Override
  public Endpoint remote() {
    return remote;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public boolean isFast() {
    return true;
  }

  @Override
  public boolean speaksExtensions() {
    return false;
  }

  @Override
  public ExtensionHandshake extension() {
    return ExtensionHandshake.NONE;
  }

  @Override
  public Outbox send() {
    return outbox;
  }

  /** What it was told is read by nobody. */
  void forgetMessages() {
    outbox = new Outbox(run -> {});
  }

  @Override
  public void drop(Reason reason, String why) {
    over = true;
  }

  @Override
  public String toString() {
    return "peer " + remote;
  }
}
