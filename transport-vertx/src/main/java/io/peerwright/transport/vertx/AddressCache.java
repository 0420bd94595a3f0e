package io.peerwright.transport.vertx;

import io.peerwright.api.net.Endpoint;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The socket addresses of recent remote sides, so that a datagram costs no new object for its
 * address. Two remote sides in one place push each other out.
 */
final class AddressCache {

  private static final int PLACES = 64;

  private @Nullable Endpoint[] endpoints = new Endpoint[0];
  private @Nullable InetSocketAddress[] addresses = new InetSocketAddress[0];
  private @Nullable InetSocketAddress lastFrom;
  private @Nullable Endpoint lastEndpoint;

  /** For sending. */
  InetSocketAddress socketAddress(Endpoint endpoint) {
    if (endpoints.length == 0) {
      endpoints = new Endpoint[PLACES];
      addresses = new InetSocketAddress[PLACES];
    }
    int hash = endpoint.hashCode();
    int place = (hash ^ hash >>> 16 ^ hash >>> 8) & PLACES - 1;
    InetSocketAddress address = addresses[place];
    if (address == null || !endpoint.equals(endpoints[place])) {
      address = endpoint.toSocketAddress();
      endpoints[place] = endpoint;
      addresses[place] = address;
    }
    return address;
  }

  /** For what was received; the JDK gives the same object for the same sender in a row. */
  Endpoint endpoint(InetSocketAddress from) {
    if (from != lastFrom) {
      lastEndpoint = Sockets.endpoint(from);
      lastFrom = from;
    }
    return lastEndpoint;
  }
}
