/** How two servents agree to talk: three blocks of header lines, as states over bytes. */
package io.peerwright.overlay.gnutella.handshake;
