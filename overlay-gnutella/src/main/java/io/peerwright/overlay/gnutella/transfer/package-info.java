/** Files over HTTP: served to those who ask, and fetched from those who answered. */
package io.peerwright.overlay.gnutella.transfer;
