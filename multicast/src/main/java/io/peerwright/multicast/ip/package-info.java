/** Multicast by IP: the network itself carries one copy to all members. */
package io.peerwright.multicast.ip;
