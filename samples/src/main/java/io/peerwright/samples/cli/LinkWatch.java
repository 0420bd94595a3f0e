package io.peerwright.samples.cli;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.runtime.Peer;
import io.peerwright.samples.console.Console;
import java.time.Duration;

/**
 * Tells when a peer has lost its last neighbour, such as its server, and when it has one again:
 * while it is alone nobody finds what it shares, and it tries again by itself.
 */
final class LinkWatch implements Handle {

  private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final Console console;
  private final Peer peer;
  private final Loop loop;
  private boolean linked = true;
  private volatile boolean closed;

  LinkWatch(Console console, Peer peer) {
    this.console = console;
    this.peer = peer;
    this.loop = peer.host().loop();
  }

  /** Begins to look once a second; closing the handle ends it. */
  LinkWatch start() {
    loop.execute(this::look);
    return this;
  }

  private void look() {
    if (closed) {
      return;
    }
    int neighbours =
        peer.overlays().stream().mapToInt(overlay -> overlay.neighbours().size()).sum();
    if (linked != neighbours > 0) {
      linked = neighbours > 0;
      console.say(
          linked
              ? "a neighbour is there again; others find what is shared here"
              : "no neighbour now, so nobody finds what is shared here; trying on");
      console.event(linked ? "linked" : "alone", "neighbours", neighbours);
    }
    loop.schedule(EVERY_NANOS, this::look);
  }

  @Override
  public void close() {
    closed = true;
  }
}
