package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import java.util.function.Consumer;

/** A listing of one user's files, from its start to its one end. */
final class BrowseCall implements Handle {

  private final Loop loop;
  private final String nick;
  private final Consumer<? super Hit> hits;
  private final Consumer<? super Reason> ended;
  private final long timeoutNanos;
  private long timer;
  private boolean over;

  /** Starts the clock, which runs anew with each hit. */
  private BrowseCall(
      Loop loop,
      String nick,
      long timeoutNanos,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    this.loop = loop;
    this.nick = nick;
    this.hits = hits;
    this.ended = ended;
    this.timeoutNanos = timeoutNanos;
    restart();
  }

  /** Asks the server for the files of a user. */
  static BrowseCall ask(
      HybridClient client,
      String nick,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    long timeoutNanos = client.config().requestTimeout().toNanos();
    BrowseCall call = new BrowseCall(client.host().loop(), nick, timeoutNanos, hits, ended);
    if (!client.isReady()) {
      call.end(Reason.UNREACHABLE);
    } else if (!nick.matches("[!-~]{1,64}")) {
      call.end(Reason.UNRESOLVED);
    } else {
      FrameWriter frames = new FrameWriter();
      client.questions().add(call, frames);
      client.send(frames);
    }
    return call;
  }

  boolean isOf(String other) {
    return nick.equalsIgnoreCase(other);
  }

  String nick() {
    return nick;
  }

  boolean isOver() {
    return over;
  }

  void onHit(Hit hit) {
    if (!over) {
      restart();
      hits.accept(hit);
    }
  }

  void end(Reason reason) {
    if (!over) {
      over = true;
      loop.cancel(timer);
      loop.execute(() -> ended.accept(reason));
    }
  }

  private void restart() {
    loop.cancel(timer);
    timer = loop.schedule(timeoutNanos, () -> end(Reason.TIMEOUT));
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }
}
