/**
 * Reliable delivery over datagrams to a group: bundles, negative acknowledgements, windows. After
 * the building blocks of RFC 5401; the bytes are our own.
 */
package io.peerwright.multicast.reliable;
