package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;

/** Passes everything on to an acceptor. */
class AcceptorTap implements LinkAcceptor {

  final LinkAcceptor inner;

  AcceptorTap(LinkAcceptor inner) {
    this.inner = inner;
  }

  @Override
  public void onListening(Endpoint local) {
    inner.onListening(local);
  }

  @Override
  public LinkHandler onAccept(Link link) {
    return inner.onAccept(link);
  }

  @Override
  public void onClosed(Reason reason) {
    inner.onClosed(reason);
  }
}
