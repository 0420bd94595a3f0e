/** A servent: its neighbours, whom it dials, what it forwards, and its searches. */
package io.peerwright.overlay.gnutella.servent;
