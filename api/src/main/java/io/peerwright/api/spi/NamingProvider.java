package io.peerwright.api.spi;

/**
 * Makes overlays whose purpose is {@link io.peerwright.api.naming.Naming}: a tracker's client, a
 * user directory, a distributed table. Chosen by the section {@code "naming"} of the configuration;
 * other plug-ins of the peer reach it by {@link io.peerwright.api.Host#offered}.
 *
 * @param <C> its configuration
 */
public interface NamingProvider<C extends Record> extends OverlayProvider<C> {}
