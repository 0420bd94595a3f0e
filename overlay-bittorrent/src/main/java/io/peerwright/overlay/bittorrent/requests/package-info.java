/** What peers are asked for, and what has come of it. */
package io.peerwright.overlay.bittorrent.requests;
