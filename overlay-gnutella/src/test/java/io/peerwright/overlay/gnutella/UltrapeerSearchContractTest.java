package io.peerwright.overlay.gnutella;

import io.peerwright.overlay.gnutella.config.Tier;

/** The same among ultrapeers without leaves. */
class UltrapeerSearchContractTest extends GnutellaSearchContractTest {

  @Override
  protected Tier role() {
    return Tier.ULTRAPEER;
  }
}
