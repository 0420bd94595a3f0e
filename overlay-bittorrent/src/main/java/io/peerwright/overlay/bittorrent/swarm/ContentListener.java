package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Told what becomes of the content of a torrent, as far as it matters to the torrent as a whole.
 */
interface ContentListener {

  /** A piece is here and good. */
  void onPiece(int piece);

  /** A piece was not good, and is fetched again. */
  void onCorrupt();

  /** Pieces can be read again. */
  void onHealed(LoadedTorrent content, BitSet pieces);

  /** The disk does not do its work; null if it is not known why. */
  void onDiskFailed(String what, @Nullable Throwable why);

  /** Nothing is on its way to the disk. */
  void onSettled();

  /** Something is open to anybody. */
  void allWantWork();

  /** A peer or a server has sent what is corrupt. */
  void onCorruptPeer(Endpoint peer, String what);
}
