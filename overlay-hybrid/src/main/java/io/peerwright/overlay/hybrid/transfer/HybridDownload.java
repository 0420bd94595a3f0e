package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.files.DiskErrors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One download: opens its part file, gets a link by {@link Negotiation}, takes the bytes by {@link
 * DownloadStream}, goes back to negotiating after a break, and in the end checks the content and
 * gives the file its name.
 */
final class HybridDownload implements Download {

  private final TransferHub hub;
  private final DownloadFile file;
  private final SourceRound sources;
  private final Negotiation negotiation;
  private final Consumer<? super Download> changed;
  private final CompletableFuture<Path> done = new CompletableFuture<>();
  private State state = State.CONNECTING;
  private String detail = "opening the part file";
  private Reason reason = Reason.ENDED;
  private final ByteOrigins<Source> origins = new ByteOrigins<>();
  private @Nullable DownloadStream reception;
  private @Nullable Source sender;
  private boolean opening;

  /** What is left to do when the part file is let go; set once the download has failed. */
  private Runnable released = () -> {};

  HybridDownload(TransferHub hub, List<Hit> hits, Path target, Consumer<? super Download> changed) {
    this.hub = hub;
    this.changed = changed;
    List<Hit> same = DownloadFile.sameContent(hits);
    this.file = new DownloadFile(hub.loop(), same, target);
    this.sources = new SourceRound(same.stream().map(Source::new).toList());
    this.negotiation = new Negotiation(hub, this, file, sources);
  }

  Negotiation negotiation() {
    return negotiation;
  }

  void start() {
    opening = true;
    file.open(this::onOpened);
  }

  private void onOpened(@Nullable Throwable failure) {
    opening = false;
    if (state == State.FAILED) {
      file.close(released);
    } else if (failure != null) {
      fail(reasonOf(failure), DiskErrors.describe(failure));
    } else if (state == State.CONNECTING) {
      origins.upTo(null, file.stored());
      goOn();
    }
  }

  private void goOn() {
    if (file.stored() == file.size()) {
      verify();
    } else {
      negotiation.restart();
    }
  }

  // Bytes.

  void onTransferring(Link link) {
    String nick = negotiation.nick();
    become(State.TRANSFERRING, "from " + nick);
    DownloadStream begun = new DownloadStream(hub, this, file, link, nick);
    reception = begun;
    sender = negotiation.source();
    begun.begin();
  }

  void onBytes(DownloadLink from, ByteBuffer data) {
    if (reception != null && negotiation.isCurrent(from)) {
      reception.onBytes(data);
    }
  }

  void onAllReceived() {
    stopTransfer(this::verify);
  }

  /**
   * The source does not send what it should: what it has sent is given up, and others are asked.
   */
  void onWrongSource(String words, long from) {
    negotiation.dropSource(Reason.CORRUPT, words);
    giveUpFrom(from);
  }

  /** The source sends other bytes than those kept; one of the two is wrong. */
  void onOtherBytes(String words, long from) {
    negotiation.onOtherBytes(words);
    giveUpFrom(from);
  }

  private void giveUpFrom(long from) {
    stopReception(
        () -> {
          if (file.stored() == from) {
            tryOthers();
          } else {
            forget(from, this::tryOthers);
          }
        });
  }

  private void forget(long from, Runnable next) {
    origins.cut(from);
    file.forget(
        from,
        failure -> {
          if (failure == null) {
            next.run();
          } else {
            onDiskFailed(failure, () -> {});
          }
        });
  }

  /** Gives up all that is kept; {@code next} follows unless the download has ended or paused. */
  void forgetAll(Runnable next) {
    forget(
        0,
        () -> {
          if (!isOver() && state != State.PAUSED) {
            next.run();
          }
        });
  }

  /** True if somebody else could be asked. */
  boolean hasOtherSources() {
    return sources.hasOthers();
  }

  /** True if nobody but this source has given what is kept. */
  boolean isAllFrom(Source source) {
    return source.equals(origins.only(file.size()));
  }

  private void tryOthers() {
    if (!isOver() && state != State.PAUSED) {
      negotiation.pauseThenNext();
    }
  }

  void onProgress() {
    origins.upTo(sender, file.stored());
    changed.accept(this);
  }

  void onLinkClosed(DownloadLink closed, Reason why) {
    if (!negotiation.isCurrent(closed)) {
      return;
    }
    negotiation.onLinkClosed(closed, reception != null && reception.hasProgress(), why);
    stopReception(this::tryOthers);
  }

  /** The disk failed; {@code next} is what should have followed when all was stored. */
  void onDiskFailed(Throwable cause, Runnable next) {
    reception = null;
    if (isOver()) {
      next.run();
    } else {
      fail(reasonOf(cause), DiskErrors.describe(cause));
    }
  }

  private void stopTransfer(Runnable next) {
    negotiation.stop();
    stopReception(next);
  }

