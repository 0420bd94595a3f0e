package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.ByteBuffer;

/**
 * What a tracker can be asked, in both of its languages.
 *
 * @param <R> the answer
 */
interface Question<R> {

  /** The number of the action over UDP (BEP 15). */
  int action();

  /** Path and query of the request over HTTP. */
  String target(Url tracker);

  /** Puts what follows the header of a request over UDP. */
  void write(ByteBuffer packet, Url tracker);

  /**
   * Reads an answer over HTTP that is no failure.
   *
   * @throws BencodeException that says what is missing
   */
  R read(BDict answer) throws BencodeException;

  /**
   * Reads an answer over UDP behind its header.
   *
   * @param ipv6 whether the tracker was asked over IPv6
   * @throws BencodeException if it is too short
   */
  R read(ByteBuffer answer, boolean ipv6) throws BencodeException;
}
