package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/** The first messages to a peer: what we have, and what it may ask for although choked. */
final class InitialMessages {

  /** How many pieces a newcomer may have without having given anything (BEP 6). */
  static final int ALLOWED_FAST = 10;

  private InitialMessages() {}

  static void send(Torrent torrent, PeerLink peer) {
    LoadedTorrent content = torrent.content();
    if (content == null) {
      if (peer.isFast()) {
        peer.send().haveAll(false);
      }
      return;
    }
    BitSet have = content.pieces().have();
    int count = content.info().pieces();
    if (peer.isFast() && (have.isEmpty() || content.pieces().isWhole())) {
      peer.send().haveAll(!have.isEmpty());
    } else if (!have.isEmpty()) {
      peer.send().bitfield(bits(have, count));
    }
    if (peer.isFast() && !have.isEmpty() && peer.link().remote().isIpv4()) {
      Set<Integer> allowed = allowedFast(torrent.hash(), peer.link().remote().ipv4(), count);
      allowed.forEach(piece -> peer.send().allowedFast(piece));
      peer.state.grantedFast = allowed;
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
    while (allowed.size() < Math.min(ALLOWED_FAST, pieces)) {
      x = sha1.digest(x);
      for (int i = 0; i < 5 && allowed.size() < ALLOWED_FAST; i++) {
        long y = ByteBuffer.wrap(x).getInt(4 * i) & 0xffff_ffffL;
        allowed.add((int) (y % pieces));
      }
    }
    return allowed;
  }
}
