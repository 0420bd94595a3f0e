/** What a servent tells of itself. */
package io.peerwright.overlay.gnutella.events;
