package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.share.DigestStore;
import io.peerwright.kit.share.FolderScan;
import io.peerwright.kit.share.NameFilter;
import io.peerwright.kit.text.Amounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A peer that runs.
 *
 * <p>Overlays and their capabilities live on the peer's loop. {@link #call} goes there and brings a
 * result back; {@link #search}, {@link #get}, {@link #await} and {@link #close} wait for it, so
 * they are for the application's own threads and refuse to be called on a loop. All methods may be
 * called by any thread unless they say otherwise.
 */
public final class Peer implements AutoCloseable {

  /** How much later than the overlays an application thread gives up. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration ALL_THE_TIME_IT_TAKES = Duration.ofDays(365);

  private final Peerwright owner;
  private final PeerConfig config;
  private final PeerLife life;

  Peer(Peerwright owner, PeerConfig config, PeerLife life) {
    this.owner = owner;
    this.config = config;
    this.life = life;
  }

  PeerLife life() {
    return life;
  }

  /** The name from the configuration. */
  public String name() {
    return config.name();
  }

  /** What it was started with. */
  public PeerConfig config() {
    return config;
  }

  /** Its machine, with the decorated transport once it has {@link #joined}. */
  public Host host() {
    return life.host();
  }

  /**
   * Its overlays, once it has {@link #joined}: those of the sections {@code "naming"} and {@code
   * "multicast"}, then the others in the order of the configuration. For the loop.
   */
  public List<Overlay> overlays() {
    return life.guarded();
  }

  /** The first overlay of this name. For the loop. */
  public Optional<Overlay> overlay(String name) {
    return overlays().stream().filter(overlay -> overlay.name().equals(name)).findFirst();
  }

  /**
   * The first of its plug-ins that can do this: the sections {@code "naming"} and {@code
   * "multicast"} come before the overlays, decorators after them. For the loop.
   */
  public <C extends Capability> Optional<C> first(Class<C> capability) {
    return life.offered(capability).stream().findFirst();
  }

  /** Where names are registered and resolved. For the loop; {@link #ask} goes there. */
  public Optional<Naming> naming() {
    return first(Naming.class);
  }

  /** How groups are sent to. For the loop; {@link #call} goes there. */
  public Optional<Multicast> multicast() {
    return first(Multicast.class);
  }

  /**
   * Completes when all overlays have joined. Fails with a {@link PeerwrightException} if one
   * cannot, after the peer has been stopped; the message names the section of the configuration.
   */
  public CompletionStage<Void> joined() {
    return life.joined().thenApply(Function.identity());
  }

  /**
   * Does something with the first overlay that can, on the loop.
   *
   * @param work must not block
   * @return completes on the loop with what {@code work} returned, or fails with what it threw;
   *     with a {@link PeerwrightException} if no overlay can, or the peer is stopped
   */
  public <C extends Capability, R> CompletionStage<R> call(
      Class<C> capability, Function<? super C, ? extends R> work) {
    return onLoop(() -> work.apply(first(capability).orElseThrow(() -> unable(capability, ""))));
  }

  /**
   * Asks the first overlay that can for something that takes its time, on the loop.
   *
   * @param question must not block; returns what the capability returned
   * @return completes as that stage does; fails with what {@code question} threw, or with a {@link
   *     PeerwrightException} if no overlay can, or the peer is stopped
   */
  public <C extends Capability, R> CompletionStage<R> ask(
      Class<C> capability, Function<? super C, ? extends CompletionStage<R>> question) {
    return this.<C, CompletionStage<R>>call(capability, question).thenCompose(Function.identity());
  }

  /**
   * {@link #ask(Class, Function)}, and waits for the answer.
   *
   * @throws PeerwrightException if the question fails or takes longer
   * @throws IllegalStateException if called on a loop
   */
  public <C extends Capability, R> R ask(
      Class<C> capability,
      Duration within,
      Function<? super C, ? extends CompletionStage<R>> question) {
    owner.refuseOnLoop("ask");
    return waitFor(
        ask(capability, question),
        within,
        "the peer \"" + name() + "\" has no answer from " + capability.getSimpleName());
  }

  private PeerwrightException unable(Class<? extends Capability> capability, String forWhat) {
    List<String> names = overlays().stream().map(Overlay::name).toList();
    return new PeerwrightException(
        Reason.UNSUPPORTED,
        "no overlay of the peer \""
            + name()
            + "\" offers "
            + capability.getSimpleName()
            + forWhat
            + "; it has "
            + names
            + ", and "
            + owner.plugins().whoOffers(capability));
  }

  private <R> CompletableFuture<R> onLoop(Supplier<? extends R> work) {
    CompletableFuture<R> result = new CompletableFuture<>();
    if (life.isStopping()) {
      result.completeExceptionally(
          new PeerwrightException(Reason.SHUTDOWN, "the peer \"" + name() + "\" is stopped"));
      return result;
    }
    host()
        .loop()
        .execute(
            () -> {
              try {
                result.complete(work.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  /**
   * Where its overlays listen for others, with the real ports.
   *
   * @throws IllegalStateException if called on a loop; ask the {@link #overlays} there
   */
  public List<Endpoint> endpoints() {
    return await(
        onLoop(
            () ->
                life.overlays().stream().flatMap(overlay -> overlay.endpoints().stream()).toList()),
        GRACE);
  }

  /**
   * Shares folders, with all below them, in every overlay that can. Each file can be found as soon
   * as it is hashed. The folders are looked at again every {@link PeerConfig#rescan}: what is gone
   * or changed is withdrawn, what is new is shared. Of what was hashed by an earlier run only size
   * and time are looked at, see {@link DigestStore}.
   *
   * @param watcher hears of each file and of the progress, on the loop
   * @return completes on the loop with the number of files when all of them can be found
   */
  public CompletionStage<Integer> share(List<Path> folders, FolderScan.Listener watcher) {
    List<Path> places = folders.stream().map(path -> HostFiles.locate(host(), path)).toList();
    FolderScan.Options options =
        FolderScan.Options.DEFAULT.withFilter(NameFilter.without(config.exclude()));
    return onLoop(
            () -> {
              first(Sharing.class).orElseThrow(() -> unable(Sharing.class, ""));
              return life.share(places, options, watcher);
            })
        .thenCompose(Function.identity());
  }

  /**
   * {@link #share(List, FolderScan.Listener)}, and waits until all files can be found.
   *
   * @return the number of files
   * @throws IllegalStateException if called on a loop
   */
  public int share(Path... folders) {
    return await(share(List.of(folders), FolderScan.Listener.NONE), ALL_THE_TIME_IT_TAKES);
  }

  /** {@link #search(Query)} with a line as a person types it; see {@link Query#parse}. */
  public List<Hit> search(String line) {
    return search(Query.parse(line));
  }

  /**
   * Searches all overlays that can, and waits until they are done or have enough.
   *
   * @return the hits in the order in which they came in, at most {@code query.maxHits()}
   * @throws PeerwrightException if no overlay can search, or all that can have failed
   * @throws IllegalStateException if called on a loop
   */
  public List<Hit> search(Query query) {
    return find(query).hits();
  }

  /** As {@link #search(Query)}, and tells why the search ended in each overlay. */
  public Found find(Query query) {
    owner.refuseOnLoop("search");
    SearchAll search = new SearchAll(query);
    onLoop(
            () -> {
              if (!search.start(life.overlays())) {
                throw unable(KeywordSearch.class, "");
              }
              return search;
            })
        .exceptionally(
            error -> {
              search.fail(error);
              return search;
            });
    return await(search.result(), query.within().plus(GRACE));
  }

  /** {@link #get(FetchRequest, Path)} from one who offers it. */
  public Path get(Hit hit, Path target) {
    return get(FetchRequest.of(List.of(hit)), target);
  }

  /**
   * Downloads a file from all who are known to have it, and waits for as long as that takes. If the
   * thread is interrupted the download is cancelled; its part file is kept, and getting it again
   * goes on.
   *
   * @param target the file to write, relative to the peer's directory
   * @return the complete and verified file
   * @throws PeerwrightException if the download fails
   * @throws IllegalStateException if called on a loop
   */
  public Path get(FetchRequest request, Path target) {
    owner.refuseOnLoop("get");
    CompletionStage<Download> started = fetch(request, target, download -> {});
    try {
      return waitFor(
          started.thenCompose(Download::done),
          ALL_THE_TIME_IT_TAKES,
          "cannot get " + request.what());
    } catch (PeerwrightException e) {
      if (e.getCause() instanceof InterruptedException) {
        started.thenAccept(download -> host().loop().execute(download::close));
      }
      throw e;
    }
  }

  /** {@link #fetch(FetchRequest, Path, Consumer)} of what hits are of, best first. */
  public CompletionStage<Download> fetch(
      List<Hit> sources, Path target, Consumer<? super Download> changed) {
    return fetch(FetchRequest.of(sources), target, changed);
  }

  /**
   * Starts a download, or goes on with one that was broken off. Hits of one overlay are fetched by
   * that overlay alone; those of several, and whatever else the request names, feed one download.
   *
   * @param target the file to write, relative to the peer's directory
   * @param changed hears of each step, on the loop
   * @return completes on the loop with the download under way; fails with a {@link
   *     PeerwrightException} if no overlay can fetch it, or the peer is stopped
   */
  public CompletionStage<Download> fetch(
      FetchRequest request, Path target, Consumer<? super Download> changed) {
    Path file = HostFiles.locate(host(), target);
    if (request.isMixed()) {
      return onLoop(() -> life.start(request, file, changed));
    }
    String name = request.hits().get(0).overlay();
    return onLoop(
        () ->
            overlay(name)
                .flatMap(overlay -> overlay.as(Fetch.class))
                .orElseThrow(() -> unable(Fetch.class, " for hits of \"" + name + "\""))
                .fetch(request.hits(), file, changed));
  }

  /**
   * Waits for a stage, such as one that {@link #call} returned.
   *
   * @throws PeerwrightException if it fails or takes longer; its cause is what the stage failed
   *     with
   * @throws IllegalStateException if called on a loop
   */
  public <T> T await(CompletionStage<T> stage, Duration within) {
    owner.refuseOnLoop("await");
    return waitFor(stage, within, "the peer \"" + name() + "\" failed");
  }

  private <T> T waitFor(CompletionStage<T> stage, Duration within, String failure) {
    try {
      return stage.toCompletableFuture().get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (PeerwrightException.plain(e) instanceof Error error) {
        throw error;
      }
      throw PeerwrightException.of(failure, e);
    } catch (TimeoutException e) {
      throw new PeerwrightException(
          Reason.TIMEOUT,
          "the peer \"" + name() + "\" has no result after " + Amounts.of(within),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerwrightException(
          Reason.CANCELLED, "interrupted while waiting for the peer \"" + name() + "\"", e);
    }
  }

  /** A path as the configuration writes it: relative ones start in the peer's directory. */
  public Path path(String text) {
    return host().directory().resolve(text);
  }

  /**
   * Leaves the overlays in the reverse order, closes the host, and the network if this was its last
   * peer. Later calls do nothing. May be called on the loop.
   *
   * @return completes when all is gone
   */
  public CompletionStage<Void> stop() {
    return life.stop().thenApply(Function.identity());
  }

  /**
   * {@link #stop}, and waits for it.
   *
   * @throws IllegalStateException if called on a loop; call {@link #stop} there
   */
  @Override
  public void close() {
    owner.refuseOnLoop("close");
    life.stop();
    owner.awaitStopped(life);
  }

  /** The name, for logs. */
  @Override
  public String toString() {
    return "peer " + name();
  }
}
