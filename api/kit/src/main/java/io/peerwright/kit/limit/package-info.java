/**
 * What strangers may make us hold and do: who counts as one stranger, connections, rates, the least
 * pace of a transfer, memory. Nothing here reads a clock: the time comes from the caller.
 */
package io.peerwright.kit.limit;
