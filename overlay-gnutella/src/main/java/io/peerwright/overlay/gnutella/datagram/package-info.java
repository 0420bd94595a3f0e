/** Messages as datagrams: the socket, pings and pongs over it, and what strangers may cost. */
package io.peerwright.overlay.gnutella.datagram;
