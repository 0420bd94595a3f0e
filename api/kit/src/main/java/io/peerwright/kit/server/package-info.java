/**
 * The frame of an overlay that listens: joining and leaving, places for links, and several
 * protocols on one port.
 */
package io.peerwright.kit.server;
