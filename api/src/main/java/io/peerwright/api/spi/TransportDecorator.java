package io.peerwright.api.spi;

import io.peerwright.api.Host;

/**
 * Puts something around a transport: NAT traversal, TLS, rate limits, faults, recording.
 *
 * @param <C> its configuration
 */
public interface TransportDecorator<C extends Record> extends Provider<C> {

  /**
   * Puts this around the transport of {@code host}. Called on the loop, before any overlay is made.
   *
   * @throws RuntimeException if that cannot be; the message says why
   */
  Decoration decorate(Host host, C config);
}
