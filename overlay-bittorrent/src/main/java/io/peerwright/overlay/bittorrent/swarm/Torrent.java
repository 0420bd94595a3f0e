package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.storage.Descriptions;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One torrent: its life from a name to a seed, and what its peers tell it on the way. */
final class Torrent implements TimerTarget {

  /** Where a torrent stands. */
  enum Phase {
    /** Only its name is known. */
    NAMED,
    /** What is on the disk is being checked. */
    CHECKING,
    /** It exchanges pieces. */
    ACTIVE,
    PAUSED,
    FAILED,
    CLOSED
  }

  private static final long TICK_NANOS = ChokeRounds.ROUND_NANOS / 2;

  private final Session session;
  private final InfoHash hash;
  private final PieceStorage.Factory storages;
  private final Descriptions descriptions;
  private final TorrentDownload download;
  private final Function<Info, @Nullable BitSet> files;
  private final Connections connections;
  private final Talk talk;
  private final Extensions extensions;
  private final PeerExchange peerExchange;
  private final ChokeRounds chokeRounds;
  private final Announcing announcing;
  private final WebSeeds webSeeds;
  private final Throttles throttles = new Throttles();
  private @Nullable Info info;
  private @Nullable Content content;
  private Phase phase = Phase.NAMED;
  private boolean finished;

  /** To be paused as soon as what is here has been checked. */
  private boolean pausing;

  private long timer;
  private int ticks;
  private final List<Runnable> whenSettled = new ArrayList<>();

  Torrent(Session session, Plan plan) {
    this.session = session;
    this.hash = plan.hash();
    this.storages = plan.storages();
    this.descriptions = plan.descriptions();
    this.files = plan.files();
    this.download = new TorrentDownload(session, this, plan);
    this.connections = new Connections(session, this);
    this.talk = new Talk(session, this);
    this.extensions = new Extensions(session, this);
    this.peerExchange = new PeerExchange(session, this);
    this.chokeRounds = new ChokeRounds(session, this);
    this.webSeeds = new WebSeeds(session, this, plan.webSeeds());
    this.announcing = new Announcing(session, this, plan.trackers());
  }

  // ---- life

  /** Begins: with the description if there is one. */
  void start(@Nullable Info described) {
    timer = session.host().loop().schedule(TICK_NANOS, this, 0, 0);
    if (described != null) {
      onInfo(described);
    } else {
      announcing.start();
      connections.connect();
      recallInfo();
    }
    session.endTurn();
  }

  /** The description may have come in another life. */
  private void recallInfo() {
    session.<Optional<Info>>offload(
        descriptions::load, (found, thrown) -> found.ifPresent(this::onInfo));
  }

  /** The description has come from a peer. */
  void onFetchedInfo(Info known) {
    session.<Boolean>offload(() -> descriptions.save(known), (saved, thrown) -> {});
    onInfo(known);
  }

  /** It is known what the torrent is made of. */
  private void onInfo(Info known) {
    if (phase != Phase.NAMED || info != null) {
      return;
    }
    info = known;
    phase = Phase.CHECKING;
    download.changed("checking what is here already");
    new Check(session, this, known, files.apply(known), storages).run();
  }

  boolean isChecking() {
    return phase == Phase.CHECKING;
  }

  /** What was here has been checked. */
  void onChecked(Content checked) {
    content = checked;
    phase = Phase.ACTIVE;
    finished = false;
    talk.onContent(checked);
    download.onContent();
    announcing.start();
    connections.connect();
    webSeeds.work();
    if (checked.pieces().isDone()) {
      finish(true);
    } else {
      download.changed("looking for peers");
    }
    chokeRounds.fillFreeSlots();
    if (pausing) {
      pause();
    }
  }

  /** Every wanted piece is here. */
  private void finish(boolean fromTheStart) {
    finished = true;
    Content done = working();
    talk.onFinished(done);
    if (!fromTheStart && done.pieces().isWhole()) {
      announcing.completed();
    }
    bringToDisk(done);
  }

  /** When all pieces are on the disk, the content is complete. */
  private void bringToDisk(Content done) {
    download.changed("bringing the last pieces to the disk");
    settle(
        () ->
            session.<Boolean>offload(
                () -> {
                  done.storage().sync();
                  return true;
                },
                (synced, thrown) -> {
                  if (thrown != null) {
                    onStorageFailed("write", thrown);
                  } else {
                    download.complete();
                  }
                }));
  }

  /** Runs something as soon as nothing is on its way to the disk. */
  private void settle(Runnable task) {
    whenSettled.add(task);
    onSettled();
  }

  /** Nothing is on its way to the disk, perhaps. */
  void onSettled() {
    if (content == null || !content.arrivals().isBusy()) {
      List<Runnable> tasks = List.copyOf(whenSettled);
      whenSettled.clear();
      tasks.forEach(Runnable::run);
    }
  }

  void pause() {
    pausing = phase == Phase.CHECKING;
    if (phase == Phase.NAMED || phase == Phase.ACTIVE) {
      phase = Phase.PAUSED;
      stopWorking(
          () -> {
            // What has come is on the disk and noted; going on is up to resume.
          });
      download.changed("paused");
    }
  }

