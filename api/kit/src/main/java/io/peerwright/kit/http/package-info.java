/** HTTP/1.1 over a {@link io.peerwright.api.net.Link}: small, bounded, without a thread. */
package io.peerwright.kit.http;
