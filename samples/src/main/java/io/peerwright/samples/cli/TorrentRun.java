package io.peerwright.samples.cli;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.runtime.PeerwrightException;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.torrent.TransferView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A peer with one torrent and the view of it, for as long as a command lasts. When the process is
 * told to end the peer takes its leave, and what has come so far is on the disk.
 */
final class TorrentRun implements AutoCloseable {

  private static final Duration ASKING = Duration.ofSeconds(10);
  private static final Duration WITHOUT_END = Duration.ofDays(36_500);

  private final Console console;
  private final Duration status;
  private final Peerwright peerwright;
  private final Peer peer;
  private final Download download;
  private final CompletionStage<Path> done;
  private final CompletableFuture<Path> known = new CompletableFuture<>();
  private final Interruption interruption;
  private final Object ending = new Object();
  private final long started = System.nanoTime();
  private volatile long knownBytes;
  private Duration patience = WITHOUT_END;
  private TransferView view;

  private TorrentRun(
      TorrentOptions options,
      Peerwright peerwright,
      PeerConfig config,
      TorrentSource source,
      Path folder,
      Predicate<String> wanted) {
    this.console = options.console();
    this.status = options.status();
    this.peerwright = peerwright;
    this.peer = peerwright.start(config);
    greet(source, options.namesPeers());
    this.download = source.join(peer, folder, wanted, this::onChange);
    this.done = peer.call(Swarm.class, swarm -> download.done()).thenCompose(Function.identity());
    this.view = new TransferView(console, peer, download, status);
    this.interruption = new Interruption(this::leave);
  }

  /**
   * Joins the swarm.
   *
   * @param sequential takes the pieces in their order
   */
  static TorrentRun start(
      TorrentOptions options,
      TorrentSource source,
      Path folder,
      Predicate<String> wanted,
      boolean sequential) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UserException(folder + " is no folder; name one that the content may lie in");
    }
    Peerwright peerwright = options.open();
    try {
      PeerConfig config = options.config(peerwright, sequential);
      return new TorrentRun(options, peerwright, config, source, folder, wanted);
    } catch (RuntimeException | Error e) {
      peerwright.close();
      throw e;
    }
  }

  private void greet(TorrentSource source, boolean peersNamed) {
    List<String> addresses = peer.endpoints().stream().map(Endpoint::toString).toList();
    console.say("%s, listening at %s", source.name(), String.join(", ", addresses));
    if (!source.namesSomebody() && !peersNamed) {
      console.say("It names no tracker: peers must come here, or be named by --peer HOST:PORT");
    }
    console.event(
        "joined", "name", source.name(), "infoHash", source.infoHash(), "endpoints", addresses);
  }

  private void onChange(Download now) {
    if (now.bytesTotal().isPresent() && now.state() != Download.State.VERIFYING) {
      if (!known.isDone()) {
        knownBytes = now.bytesDone();
        known.complete(Path.of(""));
      }
    }
  }

  Console console() {
    return console;
  }

  Peer peer() {
    return peer;
  }

  Download download() {
    return download;
  }

  /** Asks the download something, on its loop. */
  <R> R ask(Function<? super Download, ? extends R> question) {
    return peer.await(peer.<Swarm, R>call(Swarm.class, swarm -> question.apply(download)), ASKING);
  }

  /** How much was here when it was first known what there is. */
  long knownBytes() {
    return knownBytes;
  }

  List<SharedItem> files() {
    return ask(Download::files);
  }

  /** Waits until it is known what the torrent is made of and what of that is here already. */
  void awaitKnown() {
    await(CompletableFuture.anyOf(known, done.toCompletableFuture()));
  }

  /** Waits for all that is wanted. */
  Path awaitComplete() {
    return await(done);
  }

  /** How long from the start on the torrent may take; as long as it takes unless this is called. */
  void giveUpAfter(Duration time) {
    patience = time;
  }

  private <T> T await(CompletionStage<T> stage) {
    try {
      Duration left = patience.minusNanos(System.nanoTime() - started);
      return peer.await(stage, left.isNegative() ? Duration.ZERO : left);
    } catch (PeerwrightException e) {
      // An end that is under way is nothing to complain about.
      interruption.holdIfHappened();
      if (e.getCause() instanceof TimeoutException) {
        throw new UserException(
            "not complete after "
                + Amounts.of(patience)
                + ": "
                + ask(Download::detail)
                + "; the same command goes on from here");
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UserException(String.valueOf(cause.getMessage()));
    }
  }

  /** Lets a message stand by itself: the live line goes and comes again behind it. */
  void say(Runnable message) {
    synchronized (ending) {
      view.close();
      message.run();
      view = new TransferView(console, peer, download, status);
    }
  }

  /** Stays until the process is told to end. */
  void awaitInterruption() throws InterruptedException {
    Thread.currentThread().join();
  }

  /** True if all that was wanted had come. */
  private boolean leave() {
    synchronized (ending) {
      view.close();
      CompletableFuture<Path> all = done.toCompletableFuture();
      boolean complete = all.isDone() && !all.isCompletedExceptionally();
      peerwright.close();
      console.say(complete ? "left" : "stopped; the same command goes on from here");
      console.event("stopped", "complete", complete);
      return complete;
    }
  }

  @Override
  public void close() {
    interruption.close();
    synchronized (ending) {
      view.close();
      peerwright.close();
    }
  }
}
