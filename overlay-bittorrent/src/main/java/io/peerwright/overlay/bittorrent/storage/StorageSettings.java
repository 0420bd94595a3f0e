package io.peerwright.overlay.bittorrent.storage;

import java.nio.file.Path;

/**
 * How content is kept in files.
 *
 * @param state the folder of the peer's own notes: what is in the files, what torrents are made of
 * @param preallocate fills a file with zeros when its first piece comes, so that the disk cannot
 *     become full later; else files are sparse
 * @param seedOnly nothing of the content is ever written, renamed or created
 */
public record StorageSettings(Path state, boolean preallocate, boolean seedOnly) {}
