/** How hosts tell routers of their groups: IGMPv2, IGMPv3 and MLDv2, both sides and on the wire. */
@NullMarked
package io.peerwright.transport.inmemory.igmp;

import org.jspecify.annotations.NullMarked;