  private void stopReception(Runnable next) {
    DownloadStream running = reception;
    if (running == null) {
      next.run();
      return;
    }
    running.stop(
        () -> {
          reception = null;
          next.run();
        });
  }

  // The end.

  private void verify() {
    become(State.VERIFYING, "checking " + file.size() + " bytes");
    file.finish(this::onVerified);
  }

  private void onVerified(@Nullable Throwable failure) {
    if (isOver()) {
      return;
    }
    if (failure != null && reasonOf(failure) == Reason.CORRUPT) {
      onWrongContent(DiskErrors.describe(failure));
      return;
    }
    if (failure != null) {
      fail(reasonOf(failure), DiskErrors.describe(failure));
      return;
    }
    hub.context().counters().downloadsComplete++;
    hub.downloadEnded(this);
    become(State.COMPLETE, file.outcome());
    // After the last change has been told.
    hub.loop()
        .execute(
            () -> {
              done.complete(file.target());
              file.wakeReaders(null);
            });
  }

  /** Whoever gave it is to blame; the others are asked for all of it, from the start. */
  private void onWrongContent(String what) {
    hub.context().counters().downloadsCorrupt++;
    Source culprit = origins.only(file.wrongBytes());
    Set<Source> suspects = origins.sources(file.wrongBytes());
    String whose = suspects.stream().map(source -> source.nick).collect(Collectors.joining(" or "));
    String words = what + (whose.isEmpty() ? "" : "; it came from " + whose);
    if (negotiation.blame(culprit, suspects, words)) {
      become(State.CONNECTING, words + "; starting anew with others");
      negotiation.startAnew();
    } else {
      file.reject(
          aside ->
              fail(
                  Reason.CORRUPT,
                  words + "; it is kept as " + aside + ", fetch again to start anew"));
    }
  }

  void fail(Reason why, String what) {
    end(why, what, () -> {});
  }

  private void end(Reason why, String what, Runnable closed) {
    if (isOver()) {
      hub.loop().execute(closed);
      return;
    }
    become(State.FAILED, what);
    reason = why;
    hub.context().counters().downloadsFailed++;
    hub.downloadEnded(this);
    OverlayException failure = new OverlayException(why, what);
    // Whoever waits is told when the part file is free, so that fetching again can follow at once.
    released =
        () -> {
          closed.run();
          done.completeExceptionally(failure);
          file.wakeReaders(failure);
        };
    stopTransfer(
        () -> {
          if (!opening) {
            file.close(released);
          }
        });
  }

  void shutDown(Runnable closed) {
    end(Reason.SHUTDOWN, "the peer left the network; fetching again goes on from here", closed);
  }

  private boolean isOver() {
    return state == State.COMPLETE || state == State.FAILED;
  }

  private static Reason reasonOf(Throwable failure) {
    return failure instanceof OverlayException known ? known.reason() : Reason.FAILED;
  }

  void become(State next, String what) {
    if (isOver()) {
      return;
    }
    state = next;
    detail = what;
    hub.loop().execute(() -> changed.accept(this));
  }

  // What the application sees.

  @Override
  public State state() {
    return state;
  }

  @Override
  public String detail() {
    return detail;
  }

  @Override
  public long bytesDone() {
    return file.stored();
  }

  @Override
  public long bytesTotal() {
    return file.size();
  }

  /** One file, so its parts have no names. */
  @Override
  public List<SharedItem> files() {
    return List.of();
  }

  @Override
  public List<Neighbour> peers() {
    DownloadStream running = reception;
    if (running == null || state != State.TRANSFERRING) {
      return List.of();
    }
    Map<String, String> figures = Map.of("bytes.received", Long.toString(running.received()));
    return List.of(new Neighbour(running.nick(), running.link().remote(), "uploader", figures));
  }

  /** The one file comes in one run. */
  @Override
  public void prioritise(ToIntFunction<? super String> priority) {}

  /** The content is checked as a whole when all of it is here. */
  @Override
  public void recheck() {}

  @Override
  public void pause() {
    if (!isOver() && state != State.PAUSED && state != State.VERIFYING) {
      become(State.PAUSED, "paused");
      stopTransfer(() -> {});
    }
  }

  @Override
  public void resume() {
    if (state != State.PAUSED) {
      return;
    }
    become(State.CONNECTING, "going on");
    if (file.isOpen()) {
      // What is still on its way to the disk comes first, for it decides where to go on.
      stopReception(this::goOn);
    }
  }

  @Override
  public CompletionStage<Integer> read(long position, ByteBuffer into) {
    return state == State.FAILED
        ? CompletableFuture.failedFuture(new OverlayException(reason, detail))
        : file.read(position, into);
  }

  @Override
  public CompletionStage<Path> done() {
    return done;
  }

  @Override
  public Reason reason() {
    return isOver() ? reason : Reason.ENDED;
  }

  @Override
  public void close() {
    fail(Reason.CANCELLED, "cancelled; the part file is kept");
  }
}
