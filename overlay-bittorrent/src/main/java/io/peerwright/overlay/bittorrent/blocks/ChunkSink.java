package io.peerwright.overlay.bittorrent.blocks;

/** Where chunks of pieces go when they are full. */
public interface ChunkSink {

  /** A chunk is full. */
  void onChunk(PartialPiece piece, int chunk);

  /** Gives up a piece. */
  void drop(PartialPiece piece);
}
