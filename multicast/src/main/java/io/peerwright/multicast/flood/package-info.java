/** Multicast by flood and prune among peers that are the routers of an arbitrary graph. */
@NullMarked
package io.peerwright.multicast.flood;

import org.jspecify.annotations.NullMarked;