  void resume() {
    pausing = false;
    if (phase == Phase.PAUSED) {
      Content known = content;
      phase = known == null ? Phase.NAMED : Phase.ACTIVE;
      announcing.start();
      connections.connect();
      webSeeds.work();
      download.changed("going on");
      if (known == null) {
        recallInfo();
      } else if (finished) {
        bringToDisk(known);
      } else if (known.pieces().isDone()) {
        finish(false);
      }
    }
  }

  /** Ends for a reason that only the user can mend. */
  void fail(String why) {
    if (phase != Phase.FAILED && phase != Phase.CLOSED) {
      phase = Phase.FAILED;
      download.fail(Reason.FAILED, why);
      stopWorking(this::releaseStorage);
    }
  }

  void onStorageFailed(String what, @Nullable Throwable thrown) {
    String why = thrown == null ? "" : thrown.getMessage() == null ? "" : thrown.getMessage();
    fail(
        "cannot "
            + what
            + " the content: "
            + (why.isEmpty() && thrown != null ? thrown.toString() : why)
            + "; what is here is kept, mend the disk and join again");
  }

  /** Leaves the swarm for good. */
  void close(Runnable done) {
    if (phase == Phase.CLOSED) {
      done.run();
      return;
    }
    boolean holdsStorage = phase != Phase.FAILED;
    phase = Phase.CLOSED;
    session.host().loop().cancel(timer);
    download.fail(Reason.CANCELLED, "cancelled");
    int[] left = {2};
    Runnable one =
        () -> {
          if (--left[0] == 0) {
            done.run();
          }
        };
    announcing.stop(one);
    stopWorking(
        () -> {
          if (holdsStorage) {
            releaseStorage();
          }
          one.run();
        });
    session.remove(this);
  }

  private void stopWorking(Runnable then) {
    if (phase != Phase.CLOSED) {
      announcing.stop(() -> {});
    }
    connections.closeAll();
    webSeeds.stop();
    if (content != null) {
      content.arrivals().dropIncomplete();
    }
    settle(
        () -> {
          Content kept = content;
          if (kept == null) {
            then.run();
            return;
          }
          session.<Boolean>offload(
              () -> {
                kept.storage().sync();
                return true;
              },
              (synced, thrown) -> then.run());
        });
  }

  private void releaseStorage() {
    Content over = content;
    if (over != null) {
      session.<Boolean>offload(
          () -> {
            over.storage().close();
            return true;
          },
          (closed, thrown) -> {});
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = session.host().loop().schedule(TICK_NANOS, this, 0, 0);
    if (phase == Phase.NAMED || phase == Phase.ACTIVE) {
      connections.tick();
      webSeeds.work();
      if (phase == Phase.NAMED) {
        extensions.metadata().dropSlow(session.now());
        download.changed(extensions.metadata().progress());
      } else if (++ticks % 2 == 0) {
        chokeRounds.next();
        peerExchange.tellAll();
      }
    }
    session.endTurn();
  }

  // ---- what it is

  InfoHash hash() {
    return hash;
  }

  @Nullable Info info() {
    return info;
  }

  @Nullable Content content() {
    return content;
  }

  private Content working() {
    Content known = content;
    if (known == null) {
      throw new IllegalStateException("the content of " + hash + " is not known yet");
    }
    return known;
  }

  Phase phase() {
    return phase;
  }

  boolean isLeeching() {
    return phase == Phase.ACTIVE && !finished;
  }

  boolean isSeeding() {
    return phase == Phase.ACTIVE && finished;
  }

  boolean exchangesPeers() {
    Info info = info();
    return session.config().exchangePeers() && info != null && !info.isPrivate();
  }

  TorrentDownload download() {
    return download;
  }

  Talk talk() {
    return talk;
  }

  Extensions extensions() {
    return extensions;
  }

  PeerExchange peerExchange() {
    return peerExchange;
  }

  Connections connections() {
    return connections;
  }

  List<PeerLink> established() {
    return connections.established();
  }

  Announcing announcing() {
    return announcing;
  }

  /** Its limits. */
  Throttles throttles() {
    return throttles;
  }

  // ---- what happens

  void wantsWork(PeerLink peer) {
    session.wantsWork(peer);
  }

  void allWantWork() {
    established().forEach(session::wantsWork);
    webSeeds.work();
  }

  /** A slot may have become free, or be wanted. */
  void onSlots() {
    if (phase == Phase.ACTIVE) {
      chokeRounds.fillFreeSlots();
    }
  }

  /** A piece is here and good. */
  void onPiece(int piece) {
    talk.onPiece(piece);
    download.onPiece(piece);
    if (isLeeching() && working().pieces().isDone()) {
      finish(false);
    }
  }

  void ban(Endpoint endpoint, String why) {
    if (connections.ban(endpoint, why)) {
      session.counters().peersBanned++;
      webSeeds.ban(endpoint);
    }
  }
}
