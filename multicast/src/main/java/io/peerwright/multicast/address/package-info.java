/** Multicast addresses: what they mean, how far they reach, and groups that have only a name. */
package io.peerwright.multicast.address;
