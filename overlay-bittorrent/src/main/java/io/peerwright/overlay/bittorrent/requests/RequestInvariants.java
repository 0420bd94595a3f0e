package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What must hold between what peers are asked for and what pieces know of it. */
final class RequestInvariants {

  private RequestInvariants() {}

  /**
   * Checks, where assertions are on: a block that is missing knows all who are asked for it (and
   * servers beside), nobody is asked twice for one, or for one that is here or of no use any more.
   */
  static boolean check(PieceTable pieces, List<? extends RequestPeer> peers) {
    Map<PartialPiece, Map<Integer, Integer>> asked = new IdentityHashMap<>();
    for (RequestPeer peer : peers) {
      for (RequestState.Asked each : peer.requests().asked) {
        PartialPiece piece = each.assembly();
        int block = each.block();
        assert pieces.begun(piece.piece()) == piece : peer + " is asked for a lost " + piece;
        assert !piece.isReceived(block) : peer + " is asked for what is here of " + piece;
        asked.computeIfAbsent(piece, any -> new HashMap<>()).merge(block, 1, Integer::sum);
      }
      assert isOnce(peer.requests()) : peer + " is asked twice for a block";
    }
    asked.forEach(
        (piece, blocks) ->
            blocks.forEach(
                (block, count) -> {
                  assert piece.requestsOf(block) >= count
                      : piece + " knows " + piece.requestsOf(block) + " of " + count;
                }));
    assert pieces.checkInvariants();
    return true;
  }

  private static boolean isOnce(RequestState state) {
    long different =
        state.asked.stream()
            .map(each -> (long) each.assembly().piece() << 32 | each.block())
            .distinct()
            .count();
    return different == state.asked.size();
  }
}
