package io.peerwright.samples.swarm;

import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The content of a swarm, once for all of its peers: what one of them writes is compared with it
 * and not kept, what one reads is a part of it. So a thousand peers take the memory of one.
 */
final class SharedContent {

  private final byte[] bytes;
  private final int pieceBytes;
  private final byte[] torrent;
  private final AtomicIntegerArray copies;

  SharedContent(int pieces, int pieceBytes, long seed, String tracker) {
    this.pieceBytes = pieceBytes;
    bytes = new byte[pieces * pieceBytes];
    new SplittableRandom(seed).nextBytes(bytes);
    copies = new AtomicIntegerArray(pieces);
    torrent = describe(pieces, tracker);
  }

  private byte[] describe(int pieces, String tracker) {
    ByteBuffer hashes = ByteBuffer.allocate(20 * pieces);
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      for (int piece = 0; piece < pieces; piece++) {
        sha1.update(bytes, piece * pieceBytes, pieceBytes);
        hashes.put(sha1.digest());
      }
      BWriter info = new BWriter().dict();
      info.key("length").integer(bytes.length);
      info.key("name").string("content");
      info.key("piece length").integer(pieceBytes);
      info.key("pieces").string(hashes.array());
      Info described = Info.of(info.end().toBytes());
      return new Metainfo(described, List.of(List.of(tracker)), List.of(), "", "").toBytes();
    } catch (NoSuchAlgorithmException | BencodeException e) {
      throw new IllegalStateException("cannot describe the content", e);
    }
  }

  /** The bytes of the .torrent file. */
  ByteBuffer torrent() {
    return ByteBuffer.wrap(torrent).asReadOnlyBuffer();
  }

  int length() {
    return bytes.length;
  }

  int pieces() {
    return copies.length();
  }

  /** Whether what a peer has got is what belongs there. */
  boolean isAt(int offset, ByteBuffer got) {
    return ByteBuffer.wrap(bytes, offset, got.remaining()).equals(got);
  }

  void read(int offset, ByteBuffer target) {
    target.put(bytes, offset, target.remaining());
  }

  /** A leecher has a piece more, or has gone with it. Called by the threads of all shards. */
  void copies(int piece, int change) {
    copies.addAndGet(piece, change);
  }

  /** How many leechers have the piece that fewest of them have. */
  int fewestCopies() {
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < copies.length(); i++) {
      fewest = Math.min(fewest, copies.get(i));
    }
    return fewest;
  }

  /** Pieces that leechers have, all of them together. */
  long allCopies() {
    long sum = 0;
    for (int i = 0; i < copies.length(); i++) {
      sum += copies.get(i);
    }
    return sum;
  }
}
