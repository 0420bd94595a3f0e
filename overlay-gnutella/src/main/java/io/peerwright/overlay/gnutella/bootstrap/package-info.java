/** How a servent finds the first others: caches over UDP and HTTP, and whom it knew before. */
package io.peerwright.overlay.gnutella.bootstrap;
