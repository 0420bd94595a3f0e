package io.peerwright.overlay.gnutella.handshake;

import java.util.Locale;

/** What a servent is in the network. */
public enum Role {
  /** Forwards for others, and for the leaves that it shields. */
  ULTRAPEER,
  /** Is shielded by ultrapeers, and forwards nothing. */
  LEAF,
  /** A servent of the network without tiers, where everybody forwards. */
  LEGACY;

  /** As people read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
