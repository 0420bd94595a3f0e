package io.peerwright.api.overlay;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;

/**
 * Byte streams between peers by name, over other peers where there is no direct way. Its links
 * behave like those of a {@link io.peerwright.api.net.Transport}; their remote end is where the
 * bytes come from, the peer or who relays. {@link Overlay#leave} ends them with {@link
 * io.peerwright.api.Reason#SHUTDOWN}.
 */
public interface Relay extends Capability {

  /**
   * Opens a stream to a peer. The link is returned at once and is not open yet: {@link
   * LinkHandler#onOpen} or {@link LinkHandler#onClosed} tells the outcome, with {@link
   * io.peerwright.api.Reason#UNRESOLVED} if the peer is not known, REFUSED if it takes no stream,
   * UNREACHABLE before {@link Overlay#join}; {@link Link#close} cancels the attempt.
   */
  Link connect(String peer, LinkHandler handler);

  /**
   * Takes streams from peers that call us by name.
   *
   * @param acceptor only its {@link LinkAcceptor#onAccept} is called; null refuses the stream
   * @return ends the taking, not the streams it took
   * @throws IllegalStateException while another acceptor takes them
   */
  Handle accept(LinkAcceptor acceptor);
}
