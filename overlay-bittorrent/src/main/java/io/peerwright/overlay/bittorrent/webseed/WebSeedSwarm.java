package io.peerwright.overlay.bittorrent.webseed;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.bandwidth.LimitedTorrent;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import org.jspecify.annotations.Nullable;

/** The torrent, as far as it matters to the servers that have its content. */
public interface WebSeedSwarm {

  /** The torrent, as its limits know it. */
  LimitedTorrent limited();

  /** True if something that is wanted is missing, and may be asked for. */
  boolean isLeeching();

  /** What is here and what is wanted; null while that is not known. */
  @Nullable PieceTable pieces();

  /** Content has come. */
  void received(int bytes);

  /**
   * A block that was of use is here.
   *
   * @param answered how many of those who were asked for it have sent it
   */
  void arrived(PartialPiece piece, int block, int answered, Endpoint source);

  /** Gives up a piece of which nothing has come. */
  void drop(PartialPiece piece);

  /** Something is open to anybody. */
  void allWantWork();

  /** How it stands with a server, for a person. */
  void onStatus(String status);
}
