package io.peerwright.api.overlay;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;

/** Byte streams between peers by name, over other peers where there is no direct way. */
public interface Relay extends Capability {

  /** Opens a stream to a peer; the link behaves like any other. */
  Link connect(String peer, LinkHandler handler);

  /** Takes streams from peers that call us by name. */
  Handle accept(LinkAcceptor acceptor);
}
