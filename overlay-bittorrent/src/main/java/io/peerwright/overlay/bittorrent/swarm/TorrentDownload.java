package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.storage.Notice;
import io.peerwright.overlay.bittorrent.storage.Placement;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A torrent as an application sees it. What it listens to is told in a turn of its own, once for
 * all that has changed, so that it may call back.
 */
final class TorrentDownload implements Download {

  /** What an application may have done with the torrent. */
  interface Control {

    /** Other files are wanted, or in another order. */
    void prioritise(ToIntFunction<? super String> priority);

    /** Checks everything that is here as if nothing were known of it. */
    void recheck();

    /** Closes the connections and keeps the content, until it is resumed. */
    void pause();

    /** Undoes a pause: connects and announces again. */
    void resume();

    /** Leaves the swarm for good. */
    void close(Reason why, Runnable done);

    /** How it stands with its peers, for a person. */
    String peersInWords();

    /** Something else is waited for. */
    void allWantWork();
  }

  private final TurnLoop turns;
  private final TorrentState torrent;
  private final Control control;
  private final TorrentSpec plan;

  /** Told of changes. */
  private final Consumer<Download> told;

  private final CompletableFuture<Path> done = new CompletableFuture<>();
  private final ReadAhead readAhead;
  private String detail = "looking for peers";
  private String trackerStatus = "";
  private String unreadable = "";
  private Map<Integer, String> brokenFiles = Map.of();

  /** Why it failed; null while it has not. */
  private @Nullable Reason failure;

  /** Why nothing can be read from it any more. */
  private @Nullable OverlayException closed;

  private boolean complete;
  private boolean telling;

  /** Where the content will be found in the end; null while it is not known what there is. */
  private @Nullable Placement place;

  /** What users should know of their files, by their index. */
  private final Map<Integer, Notice> notices = new TreeMap<>();

  /** What is here was checked by an earlier run, and has not changed since. */
  private boolean believed;

  TorrentDownload(TurnLoop turns, TorrentState torrent, Control control, TorrentSpec plan) {
    this.turns = turns;
    this.torrent = torrent;
    this.control = control;
    this.plan = plan;
    this.told = AppCallbacks.one(turns.loop(), plan.changed());
    this.readAhead = new ReadAhead(turns, torrent, control::allWantWork);
  }

  // ---- told by the torrent

  void changed(String what) {
    detail = what;
    tell();
  }

  private void tell() {
    if (!telling) {
      telling = true;
      turns
          .loop()
          .execute(
              () -> {
                telling = false;
                told.accept(this);
                turns.endTurn();
              });
    }
  }

  /** Where the content belongs; looks at the disk. */
  Placement locate(Info info) {
    return plan.target().apply(info);
  }

  void located(Placement found) {
    place = found;
  }

  void believed(boolean noted) {
    believed = noted;
    notices.clear();
  }

  void noticed(List<Notice> told) {
    for (Notice each : told) {
      notices.put(each.file(), each);
      if (each.kind() == Notice.Kind.SET_ASIDE) {
        changed("a file that is not of the torrent was in the way: it is " + each.text() + " now");
      }
    }
  }

  /**
   * What cannot be read from the disk at present.
   *
   * @param told in words; empty if there is nothing
   * @param files why, by the index of the file
   */
  void unreadable(String told, Map<Integer, String> files) {
    unreadable = told;
    brokenFiles = Map.copyOf(files);
    tell();
  }

  void trackerStatus(String status) {
    trackerStatus = status;
    tell();
  }

  void onContent() {
    readAhead.onContent();
  }

  void onPiece() {
    readAhead.onPiece();
    tell();
  }

  /** It turns out that something is missing, or more is wanted. */
  void notComplete(String what) {
    complete = false;
    changed(what);
  }

  void complete() {
    Placement found = place;
    if (!complete && found != null && torrent.isSeeding()) {
      complete = true;
      changed("complete; seeding");
      torrent.events().complete();
      done.complete(found.target());
    }
  }

  void fail(Reason why, String message) {
    if (failure == null) {
      failure = why;
      end(new OverlayException(why, message));
    }
    changed(message);
  }

  /** It is over because it, or the network, is left; what is complete stays so. */
  void close(Reason why) {
    String message = why == Reason.CANCELLED ? "cancelled" : "the peer has left the network";
    if (complete) {
      end(new OverlayException(why, message));
      changed(message);
    } else {
      fail(why, message);
    }
  }

