package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Answers that are compressed though nobody asked for it, which some trackers do. */
final class Gzip {

  private Gzip() {}

  /**
   * The bytes themselves, or what they are the compressed form of: nothing that is bencoded begins
   * like that.
   *
   * @param most how long it may become
   */
  static byte[] plain(byte[] bytes, int most) throws BencodeException {
    if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
      return bytes;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] plain = in.readNBytes(most + 1);
      if (plain.length > most) {
        throw new BencodeException("longer than " + most + " bytes when it is not compressed");
      }
      return plain;
    } catch (IOException e) {
      throw new BencodeException("badly compressed: " + e.getMessage());
    }
  }
}
