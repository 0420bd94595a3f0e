/** Multicast among end hosts: a mesh of few links, and over it a tree for each source. */
package io.peerwright.multicast.endhost;
