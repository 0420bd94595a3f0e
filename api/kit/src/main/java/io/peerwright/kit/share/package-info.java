/** The files that a peer shares: folders that are watched, each content hashed once. */
package io.peerwright.kit.share;
