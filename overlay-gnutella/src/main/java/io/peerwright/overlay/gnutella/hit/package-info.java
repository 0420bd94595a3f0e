/** The records and the trailer of query hits. */
package io.peerwright.overlay.gnutella.hit;
