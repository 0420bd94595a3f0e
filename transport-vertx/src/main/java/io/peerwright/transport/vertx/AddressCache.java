package io.peerwright.transport.vertx;

import io.peerwright.api.net.Endpoint;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of recent remote sides in our form and in that of the JDK, so that a datagram costs
 * no new object for its address. The sockets of one event loop share it. Two remote sides in one
 * place push each other out.
 */
final class AddressCache {

  /** 64 KiB of places per event loop; what fills them is a megabyte at most. */
  private static final int PLACES = 4096;

  private static final int UNUSED_BITS = Integer.numberOfLeadingZeros(PLACES - 1);

  /** Spreads neighbouring addresses and ports: 2 to the 32 over the golden ratio. */
  private static final int SPREAD = 0x9e3779b9;

  private final @Nullable Endpoint[] sentTo = new Endpoint[PLACES];
  private final @Nullable InetSocketAddress[] sentToAddresses = new InetSocketAddress[PLACES];
  private final @Nullable Endpoint[] heardFrom = new Endpoint[PLACES];
  private final @Nullable InetSocketAddress[] heardFromAddresses = new InetSocketAddress[PLACES];

  /** For sending. */
  InetSocketAddress socketAddress(Endpoint endpoint) {
    int place = endpoint.hashCode() * SPREAD >>> UNUSED_BITS;
    if (!endpoint.equals(sentTo[place])) {
      sentTo[place] = endpoint;
      sentToAddresses[place] = endpoint.toSocketAddress();
    }
    return Objects.requireNonNull(sentToAddresses[place]);
  }

  /** For what was received. */
  Endpoint endpoint(InetSocketAddress from) {
    int place = from.hashCode() * SPREAD >>> UNUSED_BITS;
    if (!isSame(from, heardFromAddresses[place])) {
      heardFromAddresses[place] = from;
      heardFrom[place] = Sockets.endpoint(from);
    }
    return Objects.requireNonNull(heardFrom[place]);
  }

  /** Addresses of two interfaces are equal for the JDK. */
  private static boolean isSame(InetSocketAddress address, @Nullable InetSocketAddress other) {
    return address == other
        || other != null && address.equals(other) && scope(address) == scope(other);
  }

  private static int scope(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address v6 ? v6.getScopeId() : 0;
  }
}
