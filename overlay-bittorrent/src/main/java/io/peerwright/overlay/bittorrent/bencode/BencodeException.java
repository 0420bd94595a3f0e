package io.peerwright.overlay.bittorrent.bencode;

/** Bytes that are not bencoded, or a value that is not what its place calls for. */
public final class BencodeException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Creates it.
   *
   * @param message what is wrong and where, in words for a person
   */
  public BencodeException(String message) {
    super(message, null, false, false);
  }
}
