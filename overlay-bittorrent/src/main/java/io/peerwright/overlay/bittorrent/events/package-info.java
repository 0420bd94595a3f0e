/** What a BitTorrent peer tells of itself. */
package io.peerwright.overlay.bittorrent.events;
