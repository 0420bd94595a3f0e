/** What the messages of vendors mean that are in use between all of them. */
package io.peerwright.overlay.gnutella.vendor;
