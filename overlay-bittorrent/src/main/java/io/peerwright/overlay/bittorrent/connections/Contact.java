package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.net.Endpoint;

/** A peer that was heard of, and how the attempts to reach it went. */
public final class Contact {

  private final Endpoint endpoint;

  /** There is a connection, or an attempt under way. */
  public boolean linked;

  public int failures;

  /** It had everything, or wanted nothing more, when we parted for that. */
  public boolean seed;

  public long nextTryAt;

  public Contact(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  public Endpoint endpoint() {
    return endpoint;
  }
}
