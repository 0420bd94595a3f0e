package io.peerwright.multicast.auto;

import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.multicast.delivery.SeenMessages;
import io.peerwright.multicast.delivery.SourceId;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The ways that messages take while a peer is in the network.
 *
 * @param loop of the peer
 * @param random for elections
 * @param self this peer as a source
 * @param subnets IP multicast, one for each interface where it works
 * @param overlay between subnets
 * @param seen what was heard already, by whichever way
 */
record Ways(
    Loop loop,
    RandomGenerator random,
    SourceId self,
    List<Multicast> subnets,
    Multicast overlay,
    SeenMessages seen) {}
