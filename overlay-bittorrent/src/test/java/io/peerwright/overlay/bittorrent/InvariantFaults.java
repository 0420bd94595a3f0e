package io.peerwright.overlay.bittorrent;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults of the tables of a torrent, which its invariants show at once. */
final class InvariantFaults {

  private InvariantFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "does not count whom it tries",
            "connections/Connections.java",
            "      connecting++;\n",
            "",
            "InvariantsTest#tablesAgreeWhilePeersExchangePieces"),
        new PlantedFault(
            "takes a peer that it is connected to for one to be tried",
            "connections/Connections.java",
            "      contact.linked = true;\n      others.add(peer);\n",
            "      others.add(peer);\n",
            "InvariantsTest#tablesAgreeWhilePeersExchangePieces"),
        new PlantedFault(
            "counts a block as free that was asked for",
            "blocks/PartialPiece.java",
            "    requests[block] = 1;\n    free(-1);\n",
            "    requests[block] = 1;\n",
            "InvariantsTest#tablesAgreeWhilePeersExchangePieces"),
        new PlantedFault(
            "leaves a piece open that was begun",
            "blocks/PieceTable.java",
            "    setOpen(piece, false);\n    begun.put",
            "    begun.put",
            "InvariantsTest#tablesAgreeWhilePeersExchangePieces"),
        new PlantedFault(
            "keeps a piece in the bucket of fewer peers",
            "pieces/PiecePicker.java",
            "        level.buckets.remove(piece, copies[piece]);\n",
            "",
            "InvariantsTest#tablesAgreeWhilePeersExchangePieces"));
  }
}
