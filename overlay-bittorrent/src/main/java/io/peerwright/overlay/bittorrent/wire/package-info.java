/** What two peers say to each other: handshake and messages of BEP 3, 6 and 10, over a link. */
package io.peerwright.overlay.bittorrent.wire;
