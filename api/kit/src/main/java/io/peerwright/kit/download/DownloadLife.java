package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.files.DiskErrors;
import io.peerwright.kit.files.HeldParts;
import io.peerwright.kit.files.Ranges;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One download from the opening of its part file to its end: has the {@link SourceScheduler} bring
 * what is missing, finds out who gave what is wrong, and gives the file its name in the end.
 */
final class DownloadLife implements SchedulerOwner, PieceChecks.Listener {

  private final Loop loop;
  private final DownloadPlan plan;
  private final DownloadWatcher watcher;
  private final DownloadFile file;
  private final ContentReaders readers;
  private final ByteOrigins<SourceState> origins = new ByteOrigins<>();
  private final CompletableFuture<Path> done = new CompletableFuture<>();
  private Download.State state = Download.State.CONNECTING;
  private String detail = "opening the part file";
  private Reason reason = Reason.ENDED;
  private SpanTable spans;
  private PieceChecks pieces;
  private SourceScheduler sources;
  private boolean opening;

  /** What is left to do when the part file is let go; set once the download has failed. */
  private Runnable released = () -> {};

  DownloadLife(Loop loop, DownloadPlan plan, DownloadWatcher watcher) {
    this.loop = loop;
    this.plan = plan;
    this.watcher = watcher;
    this.file = new DownloadFile(loop, plan.target(), plan.size(), plan.check());
    this.readers =
        new ContentReaders(
            loop,
            file,
            position -> pieces().readable(position),
            position -> sources().want(position));
    prepare(new Ranges());
  }

  private void prepare(Ranges here) {
    spans = new SpanTable(file.size(), Math.max(1, file.pieceLength()), file.isVerifiable(), here);
    if (plan.rules().scattered()) {
      spans.scatter(loop.random("download.parts"));
    }
    pieces = new PieceChecks(file, spans, this);
    sources = new SourceScheduler(loop, this, file, spans, plan);
  }

  private PieceChecks pieces() {
    return pieces;
  }

  private SourceScheduler sources() {
    return sources;
  }

  /** Begins. Called once. */
  void start() {
    opening = true;
    file.open(this::onOpened);
  }

  private void onOpened(Ranges here, @Nullable Throwable failure) {
    opening = false;
    if (state == Download.State.FAILED) {
      file.close(released);
      return;
    }
    if (failure != null) {
      fail(reasonOf(failure), DiskErrors.describe(failure));
      return;
    }
    prepare(here);
    for (long at = here.nextFrom(0); at < file.size(); at = here.nextFrom(here.endOf(at))) {
      origins.add(null, at, here.endOf(at));
    }
    pieces.onStored(0, file.size());
    if (state == Download.State.CONNECTING) {
      goOn();
    }
  }

  private void goOn() {
    if (spans.bytesHere() == file.size()) {
      onAllHere();
    } else {
      sources.restart();
    }
  }

  // Bytes.

  @Override
  public void onStored(SourceState source, long from, long to) {
    origins.add(source, from, to);
    pieces.onStored(from, to);
    readers.wake(null);
    sources.want(readers.wanted());
    watcher.onChanged();
  }

  @Override
  public void onDropped(SourceState source, String words) {
    if (source.isNewlyDropped()) {
      watcher.onSourceDropped(source.source(), words);
    }
  }

  @Override
  public void onRightPiece() {
    readers.wake(null);
    sources.want(readers.wanted());
    if (isActive() && spans.bytesHere() == file.size() && !pieces.isBusy()) {
      onAllHere();
    }
  }

  @Override
  public void onWrongPiece(int piece, long from, long to) {
    if (isOver()) {
      return;
    }
    watcher.onWrongContent();
    SourceState culprit = origins.only(from, to);
    Set<SourceState> suspects = origins.sources(from, to);
    if (culprit != null) {
      watcher.onWrongSource(culprit.source());
    }
    String words = "piece " + piece + " is wrong" + whose(suspects);
    forget(from, to, () -> sources.blameForPiece(culprit, suspects, words));
  }

  @Override
  public void onUnreadable(Throwable cause) {
    onDiskFailed(cause, () -> {});
  }

  @Override
  public void forget(long from, long to, Runnable next) {
    origins.remove(from, to);
    spans.forget(from, to);
    pieces.onForgotten(from, to);
    file.forget(
        from,
        to,
        failure -> {
          if (failure != null) {
            onDiskFailed(failure, () -> {});
          } else if (isActive()) {
            next.run();
          }
        });
  }

  @Override
  public boolean isAllFrom(SourceState source) {
    return source.equals(origins.only(0, file.size()));
  }

  @Override
  public @Nullable SourceState giver(SourceListener.Part range, SourceState besides) {
    return origins.other(range.from(), range.to(), besides);
  }

  @Override
  public long bytesOf(SourceState source) {
    return origins.of(source).stream().mapToLong(part -> part.to() - part.from()).sum();
  }

  @Override
  public void forgetAllOf(SourceState source, Runnable next) {
    List<SourceListener.Part> given = origins.of(source);
    if (given.isEmpty()) {
      next.run();
    } else {
      SourceListener.Part first = given.get(0);
      forget(first.from(), first.to(), () -> forgetAllOf(source, next));
    }
  }

