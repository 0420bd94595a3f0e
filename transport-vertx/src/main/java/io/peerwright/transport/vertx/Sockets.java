package io.peerwright.transport.vertx;

import io.peerwright.api.net.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kinds of sockets have in common. */
final class Sockets {

  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private Sockets() {}

  static ProtocolFamily family(Endpoint endpoint) {
    return endpoint.isIpv4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
  }

  /**
   * As {@link Endpoint#of(InetSocketAddress)}, but without the scopes that the JDK also gives to
   * addresses that are not link-local.
   */
  static Endpoint endpoint(InetSocketAddress address) {
    Endpoint endpoint = Endpoint.of(address);
    return endpoint.scope() == 0 || address.getAddress().isLinkLocalAddress()
        ? endpoint
        : new Endpoint(endpoint.high(), endpoint.low(), endpoint.port(), 0);
  }

  /** Lets other sockets that allow it too have the same address and port. */
  static void allowReuse(NetworkChannel channel, boolean reuse) throws IOException {
    if (reuse) {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      // A socket that listens shares its port with this option only.
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
    }
  }

  /** Makes the end of a connection an abrupt one: RST, and nothing that waits is sent. */
  static void resetOnClose(@Nullable SocketChannel channel) {
    if (channel != null) {
      tryOption(channel, StandardSocketOptions.SO_LINGER, 0);
    }
  }

  /** Sets an option that one can live without. */
  static <T> void tryOption(NetworkChannel channel, SocketOption<T> option, T value) {
    try {
      channel.setOption(option, value);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{} was not set to {}", option, value, e);
    }
  }
}
