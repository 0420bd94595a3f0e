/** The tracker: tells peers of each other, over HTTP and UDP. */
package io.peerwright.overlay.bittorrent.tracker;
