package io.peerwright.overlay.bittorrent.verify;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds out who spoilt a piece. If all of it came from one peer there is no doubt; else the digests
 * of its blocks are kept until the piece is good, and whose block was another one is the culprit.
 */
final class CorruptPeerFinder {

  /** Pieces that are waiting to be compared; those of more culprits than that are let go. */
  private static final int MAX_PIECES = 256;

  /** What a block was like in a piece that was not good, and who sent it. */
  private record Suspect(Endpoint source, int block, byte[] digest) {}

  /** Sends peers away for good, and says why. */
  private final BiConsumer<Endpoint, String> ban;

  private final Map<Integer, List<Suspect>> suspects = new LinkedHashMap<>();

  CorruptPeerFinder(BiConsumer<Endpoint, String> ban) {
    this.ban = ban;
  }

  /** True if a piece was spoilt, so that the digests of its blocks are wanted. */
  boolean isSuspect(int piece) {
    return suspects.containsKey(piece);
  }

  /** A piece is not good. */
  void spoilt(PartialPiece assembly, List<byte[]> digests) {
    Set<Endpoint> sources = assembly.sources();
    if (sources.size() == 1) {
      ban.accept(sources.iterator().next(), "sent a corrupt piece");
      return;
    }
    if (suspects.size() >= MAX_PIECES) {
      suspects.remove(suspects.keySet().iterator().next());
    }
    List<Suspect> list = suspects.computeIfAbsent(assembly.piece(), each -> new ArrayList<>());
    for (int block = 0; block < digests.size(); block++) {
      Endpoint source = assembly.source(block);
      if (source != null) {
        list.add(new Suspect(source, block, digests.get(block)));
      }
    }
  }

  /** A piece is good. */
  void good(int piece, List<byte[]> digests) {
    List<Suspect> before = suspects.remove(piece);
    if (before == null) {
      return;
    }
    for (Suspect suspect : before) {
      if (suspect.block < digests.size()
          && !Arrays.equals(suspect.digest, digests.get(suspect.block))) {
        ban.accept(suspect.source, "sent a corrupt block of piece " + piece);
      }
    }
  }

  /** The digests of the blocks in a run of content that begins with one. */
  static List<byte[]> digests(ByteBuffer content) {
    List<byte[]> digests = new ArrayList<>();
    MessageDigest sha1 = InfoHash.sha1();
    for (int at = content.position(); at < content.limit(); at += PartialPiece.BLOCK) {
      sha1.update(content.slice(at, Math.min(PartialPiece.BLOCK, content.limit() - at)));
      digests.add(sha1.digest());
    }
    return digests;
  }
}
