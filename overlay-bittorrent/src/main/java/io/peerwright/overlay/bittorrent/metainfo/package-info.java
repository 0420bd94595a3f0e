/** What a torrent is: the files and hashes of its description, and the links that name it. */
package io.peerwright.overlay.bittorrent.metainfo;
