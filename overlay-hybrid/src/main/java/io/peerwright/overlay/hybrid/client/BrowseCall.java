package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A listing of one user's files, from its start to its one end. */
final class BrowseCall implements Handle {

  /** The most files that OpenNap servers tell of one user, unless they are set up otherwise. */
  private static final int USUAL_LIMIT = 500;

  private final HybridClient client;
  private final Loop loop;
  private final String nick;
  private final Consumer<? super Hit> hits;
  private final Consumer<? super Reason> ended;
  private final long timeoutNanos;
  private final Set<String> names = new HashSet<>();
  private long timer;
  private boolean direct;
  private boolean over;

  /** Starts the clock, which runs anew with each hit. */
  private BrowseCall(
      HybridClient client,
      String nick,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    this.client = client;
    this.loop = client.host().loop();
    this.nick = nick;
    this.hits = hits;
    this.ended = ended;
    this.timeoutNanos = client.config().requestTimeout().toNanos();
    restart();
  }

  /** Asks the server for the files of a user. */
  static BrowseCall ask(
      HybridClient client,
      String nick,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    BrowseCall call = new BrowseCall(client, nick, hits, ended);
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
      if (names.add(hit.name())) {
        hits.accept(hit);
      }
    }
  }

  /** The server has told all that it tells, which may be less than there is. */
  void onListed(boolean known) {
    if (known && names.size() == USUAL_LIMIT) {
      goDirect();
    } else {
      end(known ? Reason.ENDED : Reason.UNRESOLVED);
    }
  }

  /** Asks the user itself. What it does not tell, the server has told. */
  void goDirect() {
    if (!over) {
      direct = true;
      restart();
      client
          .hub()
          .browsing()
          .ask(
              nick,
              file -> onHit(Hits.of(client.name(), file, nick, 0, 0)),
              complete -> end(complete ? Reason.ENDED : unfinished(Reason.UNREACHABLE)));
    }
  }

  void end(Reason reason) {
    if (!over) {
      over = true;
      loop.cancel(timer);
      if (direct) {
        client.hub().browsing().forget(nick);
      }
      loop.execute(() -> ended.accept(reason));
    }
  }

  private void restart() {
    loop.cancel(timer);
    timer = loop.schedule(timeoutNanos, this::onTimeout);
  }

  private void onTimeout() {
    end(unfinished(Reason.TIMEOUT));
  }

  /** What the server told is not all, if the user itself does not tell the rest. */
  private Reason unfinished(Reason nothing) {
    return direct && !names.isEmpty() ? Reason.LIMIT : nothing;
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }
}
