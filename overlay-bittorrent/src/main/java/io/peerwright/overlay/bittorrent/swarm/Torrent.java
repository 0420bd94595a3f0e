package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.storage.Descriptions;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** One torrent: its life from a name to a seed, and what its peers tell it on the way. */
final class Torrent implements TimerTarget {

  private static final long TICK_NANOS = ChokeRounds.ROUND_NANOS / 2;

  private final SwarmSession session;
  private final InfoHash hash;
  private final PieceStorage.Factory storages;
  private final Descriptions descriptions;
  private final TorrentDownload download;
  private final FilePriorities priorities;
  private final StorageBarrier barrier;
  private final Connections connections;
  private final PeerProtocol protocol;
  private final Extensions extensions;
  private final PeerExchange peerExchange;
  private final ChokeRounds chokeRounds;
  private final TrackerAnnounces announces;
  private final WebSeeds webSeeds;
  private @Nullable TorrentRates rates;
  private @Nullable Info info;
  private @Nullable LoadedTorrent content;
  private Phase phase = Phase.NAMED;
  private boolean finished;

  /** To be paused as soon as what is here has been checked. */
  private boolean pausing;

  private long timer;
  private int ticks;

  Torrent(SwarmSession session, TorrentSpec plan) {
    this.session = session;
    this.hash = plan.hash();
    this.storages = plan.storages();
    this.descriptions = plan.descriptions();
    this.priorities = new FilePriorities(plan.files());
    this.barrier = new StorageBarrier(session);
    this.download = new TorrentDownload(session, this, plan);
    this.connections = new Connections(session, this);
    this.protocol = new PeerProtocol(session, this);
    this.extensions = new Extensions(session, this);
    this.peerExchange = new PeerExchange(session, this);
    this.chokeRounds = new ChokeRounds(session, this);
    this.webSeeds = new WebSeeds(session, this, plan.webSeeds());
    this.announces = new TrackerAnnounces(session, this, plan.trackers());
  }

  // ---- life

  /** Begins: with the description if there is one. */
  void start(@Nullable Info described) {
    timer = session.host().loop().schedule(TICK_NANOS, this, 0, 0);
    if (described != null) {
      onInfo(described);
    } else {
      announces.start();
      connections.connect();
      recallInfo();
    }
    session.endTurn();
  }

  /** The description may have come in another life. */
  private void recallInfo() {
    session.<Optional<Info>>offload(
        descriptions::load,
        (found, thrown) -> {
          if (found != null) {
            found.ifPresent(this::onInfo);
          }
        });
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
    announces.onInfo(known);
    phase = Phase.CHECKING;
    download.changed("checking what is here already");
    new Check(session, this, known, priorities, storages).run();
  }

  private void work() {
    announces.start();
    connections.connect();
    webSeeds.work();
  }

  boolean isChecking() {
    return phase == Phase.CHECKING;
  }

  /** What was here has been checked. */
  void onChecked(LoadedTorrent checked) {
    content = checked;
    priorities.applyTo(checked.pieces());
    phase = Phase.ACTIVE;
    finished = false;
    protocol.onContent(checked);
    download.onContent();
    work();
    if (checked.pieces().isDone()) {
      finish(checked, true);
    } else {
      download.changed("looking for peers");
    }
    chokeRounds.fillFreeSlots();
    if (pausing) {
      pause();
    }
  }

  /** Every wanted piece is here. */
  private void finish(LoadedTorrent done, boolean fromTheStart) {
    finished = true;
    protocol.onFinished(done);
    if (!fromTheStart && done.pieces().isWhole()) {
      announces.completed();
    }
    bringToDisk(done);
  }

  /** When all pieces are on the disk, the content is complete. */
  private void bringToDisk(LoadedTorrent done) {
    download.changed("bringing the last pieces to the disk");
    barrier.sync(
        done,
        thrown -> {
          if (thrown != null) {
            onStorageFailed("write", thrown);
          } else {
            download.complete();
          }
        });
  }

  /** Nothing is on its way to the disk, perhaps. */
  void onSettled() {
    barrier.onSettled(content);
  }

