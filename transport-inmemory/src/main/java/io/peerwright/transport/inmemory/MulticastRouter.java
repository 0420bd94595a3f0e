package io.peerwright.transport.inmemory;

import java.util.List;

/** Forwards multicast between LANs. Made by {@link Lans#newRouter}. */
public final class MulticastRouter {

  private final Lans network;
  private final String name;
  private final List<Lan> lans;
  private boolean up = true;
  private boolean boundary;

  MulticastRouter(Lans network, String name, List<Lan> lans) {
    this.network = network;
    this.name = name;
    this.lans = lans;
  }

  /** The name that it was given. */
  public String name() {
    return name;
  }

  /** Lets it stop forwarding, or start again; where the graph allows, others take over at once. */
  public void setUp(boolean isUp) {
    network.change();
    up = isUp;
  }

  /**
   * Whether groups of administrative scope end here: 239.0.0.0/8, and IPv6 groups of a scope less
   * than global. At first they do not.
   */
  public void setBoundary(boolean isBoundary) {
    network.change();
    boundary = isBoundary;
  }

  boolean isUp() {
    return up;
  }

  boolean isBoundary() {
    return boundary;
  }

  List<Lan> lans() {
    return lans;
  }

  @Override
  public String toString() {
    return name;
  }
}
