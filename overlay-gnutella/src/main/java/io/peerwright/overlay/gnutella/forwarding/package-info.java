/** How a search is brought to the network: strategies behind one interface. */
package io.peerwright.overlay.gnutella.forwarding;
