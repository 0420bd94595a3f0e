package io.peerwright.kit.net;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;

/**
 * Dials from the address at which a peer listens, on a host that has several: others see it where
 * they can dial it, and what they try for it at the address that they see comes to it.
 */
public final class OwnAddressTransport extends ForwardingTransport {

  private final Endpoint own;

  private OwnAddressTransport(Transport inner, Endpoint own) {
    super(inner);
    this.own = own;
  }

  /**
   * Around {@code inner}, or {@code inner} itself where the system has no choice, or shall have it.
   *
   * @param listen where the peer listens; an address that stands for all leaves the choice to the
   *     system
   */
  public static Transport around(Transport inner, Endpoint listen) {
    return listen.isAnyLocal() || inner.localAddresses().size() <= 1
        ? inner
        : new OwnAddressTransport(inner, listen.withPort(0));
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    boolean ours = options.local() == null && isOneNetwork(remote);
    return super.connect(remote, ours ? options.withLocal(own) : options, handler);
  }

  /** Loopback is a network of its own, and so is each family. */
  private boolean isOneNetwork(Endpoint remote) {
    return remote.isIpv4() == own.isIpv4() && remote.isLoopback() == own.isLoopback();
  }
}
