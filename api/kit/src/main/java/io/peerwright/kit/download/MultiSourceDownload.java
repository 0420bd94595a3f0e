package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.files.HeldParts;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * One file from many sources, of one overlay or of several. Which source is asked for what is the
 * matter of {@link SpanTable}, whom to ask at all and when that of {@link SourceScheduler}. Used on
 * the loop.
 */
public final class MultiSourceDownload implements Download {

  /** Hears of what an overlay counts. */
  public interface Observer {

    /** All or a piece of what came is not what it was said to be. */
    default void onWrongContent() {}

    /** A source has sent all of a piece that is not what it was said to be. */
    default void onWrongSource(ContentSource source) {}

    /** A source is not asked any more, unless somebody names it again; the words say why. */
    default void onSourceDropped(
        MultiSourceDownload download, ContentSource source, String words) {}

    /** It is complete or has failed. */
    default void onOver(MultiSourceDownload download) {}
  }

  private final DownloadPlan plan;
  private final DownloadLife life;

  /**
   * A download that has not begun.
   *
   * @param changed called on the loop when the state or the progress has changed; may throw, see
   *     {@link AppCallbacks}
   */
  public MultiSourceDownload(
      Loop loop, DownloadPlan plan, Observer observer, Consumer<? super Download> changed) {
    this.plan = plan;
    Consumer<Download> told = AppCallbacks.one(loop, changed);
    this.life =
        new DownloadLife(
            loop,
            plan,
            new DownloadWatcher() {
              @Override
              public void onChanged() {
                told.accept(MultiSourceDownload.this);
              }

              @Override
              public void onWrongContent() {
                observer.onWrongContent();
              }

              @Override
              public void onWrongSource(ContentSource source) {
                observer.onWrongSource(source);
              }

              @Override
              public void onSourceDropped(ContentSource source, String why) {
                observer.onSourceDropped(MultiSourceDownload.this, source, why);
              }

              @Override
              public void onOver() {
                observer.onOver(MultiSourceDownload.this);
              }
            });
  }

  /** Begins. Called once. */
  public void start() {
    life.start();
  }

  /** Ends it because its peer leaves; {@code closed} is run when its files are closed. */
  public void shutDown(Runnable closed) {
    life.end(
        Reason.SHUTDOWN, "the peer left the network; fetching again goes on from here", closed);
  }

  /** Somebody has told of one more source; one that is known already is passed over. */
  public void offer(ContentSource source) {
    life.offer(source);
  }

  /**
   * A source that has said when it is to be asked again has called before that: it is asked now.
   *
   * @param key of the source
   */
  public void onReady(Object key) {
    life.onReady(key);
  }

  /** Its {@link ContentCheck} knows now what pieces must be: those that are here are checked. */
  public void onPiecesKnown() {
    life.onPiecesKnown();
  }

  /** What of it may be sent to others while it goes on, and when it is complete. */
  public HeldParts held() {
    return life.held();
  }

  /** The file that it will be. */
  public Path target() {
    return plan.target();
  }

  @Override
  public State state() {
    return life.state();
  }

  @Override
  public String detail() {
    return life.detail();
  }

  @Override
  public Optional<Reason> reason() {
    return life.reason();
  }

  @Override
  public long bytesDone() {
    return life.bytesDone();
  }

  @Override
  public OptionalLong bytesTotal() {
    return OptionalLong.of(plan.size());
  }

  /** One file, so its parts have no names. */
  @Override
  public List<SharedItem> files() {
    return List.of();
  }

  @Override
  public List<Neighbour> peers() {
    List<Neighbour> found = new ArrayList<>();
    for (SourceTransfer transfer : life.flowing()) {
      SourceStream stream = transfer.stream();
      Endpoint remote = stream == null ? null : stream.remote();
      if (remote != null) {
        Map<String, String> figures = Map.of("bytes.received", Long.toString(transfer.position()));
        found.add(new Neighbour(transfer.state().name(), remote, "uploader", figures));
      }
    }
    return found;
  }

  /** There is one file. */
  @Override
  public void prioritise(ToIntFunction<? super String> priority) {}

  /** The content is checked before the file gets its name. */
  @Override
  public void recheck() {}

  @Override
  public void pause() {
    life.pause();
  }

  @Override
  public void resume() {
    life.resume();
  }

  @Override
  public CompletionStage<Integer> read(long position, ByteBuffer into) {
    return life.read(position, into);
  }

  @Override
  public CompletionStage<Path> done() {
    return life.done();
  }

  @Override
  public void close() {
    life.fail(Reason.CANCELLED, "cancelled; the part file is kept");
  }
}
