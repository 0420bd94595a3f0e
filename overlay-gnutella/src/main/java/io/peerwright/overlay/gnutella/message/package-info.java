/** The messages of Gnutella 0.4 and 0.6: headers as views, payloads as records. */
package io.peerwright.overlay.gnutella.message;
