package io.peerwright.testkit;

import io.peerwright.api.Host;

/**
 * Where a peer is about to be made, to derive its configuration from.
 *
 * @param network what is there already: all infrastructure, and the peers of lower numbers
 * @param host the host of the peer
 * @param number of the peer among its kind, from 0
 */
public record Site(TestNetwork network, Host host, int number) {}
