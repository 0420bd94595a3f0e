package io.peerwright.multicast.endhost;

/** The same where messages flood the mesh, and are pruned. */
class FloodPruneMulticastContractTest extends EndHostMulticastContractTest {

  @Override
  EndHostConfig config() {
    return EndHostConfig.DEFAULT.withTree(TreeKind.FLOOD_PRUNE);
  }
}
