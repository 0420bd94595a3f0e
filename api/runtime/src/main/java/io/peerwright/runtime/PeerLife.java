package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.share.FolderScan;
import io.peerwright.runtime.Json.Place;
import io.peerwright.runtime.PeerPlan.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * How a peer comes and goes. Private methods run on the peer's loop, so most of the state needs no
 * lock; the others may be called by any thread and return at once.
 */
final class PeerLife implements OverlayMeters.Source {

  /** By the class that applications know. */
  private static final String LOG = "io.peerwright.runtime.Peerwright";

  private static final String CANNOT_JOIN = "cannot join";

  private final PeerPlan plan;
  private final Networks networks;
  private final Networks.Lease lease;
  private final PluginCalls calls;
  private final OverlayMeters meters;
  private final Duration stopWithin;
  private final LoopChecks checks;
  private final Consumer<PeerLife> gone;

  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private volatile Host host;
  private volatile List<Overlay> overlays = List.of();
  private volatile List<Overlay> guarded = List.of();
  private EventWatch watch = EventWatch.NONE;
  private @Nullable PeerParts parts;
  private @Nullable MeterDeltas deltas;
  private @Nullable PeerwrightException failure;

  /** The overlays that have not joined yet; read by the thread that waits for them. */
  private final List<String> joining = new CopyOnWriteArrayList<>();

  /** What overlays that had not joined said of it when they had to leave. */
  private final List<String> obstacles = new CopyOnWriteArrayList<>();

  private final MixedDownloads downloads = new MixedDownloads();
  private final List<FolderSharing> sharings = new ArrayList<>();
  private long deadline;

  /**
   * Opens the network if nobody has yet, and takes a place in it.
   *
   * @param gone called once when the peer is gone
   * @throws PeerwrightException if the network cannot be opened or refuses the peer
   * @throws ConfigException if a folder to share is not there
   */
  PeerLife(
      PeerPlan plan,
      Networks networks,
      OverlayMeters meters,
      Duration stopWithin,
      LoopChecks checks,
      Consumer<PeerLife> gone) {
    this.plan = plan;
    this.networks = networks;
    this.meters = meters;
    this.stopWithin = stopWithin;
    this.checks = checks;
    this.gone = gone;
    calls = new PluginCalls(plan.config().name(), this::warn);
    lease = calls.call(plan.transport(), "open", "cannot be opened", () -> plan.open(networks));
    host = newHost();
  }

  private Host newHost() {
    try {
      Host made =
          calls.call(
              plan.transport(),
              "newHost",
              "does not take the peer",
              () -> networks.newHost(lease, plan.config()));
      checkShared(made);
      return made;
    } catch (PeerwrightException e) {
      networks.release(lease, () -> {});
      throw e;
    }
  }

  /** Nothing of a folder that is not there would be shared, and nobody would be told. */
  private void checkShared(Host made) {
    Problems problems = new Problems();
    List<String> folders = plan.config().share();
    for (int i = 0; i < folders.size(); i++) {
      problems.addIfAbsent(
          Place.of("/share/" + i), folders.get(i), path -> HostFiles.locate(made, path));
    }
    if (problems.count() > 0) {
      made.close();
      problems.throwIfAny(plan.source());
    }
  }

  Host host() {
    return host;
  }

  List<Overlay> overlays() {
    return overlays;
  }

  /** As the application sees them. */
  List<Overlay> guarded() {
    return guarded;
  }

  /** Starts a download from several overlays, as the application sees it. */
  Download start(FetchRequest request, Path target, Consumer<? super Download> changed) {
    return Objects.requireNonNull(parts)
        .guarded(Download.class, downloads.start(host, overlays, request, target, changed));
  }

  /** Shares folders until the peer is gone; completes when all files can be found. For the loop. */
  CompletionStage<Integer> share(
      List<Path> folders, FolderScan.Options options, FolderScan.Listener watcher) {
    Duration every = plan.config().rescan();
    FolderSharing sharing = new FolderSharing(host, overlays, folders, options, every, watcher);
    sharings.add(sharing);
    return sharing.shared();
  }

  /** What all plug-ins offer. For the loop. */
  <C extends Capability> List<C> offered(Class<C> capability) {
    return host.offered(capability);
  }

  /** Completes when all overlays have joined; fails when the peer is gone because one could not. */
  CompletionStage<Void> joined() {
    return joined;
  }

  /** Completes when the peer is gone, and its network too if it was the last one there. */
  CompletableFuture<Void> stopped() {
    return stopped;
  }

  /** Which plug-in holds up the loop while the peer is opened; empty if none does. */
  String blocked() {
    return calls.blocked();
  }

  /** The overlays that have not joined yet, each with its place in the configuration. */
  String joining() {
    return String.join(" and ", joining);
  }

  /** Why overlays had not joined when the peer was stopped, in their words; after that only. */
  List<String> obstacles() {
    return obstacles;
  }

  boolean isStopping() {
    return stopping.get();
  }

  /** Who hears what its overlays tell; to be called before {@link #begin}. */
  void watch(EventWatch events) {
    watch = events;
  }

