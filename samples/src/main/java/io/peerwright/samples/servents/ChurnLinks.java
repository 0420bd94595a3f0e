package io.peerwright.samples.servents;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How some servents are linked at a time. */
public final class ChurnLinks {

  private final int full;
  private int leaves;
  private int fullLeaves;
  private int aloneLeaves;
  private long leafLinks;
  private int ultrapeers;
  private int aloneUltrapeers;
  private long ultrapeerLinks;
  private long shielded;

  ChurnLinks(int full) {
    this.full = full;
  }

  void addLeaf(@Nullable ChurnPeer peer) {
    if (peer != null) {
      long links = links(peer, "links.ultrapeers.now");
      leaves++;
      leafLinks += links;
      fullLeaves += links >= full ? 1 : 0;
      aloneLeaves += links == 0 ? 1 : 0;
    }
  }

  void addUltrapeer(@Nullable ChurnPeer peer) {
    if (peer != null) {
      long links = links(peer, "links.ultrapeers.now");
      ultrapeers++;
      ultrapeerLinks += links;
      aloneUltrapeers += links == 0 ? 1 : 0;
      shielded += links(peer, "links.leaves.now");
    }
  }

  private static long links(ChurnPeer peer, String name) {
    long[] found = new long[1];
    peer.servent().meters((each, value) -> found[0] = each.equals(name) ? value : found[0]);
    return found[0];
  }

  /** The share of leaves that have all ultrapeers that they want. */
  public double fullLeaves() {
    return (double) fullLeaves / Math.max(1, leaves);
  }

  /** The share of leaves that have no ultrapeer. */
  public double aloneLeaves() {
    return (double) aloneLeaves / Math.max(1, leaves);
  }

  /** Links of an ultrapeer to others, in the mean. */
  public double degree() {
    return (double) ultrapeerLinks / Math.max(1, ultrapeers);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "leaves %.3f full, %.4f alone, %.2f links; ultrapeers %.1f links, %.4f alone, %.1f leaves",
        fullLeaves(),
        aloneLeaves(),
        (double) leafLinks / Math.max(1, leaves),
        degree(),
        (double) aloneUltrapeers / Math.max(1, ultrapeers),
        (double) shielded / Math.max(1, ultrapeers));
  }
}
