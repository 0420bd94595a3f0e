/** How fast content may come and go, as pure functions. */
package io.peerwright.overlay.bittorrent.rates;
