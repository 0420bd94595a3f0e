/** Who else is there: pongs, those of others as they are remembered, and our own. */
package io.peerwright.overlay.gnutella.discovery;