  @Override
  public boolean isActive() {
    return !isOver() && state != Download.State.PAUSED;
  }

  @Override
  public void onDiskFailed(Throwable cause, Runnable next) {
    if (isOver()) {
      next.run();
    } else {
      fail(reasonOf(cause), DiskErrors.describe(cause));
    }
  }

  /** There is one more source. */
  void offer(ContentSource source) {
    if (file.isOpen() && !isOver()) {
      sources.rounds().add(source, false);
      loop.execute(sources::next);
    }
  }

  /** A source can be asked before the time that it has said. */
  void onReady(Object key) {
    if (file.isOpen() && !isOver()) {
      sources.rounds().ready(key, loop.nanoTime());
      loop.execute(sources::next);
    }
  }

  /** It has become known what pieces must be. */
  void onPiecesKnown() {
    if (file.isOpen() && !isOver()) {
      pieces.next();
    }
  }

  // The end.

  @Override
  public void onAllHere() {
    if (pieces.isBusy() || state == Download.State.VERIFYING) {
      return;
    }
    become(Download.State.VERIFYING, "checking " + file.size() + " bytes");
    file.finish(this::onVerified);
  }

  private void onVerified(ContentCheck.@Nullable Mismatch mismatch, @Nullable Throwable failure) {
    if (isOver()) {
      return;
    }
    if (mismatch != null) {
      onWrongWhole(mismatch);
      return;
    }
    if (failure != null) {
      fail(reasonOf(failure), DiskErrors.describe(failure));
      return;
    }
    become(Download.State.COMPLETE, file.outcome());
    watcher.onOver();
    // After the last change has been told.
    loop.execute(
        () -> {
          done.complete(file.target());
          readers.wake(null);
        });
  }

  private static String whose(Set<SourceState> suspects) {
    String names = suspects.stream().map(SourceState::name).collect(Collectors.joining(" or "));
    return names.isEmpty() ? "" : "; it came from " + names;
  }

  /** Whoever gave it is to blame; the others are asked for all of it, from the start. */
  private void onWrongWhole(ContentCheck.Mismatch mismatch) {
    watcher.onWrongContent();
    if (file.pieceLength() > 0 && !file.canCheckPieces()) {
      // What was said of the pieces may be what was wrong.
      sources.rounds().forgive();
    }
    SourceState culprit = origins.only(0, mismatch.wrongBytes());
    Set<SourceState> suspects = origins.sources(0, mismatch.wrongBytes());
    String words = mismatch.words() + whose(suspects);
    if (sources.blame(culprit, suspects, words)) {
      become(Download.State.CONNECTING, words + "; starting anew with others");
      sources.startAnew();
    } else {
      file.reject(
          aside ->
              fail(
                  Reason.CORRUPT,
                  words + "; it is kept as " + aside + ", fetch again to start anew"));
    }
  }

  @Override
  public void fail(Reason why, String what) {
    end(why, what, () -> {});
  }

  /** Ends it; {@code closed} is run when its files are closed. */
  void end(Reason why, String what, Runnable closed) {
    if (isOver()) {
      loop.execute(closed);
      return;
    }
    become(Download.State.FAILED, what);
    reason = why;
    watcher.onOver();
    OverlayException failure = new OverlayException(why, what);
    // Whoever waits is told when the part file is free, so that fetching again can follow at once.
    released =
        () -> {
          closed.run();
          done.completeExceptionally(failure);
          readers.wake(failure);
        };
    sources.stop(
        () -> {
          if (!opening) {
            file.close(released);
          }
        });
  }

  boolean isOver() {
    return state == Download.State.COMPLETE || state == Download.State.FAILED;
  }

  private static Reason reasonOf(Throwable failure) {
    return failure instanceof OverlayException known ? known.reason() : Reason.FAILED;
  }

  @Override
  public void become(Download.State next, String what) {
    if (!isOver()) {
      state = next;
      detail = what;
      loop.execute(watcher::onChanged);
    }
  }

  void pause() {
    if (!isOver() && state != Download.State.PAUSED && state != Download.State.VERIFYING) {
      become(Download.State.PAUSED, "paused");
      sources.stop(() -> {});
    }
  }

  void resume() {
    if (state != Download.State.PAUSED) {
      return;
    }
    become(Download.State.CONNECTING, "going on");
    if (file.isOpen()) {
      // What is still on its way to the disk comes first, for it decides where to go on.
      sources.stop(this::goOn);
    }
  }

  CompletionStage<Integer> read(long position, ByteBuffer into) {
    return state == Download.State.FAILED
        ? CompletableFuture.failedFuture(new OverlayException(reason, detail))
        : readers.read(position, into);
  }

  // Where it stands.

  Download.State state() {
    return state;
  }

  String detail() {
    return detail;
  }

  Optional<Reason> reason() {
    return isOver() ? Optional.of(reason) : Optional.empty();
  }

  long bytesDone() {
    return spans.bytesHere();
  }

  /** What may be sent to others. */
  HeldParts held() {
    return new VerifiedParts(file, this::pieces);
  }

  CompletionStage<Path> done() {
    return done;
  }

  /** Those that send at this moment. */
  List<SourceTransfer> flowing() {
    return state == Download.State.TRANSFERRING ? sources.transfers().flowing() : List.of();
  }
}
