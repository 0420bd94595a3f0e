/** The Gnutella Generic Extension Protocol, and what stands beside it in extension areas. */
package io.peerwright.overlay.gnutella.ggep;
