/** Gnutella: pure peer-to-peer, from the flat network of 2000 to ultrapeers and leaves. */
package io.peerwright.overlay.gnutella;
