package io.peerwright.overlay.bittorrent.storage;

/**
 * Something about a file that its user should know.
 *
 * @param file its index in the torrent
 * @param kind what it is about
 * @param text in words for a person
 */
public record Notice(int file, Kind kind, String text) {

  /** What it is about. */
  public enum Kind {
    /** What had the name of the file is kept under another one: the text is its path. */
    SET_ASIDE,
    /** What is there is not the content. */
    MISMATCH
  }
}
