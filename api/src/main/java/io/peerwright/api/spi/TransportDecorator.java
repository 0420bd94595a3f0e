package io.peerwright.api.spi;

import io.peerwright.api.Host;
import io.peerwright.api.net.Transport;

/**
 * Puts something around a transport: NAT traversal, TLS, rate limits, faults, recording.
 *
 * @param <C> its configuration
 */
public interface TransportDecorator<C extends Record> extends Provider<C> {

  /** The transport of {@code host} with this around it. */
  Transport decorate(Host host, C config);
}
