package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.overlay.gnutella.link.LinkOwner;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.SecurablePeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import org.jspecify.annotations.Nullable;

/** Makes links: those on which TLS may be agreed on, and smaller ones where that cannot be. */
final class PeerLinks {

  private final Host host;
  private final TlsUse use;
  private final LinkOwner owner;
  private final Turn turn;
  private @Nullable ServentTls tls;

  PeerLinks(Host host, TlsUse use, LinkOwner owner, Turn turn) {
    this.host = host;
    this.use = use;
    this.owner = owner;
    this.turn = turn;
  }

  /** What answers TLS; null if nothing does. */
  @Nullable ServentTls tls() {
    if (tls == null && use.isTaken()) {
      tls = new ServentTls(host);
    }
    return tls;
  }

  /** One that we are to open. */
  PeerLink dialled(Endpoint remote) {
    return link(remote, true, use == TlsUse.OFFER ? tls() : null);
  }

  /** One that somebody has opened. */
  PeerLink accepted(Endpoint remote) {
    return link(remote, false, tls());
  }

  private PeerLink link(Endpoint remote, boolean dialled, @Nullable ServentTls secure) {
    return secure == null
        ? new PeerLink(owner, turn, remote, dialled)
        : new SecurablePeerLink(owner, turn, remote, dialled, secure);
  }
}