  /** Not at once: whoever closes it is not called back before that has returned. */
  private void end(OverlayException why) {
    closed = why;
    turns
        .loop()
        .execute(
            () -> {
              done.completeExceptionally(why);
              readAhead.fail(why);
            });
  }

  // ---- asked by the application

  @Override
  public State state() {
    Phase phase = torrent.phase();
    if (complete && (phase == Phase.ACTIVE || phase == Phase.CLOSED)) {
      return State.COMPLETE;
    }
    return switch (phase) {
      case NAMED -> State.CONNECTING;
      case CHECKING -> State.VERIFYING;
      case PAUSED -> State.PAUSED;
      case FAILED, CLOSED -> State.FAILED;
      case ACTIVE ->
          torrent.isSeeding()
              ? State.VERIFYING
              : torrent.established().stream().anyMatch(peer -> !peer.requests().chokesUs())
                  ? State.TRANSFERRING
                  : State.CONNECTING;
    };
  }

  @Override
  public String detail() {
    String more =
        (unreadable.isEmpty() ? "" : "; " + unreadable)
            + (trackerStatus.isEmpty() ? "" : "; tracker: " + trackerStatus);
    if (state() == State.TRANSFERRING || state() == State.CONNECTING && torrent.info() != null) {
      return progress() + more;
    }
    return detail + more;
  }

  private String progress() {
    LoadedTorrent content = torrent.content();
    return (content == null ? "" : content.pieces().piecesWantedDone() + " pieces, ")
        + control.peersInWords();
  }

  @Override
  public long bytesDone() {
    LoadedTorrent content = torrent.content();
    return content == null ? 0 : content.pieces().bytesWantedDone();
  }

  @Override
  public OptionalLong bytesTotal() {
    LoadedTorrent content = torrent.content();
    return content == null ? OptionalLong.empty() : OptionalLong.of(content.pieces().bytesWanted());
  }

  @Override
  public List<SharedItem> files() {
    Info info = torrent.info();
    Placement found = place;
    if (info == null || found == null) {
      return List.of();
    }
    List<SharedItem> all = new ArrayList<>();
    for (int i = 0; i < info.files().size(); i++) {
      FileEntry file = info.files().get(i);
      if (!file.padding()) {
        all.add(
            new SharedItem(
                found.files().get(i), file.name(), file.length(), Set.of(), attributes(i, file)));
      }
    }
    return all;
  }

  /**
   * Of a file: {@code offset} in the content; {@code checked}, false if only a note of an earlier
   * run says that it is right; {@code set-aside}, where what had its name is now; {@code problem},
   * why it is not seeded, and what can be done.
   */
  private Map<String, String> attributes(int index, FileEntry file) {
    Map<String, String> told = new TreeMap<>();
    told.put("offset", Long.toString(file.offset()));
    told.put("checked", Boolean.toString(!believed));
    Notice notice = notices.get(index);
    if (notice != null) {
      told.put(notice.kind() == Notice.Kind.SET_ASIDE ? "set-aside" : "problem", notice.text());
    }
    String broken = brokenFiles.get(index);
    if (broken != null) {
      told.put(
          "problem",
          "cannot be read, "
              + broken
              + "; tried again each minute; moved away it is fetched anew at the next start");
    }
    return told;
  }

  @Override
  public List<Neighbour> peers() {
    List<Neighbour> all = new ArrayList<>();
    torrent.established().forEach(peer -> all.add(PeerStats.of(torrent, peer)));
    return all;
  }

  @Override
  public void prioritise(ToIntFunction<? super String> priority) {
    control.prioritise(priority);
    turns.endTurn();
  }

  @Override
  public void recheck() {
    control.recheck();
    turns.endTurn();
  }

  @Override
  public void pause() {
    control.pause();
    turns.endTurn();
  }

  @Override
  public void resume() {
    control.resume();
    turns.endTurn();
  }

  @Override
  public CompletionStage<Integer> read(long position, ByteBuffer target) {
    CompletionStage<Integer> reading =
        closed == null ? readAhead.read(position, target) : CompletableFuture.failedFuture(closed);
    turns.endTurn();
    return reading;
  }

  @Override
  public CompletionStage<Path> done() {
    return done.minimalCompletionStage();
  }

  @Override
  public Optional<Reason> reason() {
    return failure != null
        ? Optional.of(failure)
        : complete ? Optional.of(Reason.ENDED) : Optional.empty();
  }

  @Override
  public void close() {
    control.close(Reason.CANCELLED, () -> {});
    turns.endTurn();
  }
}
