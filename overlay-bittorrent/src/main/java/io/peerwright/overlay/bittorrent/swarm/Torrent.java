package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.blocks.FilePriorities;
import io.peerwright.overlay.bittorrent.connections.Connections;
import io.peerwright.overlay.bittorrent.connections.PeerHandler;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.upload.ChokeRounds;
import io.peerwright.overlay.bittorrent.verify.DiskCheck;
import io.peerwright.overlay.bittorrent.verify.PieceVerifier;
import io.peerwright.overlay.bittorrent.verify.StorageBarrier;
import io.peerwright.overlay.bittorrent.webseed.WebSeeds;
import java.util.BitSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** One torrent: its life from a name to a seed. */
final class Torrent
    implements TimerTarget, TorrentDownload.Control, TorrentPeers.Listener, ContentListener {

  private static final long TICK_NANOS = ChokeRounds.ROUND_NANOS / 2;

  private final TorrentSession session;
  private final TorrentState state;
  private final PieceStorage.Factory storages;
  private final SavedInfo saved;
  private final TorrentDownload download;
  private final FilePriorities priorities;
  private final StorageBarrier barrier;
  private final TorrentPeers peers;
  private final Connections connections;
  private final TrackerAnnounces announces;
  private final WebSeeds webSeeds;

  /** To be paused as soon as what is here has been checked. */
  private boolean pausing;

  private long timer;
  private int ticks;

  Torrent(TorrentSession session, TorrentSpec plan) {
    this.session = session;
    this.state =
        new TorrentState(
            plan.hash(), session.resources().bandwidth(), session.resources().events());
    this.storages = plan.storages();
    this.saved = new SavedInfo(session.turns(), plan.descriptions());
    this.priorities = new FilePriorities(plan.files());
    this.barrier = new StorageBarrier(session.turns());
    this.download = new TorrentDownload(session.turns(), state, this, plan);
    this.peers = new TorrentPeers(session, state, this, plan.trackers(), download::trackerStatus);
    this.connections = peers.connections();
    this.announces = peers.announces();
    this.webSeeds =
        new WebSeeds(
            session.resources(),
            session.webSeedMemory(),
            session::http,
            new WebSeedContent(state, this, announces),
            plan.webSeeds());
  }

  // ---- life

  /** Begins: with the description if there is one. */
  void start(@Nullable Info described) {
    state.events().joined();
    timer = session.turns().loop().schedule(TICK_NANOS, this, 0, 0);
    if (described != null) {
      onInfo(described);
    } else {
      announces.start();
      connections.connect();
      saved.recall(this::onInfo);
    }
    session.turns().endTurn();
  }

  @Override
  public void onFetchedInfo(Info known) {
    saved.save(known);
    onInfo(known);
  }

  /** It is known what the torrent is made of. */
  private void onInfo(Info known) {
    if (state.phase() != Phase.NAMED || state.info() != null) {
      return;
    }
    state.setInfo(known);
    announces.onInfo(known);
    state.setPhase(Phase.CHECKING);
    download.changed("checking what is here already");
    check(known);
  }

  private void check(Info known) {
    TorrentCheck listener = new TorrentCheck(state, download, this::onChecked, this::fail);
    new DiskCheck(session.turns(), session.hashBuffers(), known, priorities, storages, listener)
        .run();
  }

  private void work() {
    announces.start();
    connections.connect();
    webSeeds.work();
  }

  private void onChecked(DiskCheck.Outcome outcome) {
    Info info = state.info();
    if (info == null) {
      throw new IllegalStateException("what is not described cannot be checked");
    }
    begin(new ContentFactory(session, peers, state, this, announces, download).load(info, outcome));
  }

  /** What was here has been checked. */
  private void begin(LoadedTorrent checked) {
    state.setContent(checked);
    priorities.applyTo(checked.pieces());
    state.setPhase(Phase.ACTIVE);
    state.setFinished(false);
    peers.onContent(checked);
    download.onContent();
    work();
    if (checked.pieces().isDone()) {
      finish(checked, true);
    } else {
      download.changed("looking for peers");
    }
    peers.fillFreeSlots();
    if (pausing) {
      pause();
    }
  }

  /** Every wanted piece is here. */
  private void finish(LoadedTorrent done, boolean fromTheStart) {
    state.setFinished(true);
    peers.onFinished(done);
    if (!fromTheStart && done.pieces().isWhole()) {
      announces.completed();
    }
    bringToDisk(done);
  }

  /** When all pieces are on the disk, the content is complete. */
  private void bringToDisk(LoadedTorrent done) {
    download.changed("bringing the last pieces to the disk");
    barrier.sync(
        done.verifier(),
        thrown -> {
          if (thrown != null) {
            onDiskFailed("write", thrown);
          } else {
            download.complete();
          }
        });
  }

  @Override
  public void prioritise(ToIntFunction<? super String> priority) {
    priorities.set(priority);
    LoadedTorrent known = state.content();
    if (known == null || state.phase() == Phase.CHECKING) {
      return;
    }
    priorities.applyTo(known.pieces());
    known.requests().dropUnwanted();
    if (state.isFinished() && !known.pieces().isDone()) {
      state.setFinished(false);
      download.notComplete("going on");
    }
    peers.onWanted();
    finishIfDone();
    allWantWork();
  }

  @Override
  public void recheck() {
    LoadedTorrent before = state.content();
    if (before == null || state.phase() != Phase.ACTIVE && state.phase() != Phase.PAUSED) {
      return;
    }
    pausing = state.phase() == Phase.PAUSED;
    state.setPhase(Phase.CHECKING);
    state.setFinished(false);
    download.notComplete("checking what is here");
    stopWorking(
        () ->
            barrier.forget(
                before.verifier(),
                thrown -> {
                  if (state.phase() == Phase.CHECKING) {
                    state.setContent(null);
                    peers.onContentDoubted();
                    if (thrown == null) {
                      check(before.info());
                    } else {
                      onDiskFailed("check", thrown);
                    }
                  }
                }));
  }

  @Override
  public void pause() {
    pausing = state.phase() == Phase.CHECKING;
    if (state.phase() == Phase.NAMED || state.phase() == Phase.ACTIVE) {
      state.setPhase(Phase.PAUSED);
      // What has come is on the disk and noted then; going on is up to resume.
      stopWorking(() -> {});
      download.changed("paused");
    }
  }

  @Override
  public void resume() {
    pausing = false;
    if (state.phase() == Phase.PAUSED) {
      LoadedTorrent known = state.content();
      state.setPhase(known == null ? Phase.NAMED : Phase.ACTIVE);
      work();
      download.changed("going on");
      if (known == null) {
        saved.recall(this::onInfo);
      } else if (state.isFinished()) {
        bringToDisk(known);
      } else {
        finishIfDone();
      }
    }
  }

  /** Ends for a reason that only the user can mend. */
  private void fail(String why) {
    if (state.phase() != Phase.FAILED && state.phase() != Phase.CLOSED) {
      state.setPhase(Phase.FAILED);
      download.fail(Reason.FAILED, why);
      stopWorking(() -> barrier.release(verifier()));
    }
  }

  @Override
  public void close(Reason why, Runnable done) {
    if (state.phase() == Phase.CLOSED) {
      done.run();
      return;
    }
    state.setPhase(Phase.CLOSED);
    state.events().left();
    session.turns().loop().cancel(timer);
    download.close(why);
    Runnable one = StorageBarrier.after(2, done);
    announces.stop(one);
    stopWorking(
        () -> {
          barrier.release(verifier());
          one.run();
        });
    session.remove(state.hash());
  }

  private void stopWorking(Runnable then) {
    if (state.phase() != Phase.CLOSED) {
      announces.stop(() -> {});
    }
    connections.closeAll();
    webSeeds.stop();
    barrier.settle(verifier(), then);
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = session.turns().loop().schedule(TICK_NANOS, this, 0, 0);
    if (state.phase() == Phase.NAMED || state.phase() == Phase.ACTIVE) {
      connections.tick();
      webSeeds.work();
      if (state.phase() == Phase.NAMED) {
        download.changed(peers.fetchInfo());
      } else if (++ticks % 2 == 0) {
        peers.nextRound();
      }
    }
    session.turns().endTurn();
  }

  // ---- what happens

  @Override
  public void allWantWork() {
    state.established().forEach(PeerLink::wantsWork);
    webSeeds.work();
  }

  @Override
  public void onSlots() {
    session.slotsChanged(state.hash());
  }

  void fillFreeSlots() {
    if (state.phase() == Phase.ACTIVE) {
      peers.fillFreeSlots();
    }
  }

  @Override
  public String peersInWords() {
    return peers.inWords();
  }

  @Override
  public void onUnusableInfo(String why) {
    fail("the torrent cannot be used: " + why);
  }

  @Override
  public void onCorruptPeer(Endpoint endpoint, String what) {
    if (connections.ban(endpoint, what)) {
      session.counters().banned();
      state.events().corruptPeer(endpoint, what);
    }
    // A server may answer only after a peer, or another server, was banned at its address.
    webSeeds.ban(endpoint);
  }

  // ---- the disk

  @Override
  public void onDiskFailed(String what, @Nullable Throwable thrown) {
    fail(StorageBarrier.explain(what, thrown));
  }

  @Override
  public void onPiece(int piece) {
    LoadedTorrent known = state.content();
    if (known != null) {
      peers.onPiece(known.pieces(), piece);
    }
    download.onPiece();
    finishIfDone();
  }

  @Override
  public void onCorrupt() {
    allWantWork();
    finishIfDone();
  }

  @Override
  public void onSettled() {
    barrier.onSettled(verifier());
  }

  @Override
  public void onHealed(LoadedTorrent known, BitSet pieces) {
    if (!session.settings().seedOnly()) {
      known.verifier().onHealed(pieces);
    }
    finishIfDone();
  }

  private @Nullable PieceVerifier verifier() {
    LoadedTorrent known = state.content();
    return known == null ? null : known.verifier();
  }

  /** What was under way may have been the last, whatever has become of it. */
  private void finishIfDone() {
    LoadedTorrent known = state.content();
    if (known != null && state.isLeeching() && known.pieces().isDone()) {
      finish(known, false);
    }
  }

  // ---- for the session

  /** Checks, where assertions are on, that its tables agree; always true. */
  boolean checkInvariants() {
    LoadedTorrent known = state.content();
    assert known == null || state.isOver() || known.requests().checkInvariants();
    return connections.checkInvariants();
  }

  TorrentDownload download() {
    return download;
  }

  PeerHandler<PeerLink> handler() {
    return peers.handler();
  }

  TrackerAnnounces announces() {
    return announces;
  }
}
