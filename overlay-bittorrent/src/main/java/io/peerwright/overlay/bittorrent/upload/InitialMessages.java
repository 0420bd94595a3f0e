package io.peerwright.overlay.bittorrent.upload;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The first messages to a peer: what we have, and what it may ask for although choked. */
public final class InitialMessages {

  private InitialMessages() {}

  /**
   * Sends them.
   *
   * @param hash the torrent's name
   * @param pieces what is here; null while it is not known what there is
   * @param seenAs where the peer's packets come from
   */
  public static void send(
      InfoHash hash, @Nullable PieceTable pieces, UploadPeer peer, Endpoint seenAs) {
    if (pieces == null) {
      if (peer.isFast()) {
        peer.send().haveAll(false);
      }
      return;
    }
    BitSet have = pieces.have();
    int count = pieces.info().pieces();
    if (peer.isFast() && (have.isEmpty() || pieces.isWhole())) {
      peer.send().haveAll(!have.isEmpty());
    } else if (!have.isEmpty()) {
      peer.send().bitfield(bits(have, count));
    }
    if (peer.isFast() && !have.isEmpty() && seenAs.isIpv4()) {
      Set<Integer> allowed = allowedFast(hash, seenAs.ipv4(), count);
      allowed.forEach(piece -> peer.send().allowedFast(piece));
      peer.uploads().grant(allowed);
    }
  }

  private static byte[] bits(BitSet have, int count) {
    byte[] bits = new byte[(count + 7) / 8];
    for (int i = have.nextSetBit(0); i >= 0; i = have.nextSetBit(i + 1)) {
      bits[i / 8] |= (byte) (0x80 >> i % 8);
    }
    return bits;
  }

  /** The same pieces whoever grants them, so that a newcomer gets ten in all, not from each. */
  static Set<Integer> allowedFast(InfoHash hash, int ipv4, int pieces) {
    Set<Integer> allowed = new TreeSet<>();
    MessageDigest sha1 = InfoHash.sha1();
    ByteBuffer seed = ByteBuffer.allocate(24).putInt(ipv4 & 0xffff_ff00).put(hash.bytes());
    byte[] x = seed.array();
    while (allowed.size() < Math.min(Uploads.ALLOWED_FAST, pieces)) {
      x = sha1.digest(x);
      for (int i = 0; i < 5 && allowed.size() < Uploads.ALLOWED_FAST; i++) {
        long y = ByteBuffer.wrap(x).getInt(4 * i) & 0xffff_ffffL;
        allowed.add((int) (y % pieces));
      }
    }
    return allowed;
  }
}
