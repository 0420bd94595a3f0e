/** A link to a neighbour: handshake, messages cut and queued, compression per direction. */
package io.peerwright.overlay.gnutella.link;
