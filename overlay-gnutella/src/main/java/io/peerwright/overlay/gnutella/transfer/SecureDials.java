package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.ForwardingHandler;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Dials those with TLS for files that have said that they take it. Where it fails once the servent
 * is dialled without from then on: there may be no suite that both know.
 */
final class SecureDials {

  private static final int MOST_KNOWN = 1_024;

  private final Loop loop;
  private final Supplier<@Nullable ServentTls> tls;
  private final Set<Endpoint> takers = new LinkedHashSet<>(0);
  private long dialled;

  /**
   * Nobody is known to take it.
   *
   * @param tls tells null as long as it is not to be spoken
   */
  SecureDials(Loop loop, Supplier<@Nullable ServentTls> tls) {
    this.loop = loop;
    this.tls = tls;
  }

  /** A servent takes it. Of more than are remembered the first goes. */
  void know(Endpoint at) {
    if (takers.add(at) && takers.size() > MOST_KNOWN) {
      takers.remove(takers.iterator().next());
    }
  }

  /** How many links were opened with it. */
  long dialled() {
    return dialled;
  }

  /** A transport that does. */
  Transport over(Transport inner) {
    return new ForwardingTransport(inner) {
      @Override
      public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
        ServentTls known = takers.contains(remote) ? tls.get() : null;
        return known == null
            ? super.connect(remote, options, handler)
            : dial(known, remote, options, handler);
      }
    };
  }

  private Link dial(ServentTls with, Endpoint to, SocketOptions options, LinkHandler handler) {
    PushedLink link =
        new PushedLink(loop, to, handler, options.connectWithinNanos(), waiting -> {});
    with.whenReady(
        transport -> {
          if (link.isWaiting()) {
            transport.connect(to, options, new Opening(to, link));
          }
        });
    return link;
  }

  /** A link whose user has it once it is secure. */
  private final class Opening extends ForwardingHandler {
    private final Endpoint to;
    private final PushedLink user;

    Opening(Endpoint to, PushedLink user) {
      super(user);
      this.to = to;
      this.user = user;
    }

    @Override
    public void onOpen(Link link) {
      if (user.isWaiting()) {
        dialled++;
        user.arrived(link);
      } else {
        link.abort(Reason.CANCELLED);
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      if (user.isWaiting()) {
        takers.remove(to);
        user.fail(reason);
      } else if (user.hasArrived()) {
        super.onClosed(link, reason);
      }
    }
  }
}
