/** What all codecs of Gnutella are made of: numbers, bytes, what is malformed. */
package io.peerwright.overlay.gnutella.wire;
