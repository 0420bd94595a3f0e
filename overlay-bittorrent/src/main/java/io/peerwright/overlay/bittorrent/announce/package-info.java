/** The other side of a tracker: announces a torrent over HTTP and UDP, and asks how it does. */
package io.peerwright.overlay.bittorrent.announce;
