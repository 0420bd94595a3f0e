/** Where the content lies: files on disk, and the note of which pieces are in them. */
package io.peerwright.overlay.bittorrent.storage;
