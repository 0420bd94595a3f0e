package io.peerwright.kit.net;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import org.jspecify.annotations.Nullable;

/** Passes everything on to another acceptor. */
public class ForwardingAcceptor implements LinkAcceptor {

  private final LinkAcceptor acceptor;

  /** In front of {@code acceptor}. */
  public ForwardingAcceptor(LinkAcceptor acceptor) {
    this.acceptor = acceptor;
  }

  @Override
  public void onListening(Endpoint local) {
    acceptor.onListening(local);
  }

  @Override
  public void onReachable(Endpoint outside) {
    acceptor.onReachable(outside);
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    return acceptor.onAccept(link);
  }

  @Override
  public void onClosed(Reason reason) {
    acceptor.onClosed(reason);
  }
}
