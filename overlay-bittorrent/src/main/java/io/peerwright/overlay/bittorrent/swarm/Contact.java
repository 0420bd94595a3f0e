package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import org.jspecify.annotations.Nullable;

/** A peer that was heard of, and how the attempts to reach it went. */
final class Contact {

  private final Endpoint endpoint;
  @Nullable PeerLink link;
  int failures;

  /** It had everything, or wanted nothing more, when we parted for that. */
  boolean seed;

  long nextTryAt;

  Contact(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  Endpoint endpoint() {
    return endpoint;
  }
}