  /** Makes the overlays and joins them. */
  void begin() {
    meters.add(this);
    calls.watch();
    host.loop().execute(this::assemble);
  }

  private void assemble() {
    if (stopping.get()) {
      return;
    }
    PeerParts made = new PeerParts(host, calls, checks);
    parts = made;
    try {
      made.make(plan);
      host = made.host();
      overlays = List.copyOf(made.overlays());
      guarded = overlays.stream().map(each -> made.guarded(Overlay.class, each)).toList();
      EventLog.attach(plan.config().name(), overlays, plan.config().events());
      watch.attach(plan.config().name(), overlays);
      joinAll();
    } catch (PeerwrightException e) {
      fail(e);
    } finally {
      calls.end();
    }
  }

  /** All at once: an overlay that nobody answers in must not keep the others waiting. */
  private void joinAll() {
    plan.overlays().forEach(step -> joining.add(step.toString()));
    if (joining.isEmpty()) {
      joined.complete(null);
    }
    for (int i = 0; i < overlays.size() && !stopping.get(); i++) {
      Step<OverlayProvider<?>> step = plan.overlays().get(i);
      calls
          .<CompletionStage<Void>>call(step, "join", CANNOT_JOIN, overlays.get(i)::join)
          .whenComplete((nothing, error) -> hasJoined(step, error));
    }
  }

  private void hasJoined(Step<OverlayProvider<?>> step, @Nullable Throwable error) {
    if (stopping.get()) {
      if (error != null) {
        obstacles.add(PeerwrightException.why(error));
      }
      return;
    }
    if (error != null) {
      fail(calls.failed(step, CANNOT_JOIN, error));
    } else {
      joining.remove(step.toString());
      if (joining.isEmpty()) {
        joined.complete(null);
      }
    }
  }

  private void fail(PeerwrightException reason) {
    if (stopping.get()) {
      return;
    }
    failure = reason;
    stop();
  }

  /** Leaves the overlays in the reverse order, closes the host, and gives the network back. */
  CompletableFuture<Void> stop() {
    if (stopping.compareAndSet(false, true)) {
      host.loop().execute(this::leave);
    }
    return stopped;
  }

  private void leave() {
    calls.end();
    if (closed.get()) {
      return;
    }
    deadline =
        host.loop()
            .schedule(
                stopWithin.toNanos(),
                () -> {
                  warn("did not leave its overlays within " + stopWithin + "; cut off");
                  close();
                });
    downloads.close(() -> FolderSharing.closeAll(sharings, () -> leave(overlays.size() - 1)));
  }

  private void leave(int index) {
    if (closed.get()) {
      return;
    }
    if (index < 0) {
      endDecorations();
      return;
    }
    try {
      overlays.get(index).leave().whenComplete((nothing, error) -> left(index, error));
    } catch (RuntimeException | LinkageError e) {
      left(index, e);
    }
  }

  private void left(int index, @Nullable Throwable error) {
    if (error != null) {
      warn(plan.overlays().get(index) + " could not leave in order: " + error);
    }
    leave(index - 1);
  }

  /** From the outside inwards, each as soon as the one around it is done. */
  private void endDecorations() {
    List<Decoration> decorations = parts == null ? List.of() : parts.decorations();
    endDecoration(decorations, decorations.size() - 1);
  }

  private void endDecoration(List<Decoration> decorations, int index) {
    if (closed.get()) {
      return;
    }
    if (index < 0) {
      close();
      return;
    }
    try {
      decorations
          .get(index)
          .end()
          .whenComplete((nothing, error) -> ended(decorations, index, error));
    } catch (RuntimeException | LinkageError e) {
      ended(decorations, index, e);
    }
  }

  private void ended(List<Decoration> decorations, int index, @Nullable Throwable error) {
    if (error != null) {
      warn(plan.decorators().get(index) + " could not undo what it did: " + error);
    }
    endDecoration(decorations, index - 1);
  }

  private void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    host.loop().cancel(deadline);
    if (deltas != null) {
      deltas.sample();
      deltas.retire();
    }
    release();
  }

  /** For a peer whose loop does not turn any more: takes the host away from under it. */
  void cutOff() {
    if (closed.compareAndSet(false, true)) {
      warn("its loop does not answer; cut off");
      release();
    }
  }

  private void release() {
    meters.remove(this);
    host.close();
    networks.release(
        lease,
        () -> {
          gone.accept(this);
          stopped.complete(null);
          joined.completeExceptionally(
              failure != null
                  ? failure
                  : new PeerwrightException(
                      Reason.SHUTDOWN,
                      "the peer \""
                          + plan.config().name()
                          + "\" was stopped before it had joined"));
        });
  }

  @Override
  public void requestSample() {
    if (!stopping.get()) {
      host.loop().execute(this::sample);
    }
  }

  private void sample() {
    if (closed.get() || overlays.isEmpty()) {
      return;
    }
    if (deltas == null) {
      deltas = new MeterDeltas(meters, plan.transport().provider().name(), overlays);
    }
    deltas.sample();
  }

  /** Logs what a person should know of. */
  void warn(String what) {
    LoggerFactory.getLogger(LOG).warn("peer {}: {}", plan.config().name(), what);
  }
}
