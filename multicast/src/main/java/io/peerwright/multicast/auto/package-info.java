/** IP multicast on each subnet where it works, an overlay between them and elsewhere. */
package io.peerwright.multicast.auto;
