package io.peerwright.api.spi;

/**
 * Makes overlays whose purpose is {@link io.peerwright.api.multicast.Multicast}: by IP, or among
 * end hosts. Chosen by the section {@code "multicast"} of the configuration; other plug-ins of the
 * peer reach it by {@link io.peerwright.api.Host#offered}.
 *
 * @param <C> its configuration
 */
public interface MulticastProvider<C extends Record> extends OverlayProvider<C> {}
