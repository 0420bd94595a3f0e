/** What this servent shares: found by words and by URN, told as hits, and hits read. */
package io.peerwright.overlay.gnutella.sharing;
