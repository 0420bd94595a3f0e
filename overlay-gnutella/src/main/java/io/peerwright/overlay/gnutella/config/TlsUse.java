package io.peerwright.overlay.gnutella.config;

/** Whether links are TLS. */
public enum TlsUse {
  /** None is. */
  OFF,
  /** Those are whose other side asks for it. */
  ACCEPT,
  /** It asks for it where it dials, and dials so whom it knows to take TLS. */
  OFFER;

  /** Whether others may ask for it. */
  public boolean isTaken() {
    return this != OFF;
  }
}
