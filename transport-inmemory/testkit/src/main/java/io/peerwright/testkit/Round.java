package io.peerwright.testkit;

import io.peerwright.testkit.PeerEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** One step, done by many peers: each begins at a moment of its own, and is waited for. */
final class Round {

  private final String name;
  private final Step step;
  private final Journal journal;
  private final List<Part> parts = new ArrayList<>();

  /** Parts end in the threads of their peers. */
  private final AtomicInteger open = new AtomicInteger();

  Round(String name, Step step, Journal journal) {
    this.name = name;
    this.step = step;
    this.journal = journal;
  }

  /** Lets a peer begin after a while; one that goes away meanwhile is not waited for. */
  void add(TestPeer peer, long delayNanos) {
    Part part = new Part(peer);
    parts.add(part);
    open.incrementAndGet();
    peer.onAway(part::over);
    peer.host().loop().schedule(delayNanos, part::begin);
  }

  boolean isOver() {
    return open.get() == 0;
  }

  /** Gives up on those who are not done. */
  void end() {
    for (Part part : parts) {
      if (!part.over) {
        part.end(Kind.UNFINISHED, "");
      }
    }
  }

  private static Throwable causeOf(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
    return cause == null ? thrown : cause;
  }

  private final class Part {
    private final TestPeer peer;
    private boolean over;

    Part(TestPeer peer) {
      this.peer = peer;
    }

    void begin() {
      if (over) {
        return;
      }
      CompletionStage<?> stage;
      try {
        stage = step.perform(peer);
      } catch (RuntimeException e) {
        end(Kind.FAILED, e.toString());
        return;
      }
      stage.whenComplete(
          (result, thrown) -> {
            if (thrown != null) {
              end(Kind.FAILED, causeOf(thrown).toString());
            } else {
              end(Kind.DONE, result == null ? "" : result.toString());
            }
          });
    }

    void end(Kind kind, String detail) {
      if (!over) {
        journal.write(peer.host(), kind, name, detail);
        peer.onAway(null);
        over();
      }
    }

    void over() {
      if (!over) {
        over = true;
        open.decrementAndGet();
      }
    }
  }
}
