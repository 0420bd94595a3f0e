package io.peerwright.api.spi;

/**
 * Opens networks of one kind.
 *
 * @param <C> its configuration
 */
public interface TransportProvider<C extends Record> extends Provider<C> {

  /** Opens a network of its own, which shares nothing with others. */
  Network open(C config);
}
