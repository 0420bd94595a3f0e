package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.overlay.hybrid.transfer.DirectBrowsing;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A listing of one user's files, from its start to its one end. */
final class BrowseCall implements Handle {

  /** The most files that OpenNap servers tell of one user, unless they are set up otherwise. */
  private static final int USUAL_LIMIT = 500;

  /** Who can be asked. */
  interface Asker {

    /** True while logged in. */
    boolean isReady();

    /** Asks the server. */
    void ask(BrowseCall call);

    /** Asks users themselves. */
    DirectBrowsing browsing();
  }

  private final Asker asker;
  private final Loop loop;
  private final String overlay;
  private final String nick;
  private final Consumer<Hit> hits;
  private final Consumer<? super Reason> ended;
  private final long timeoutNanos;
  private final Set<String> names = new HashSet<>();
  private long timer;
  private boolean direct;
  private boolean over;

  /** Starts the clock, which runs anew with each hit. */
  BrowseCall(
      Asker asker,
      Loop loop,
      Duration patience,
      String overlay,
      String nick,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    this.asker = asker;
    this.loop = loop;
    this.overlay = overlay;
    this.nick = nick;
    this.hits = AppCallbacks.one(loop, hits);
    this.ended = ended;
    this.timeoutNanos = patience.toNanos();
    restart();
  }

  /** Asks the server for the files of a user. */
  void begin() {
    if (!asker.isReady()) {
      end(Reason.UNREACHABLE);
    } else if (!nick.matches("[!-~]{1,64}")) {
      end(Reason.UNRESOLVED);
    } else {
      asker.ask(this);
    }
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
      asker
          .browsing()
          .ask(
              nick,
              file -> onHit(Hits.of(overlay, file, nick, 0, 0)),
              complete -> end(complete ? Reason.ENDED : unfinished(Reason.UNREACHABLE)));
    }
  }

  void end(Reason reason) {
    if (!over) {
      over = true;
      loop.cancel(timer);
      if (direct) {
        asker.browsing().forget(nick);
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