  /** Other files are wanted, or in another order. */
  void prioritise(ToIntFunction<? super String> priority) {
    priorities.set(priority);
    LoadedTorrent known = content;
    if (known == null || phase == Phase.CHECKING) {
      return;
    }
    priorities.applyTo(known.pieces());
    known.requests().dropUnwanted();
    if (finished && !known.pieces().isDone()) {
      finished = false;
      download.notComplete("going on");
    }
    protocol.onWanted(known);
    finishIfDone();
    allWantWork();
  }

  /** Checks everything that is here as if nothing were known of it. */
  void recheck() {
    LoadedTorrent before = content;
    if (before == null || phase != Phase.ACTIVE && phase != Phase.PAUSED) {
      return;
    }
    pausing = phase == Phase.PAUSED;
    phase = Phase.CHECKING;
    finished = false;
    download.notComplete("checking what is here");
    stopWorking(
        () ->
            barrier.forget(
                before,
                thrown -> {
                  if (phase == Phase.CHECKING) {
                    content = null;
                    if (thrown == null) {
                      new Check(session, this, before.info(), priorities, storages).run();
                    } else {
                      onStorageFailed("check", thrown);
                    }
                  }
                }));
  }

  void pause() {
    pausing = phase == Phase.CHECKING;
    if (phase == Phase.NAMED || phase == Phase.ACTIVE) {
      phase = Phase.PAUSED;
      // What has come is on the disk and noted then; going on is up to resume.
      stopWorking(() -> {});
      download.changed("paused");
    }
  }

  void resume() {
    pausing = false;
    if (phase == Phase.PAUSED) {
      LoadedTorrent known = content;
      phase = known == null ? Phase.NAMED : Phase.ACTIVE;
      work();
      download.changed("going on");
      if (known == null) {
        recallInfo();
      } else if (finished) {
        bringToDisk(known);
      } else {
        finishIfDone();
      }
    }
  }

  /** Ends for a reason that only the user can mend. */
  void fail(String why) {
    if (phase != Phase.FAILED && phase != Phase.CLOSED) {
      phase = Phase.FAILED;
      download.fail(Reason.FAILED, why);
      stopWorking(() -> barrier.release(content));
    }
  }

  void onStorageFailed(String what, @Nullable Throwable thrown) {
    fail(StorageBarrier.explain(what, thrown));
  }

  /** Leaves the swarm for good. */
  void close(Runnable done) {
    if (phase == Phase.CLOSED) {
      done.run();
      return;
    }
    phase = Phase.CLOSED;
    session.host().loop().cancel(timer);
    download.fail(Reason.CANCELLED, "cancelled");
    Runnable one = StorageBarrier.after(2, done);
    announces.stop(one);
    stopWorking(
        () -> {
          barrier.release(content);
          one.run();
        });
    session.remove(this);
  }

  private void stopWorking(Runnable then) {
    if (phase != Phase.CLOSED) {
      announces.stop(() -> {});
    }
    connections.closeAll();
    webSeeds.stop();
    barrier.settle(content, then);
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

  @Nullable LoadedTorrent content() {
    return content;
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

  TorrentDownload download() {
    return download;
  }

  PeerProtocol protocol() {
    return protocol;
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

  TrackerAnnounces announces() {
    return announces;
  }

  /** Its limits; there are none in most torrents. */
  TorrentRates rates() {
    rates = rates != null ? rates : session.rates().rates(this);
    return rates;
  }

  // ---- what happens

  void wantsWork(PeerLink peer) {
    session.wantsWork(peer);
  }

  void allWantWork() {
    established().forEach(session::wantsWork);
    webSeeds.work();
  }

  /** A slot may have become free, or be wanted: seen to once, at the end of the turn. */
  void onSlots() {
    session.slotsChanged(this);
  }

  void fillFreeSlots() {
    if (phase == Phase.ACTIVE) {
      chokeRounds.fillFreeSlots();
    }
  }

  /** A piece is here and good. */
  void onPiece(int piece) {
    protocol.onPiece(piece);
    download.onPiece(piece);
    finishIfDone();
  }

  /** What was under way may have been the last, whatever has become of it. */
  void finishIfDone() {
    LoadedTorrent known = content;
    if (known != null && isLeeching() && known.pieces().isDone()) {
      finish(known, false);
    }
  }

  void ban(Endpoint endpoint, String why) {
    if (connections.ban(endpoint, why)) {
      session.counters().peersBanned++;
    }
    // A server may answer only after a peer, or another server, was banned at its address.
    webSeeds.ban(endpoint);
  }
}
