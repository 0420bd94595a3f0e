package io.peerwright.transport.inmemory.multicast;

import io.peerwright.transport.inmemory.lan.MulticastRouter;
import java.util.List;

/** A multicast router, and the LANs that it forwards between. */
final class SimRouter implements MulticastRouter {

  private final Runnable beforeChange;
  private final String name;
  private final List<SimLan> lans;
  private boolean up = true;
  private boolean boundary;

  SimRouter(Runnable beforeChange, String name, List<SimLan> lans) {
    this.beforeChange = beforeChange;
    this.name = name;
    this.lans = lans;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void setUp(boolean isUp) {
    beforeChange.run();
    up = isUp;
  }

  @Override
  public void setBoundary(boolean isBoundary) {
    beforeChange.run();
    boundary = isBoundary;
  }

  boolean isUp() {
    return up;
  }

  boolean isBoundary() {
    return boundary;
  }

  List<SimLan> lans() {
    return lans;
  }

  @Override
  public String toString() {
    return name;
  }
}
