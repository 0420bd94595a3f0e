package io.peerwright.overlay.bittorrent.bandwidth;

import io.peerwright.kit.limit.Flow;
import io.peerwright.kit.limit.SharedRate;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import org.jspecify.annotations.Nullable;

/** What one peer or web seed may send or give, in turn with the others. */
final class Throttle implements SharedRate.Waiter {

  private final TurnLoop turns;
  private final Runnable goOn;
  private final Flow flow;
  private boolean waits;
  private long passed;

  /**
   * A throttle.
   *
   * @param own the limit of this peer; null for a web seed
   */
  Throttle(
      TurnLoop turns, Runnable goOn, @Nullable SharedRate own, SharedRate torrent, SharedRate all) {
    this.turns = turns;
    this.goOn = goOn;
    this.flow = new Flow(this, own, torrent, all);
  }

  /** How much may pass now, at most as much as is wanted; 0 if nothing may until its turn. */
  int allow(int wanted) {
    long room = flow.room();
    if (room > 0) {
      return (int) Math.min(wanted, room);
    }
    if (!waits) {
      waits = true;
      flow.awaitTurn();
    }
    return 0;
  }

  void took(int bytes) {
    passed += bytes;
    flow.take(bytes);
  }

  void didNotPass(int bytes) {
    flow.giveBack(bytes);
  }

  @Override
  public long onTurn() {
    waits = false;
    long before = passed;
    goOn.run();
    turns.endTurn();
    return passed - before;
  }
}
