package io.peerwright.overlay.bittorrent.metainfo;

import java.util.List;

/**
 * One file of a torrent.
 *
 * @param path its names from the top of the torrent down, at least one, none of them empty or with
 *     a {@code /}; else as the torrent has them, so that they are made fit for a file system where
 *     they meet one
 * @param offset where it begins in the content, in bytes
 * @param length in bytes
 * @param padding zeros that only fill a piece up, or a link (BEP 47); not to be kept on disk
 */
public record FileEntry(List<String> path, long offset, long length, boolean padding) {

  /** Copies the names. */
  public FileEntry {
    path = List.copyOf(path);
  }

  /** Where it ends in the content. */
  public long end() {
    return offset + length;
  }

  /** The names with {@code /} between them. */
  public String name() {
    return String.join("/", path);
  }
}
