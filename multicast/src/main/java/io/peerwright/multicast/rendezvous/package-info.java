/** The well-known server at which members of groups find each other, and its client. */
package io.peerwright.multicast.rendezvous;
