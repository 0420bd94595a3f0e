/** Frames over links, as the protocols between end hosts and rendezvous servers have them. */
package io.peerwright.multicast.wire;
