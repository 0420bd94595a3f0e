package io.peerwright.overlay.gnutella;

import io.peerwright.overlay.gnutella.config.Tier;

/** The same in the network without tiers. */
class LegacyBrowseContractTest extends GnutellaBrowseContractTest {

  @Override
  protected Tier role() {
    return Tier.LEGACY;
  }
}
