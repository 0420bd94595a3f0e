package io.peerwright.overlay.gnutella.config;

/** What a servent is told to be. */
public enum Tier {
  /** A leaf where there are ultrapeers enough, else an ultrapeer. */
  AUTO,
  /** Always an ultrapeer. */
  ULTRAPEER,
  /** Always a leaf. */
  LEAF,
  /** Never speaks of tiers: the flat network of 2000. */
  LEGACY
}
