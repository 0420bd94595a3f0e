/** What can be configured. */
package io.peerwright.overlay.gnutella.config;
