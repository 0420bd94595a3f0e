package io.peerwright.transport.inmemory.lan;

/** Forwards multicast between LANs. Made by {@link Lans#newRouter}. */
public interface MulticastRouter {

  /** The name that it was given. */
  String name();

  /** Lets it stop forwarding, or start again; where the graph allows, others take over at once. */
  void setUp(boolean isUp);

  /**
   * Whether groups of administrative scope end here: 239.0.0.0/8, and IPv6 groups of a scope less
   * than global. At first they do not.
   */
  void setBoundary(boolean isBoundary);
}
