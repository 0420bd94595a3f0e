package io.peerwright.kit.download;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a .torrent file or a link says of one file.
 *
 * @param name of the file; empty if it is not told. A stranger may have chosen it
 * @param identity one line that is the same for the same content only
 * @param size in bytes, if it is told
 * @param pieceLength in bytes; 0 if hashes of pieces are not told
 * @param hashes the SHA-1 of each piece, one after the other
 * @param border what else is in the first and the last piece
 * @param urls of servers that have the file; strangers may have named them
 */
public record ContentDescription(
    String name,
    String identity,
    OptionalLong size,
    long pieceLength,
    byte[] hashes,
    PieceCheck.Border border,
    List<String> urls) {

  /** Copies the list and the hashes. */
  public ContentDescription {
    hashes = hashes.clone();
    urls = List.copyOf(urls);
  }

  /** The hashes, a copy. */
  @Override
  public byte[] hashes() {
    return hashes.clone();
  }

  /** A check of the pieces, if they are told, and of what else is known of the whole. */
  public ContentCheck check(ContentCheck whole) {
    return pieceLength == 0
        ? whole
        : new PieceCheck(whole, identity, size.orElseThrow(), pieceLength, hashes, border);
  }
}
