package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Ping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Proof that neighbours have read what was sent to them, for which the protocol has no answer: a
 * ping behind it, whose pong comes when all before it was read. What that takes tells how far away
 * the neighbour is.
 */
final class Receipts implements TimerTarget {

  /** Servents answer a ping in each second, and not another one. */
  private static final long AGAIN_NANOS = 1_100_000_000L;

  private final Loop loop;
  private final Turn turn;
  private final RandomGenerator random;

  /** Whom a ping asks, and since when. */
  private record Asked(PeerLink link, long at) {}

  /** Who has not answered, by the ping. */
  private Map<Guid, Asked> open = Map.of();

  private List<Runnable> waiting = List.of();
  private long timer;
  private boolean asksAgain;

  Receipts(Loop loop, Turn turn, RandomGenerator random) {
    this.loop = loop;
    this.turn = turn;
    this.random = random;
  }

  /** Asks for one, behind what was sent last. */
  void ask(PeerLink link) {
    Guid ping = Guid.random(random);
    link.send(ping, 1, new Ping(Ggep.EMPTY));
    expect(link, ping);
  }

  /** The answer to a ping that was sent for something else is one, too. */
  void expect(PeerLink link, Guid ping) {
    if (open.isEmpty()) {
      open = new LinkedHashMap<>();
    }
    open.values().removeIf(each -> each.link == link);
    open.put(ping, new Asked(link, loop.nanoTime()));
    if (timer == 0) {
      asksAgain = false;
      timer = loop.schedule(AGAIN_NANOS, this, 0, 0);
    }
  }

  /** Runs when all have answered, or will not. */
  void whenHere(Runnable then) {
    waiting = waiting.isEmpty() ? new ArrayList<>() : waiting;
    waiting.add(then);
    settle();
  }

  /** Whether nobody is asked. */
  boolean isDone() {
    return open.isEmpty();
  }

  void onPong(Guid ping) {
    Asked asked = open.isEmpty() ? null : open.remove(ping);
    if (asked != null) {
      asked.link.state().setRoundTrip(loop.nanoTime() - asked.at);
      settle();
    }
  }

  void onGone(PeerLink link) {
    if (!open.isEmpty() && open.values().removeIf(each -> each.link == link)) {
      settle();
    }
  }

  private void settle() {
    if (open.isEmpty()) {
      loop.cancel(timer);
      timer = 0;
      open = Map.of();
      List<Runnable> all = waiting;
      waiting = List.of();
      all.forEach(Runnable::run);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    if (asksAgain) {
      open = Map.of();
      settle();
      return;
    }
    List.copyOf(open.values()).forEach(each -> ask(each.link));
    asksAgain = true;
    turn.end();
  }

  /** Nobody is asked any more, and nothing runs. */
  void close() {
    loop.cancel(timer);
    timer = 0;
    open = Map.of();
    waiting = List.of();
  }
}
