/** How multicast routers find the trees of sources: distance vectors, flood and prune. */
@NullMarked
package io.peerwright.transport.inmemory.dvmrp;

import org.jspecify.annotations.NullMarked;
