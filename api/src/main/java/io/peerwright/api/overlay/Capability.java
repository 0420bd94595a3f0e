package io.peerwright.api.overlay;

/**
 * Marks what an overlay can do, asked for with {@link Overlay#as}. All methods of a capability are
 * called on the peer's loop, and call back there.
 */
public interface Capability {}
