/** Hits as datagrams from who has a file to who asks, without a way through the network. */
package io.peerwright.overlay.gnutella.outofband;
