/**
 * Names of content by hashes, as file-sharing systems write them, the trees from which parts of a
 * file can be verified, and magnet links.
 */
package io.peerwright.kit.hash;
