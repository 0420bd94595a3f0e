/**
 * What distributed hash tables after Kademlia have in common (Maymounkov and Mazieres, 2002): peers
 * and data have numbers of 160 bits, the distance of two is their exclusive or, and data is kept by
 * the peers nearest to it. The messages are the overlay's own. Lookups and stored data also serve
 * overlays with another {@link io.peerwright.kit.kademlia.Distance}, such as rings.
 */
package io.peerwright.kit.kademlia;
