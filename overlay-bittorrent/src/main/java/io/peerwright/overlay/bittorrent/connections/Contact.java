package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.hosts.KnownHost;

/** A peer that was heard of. */
public final class Contact extends KnownHost {

  /** There is a connection, or an attempt at one. */
  public boolean linked;

  /** It had everything, or wanted nothing more, when we parted for that. */
  public boolean seed;

  /** One that was not tried yet. */
  public Contact(Endpoint endpoint) {
    super(endpoint);
  }

  @Override
  protected boolean isInUse() {
    return linked;
  }

  @Override
  protected boolean isOfNoUse() {
    return seed;
  }
}
