/** Where messages came from and where answers go: tables of GUIDs, and rules for TTL and hops. */
package io.peerwright.overlay.gnutella.routing;
