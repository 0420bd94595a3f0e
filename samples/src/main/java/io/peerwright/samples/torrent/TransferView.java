package io.peerwright.samples.torrent;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.Peer;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.LiveLine;
import io.peerwright.samples.console.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a torrent goes, until it is closed: in a terminal a line that changes, else a line at
 * each change of state and now and then between.
 */
public final class TransferView implements AutoCloseable {

  private static final long SAMPLE_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Console console;
  private final Peer peer;
  private final Download download;
  private final long everyNanos;
  private final Optional<LiveLine> line;
  private final Rates rates = new Rates();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(TransferView::daemon);
  private Download.@Nullable State lastState;
  private long lastTold;

  /**
   * Begins to tell.
   *
   * @param every how often a line is printed while nothing but figures change
   */
  public TransferView(Console console, Peer peer, Download download, Duration every) {
    this.console = console;
    this.peer = peer;
    this.download = download;
    this.everyNanos = every.toNanos();
    this.line = console.liveLine();
    clock.scheduleWithFixedDelay(this::tick, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Keeps nobody from ending. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "transfer");
    thread.setDaemon(true);
    return thread;
  }

  private void tick() {
    try {
      show(sample());
    } catch (RuntimeException stopped) {
      // The peer is leaving: there is nothing left to tell.
      clock.shutdown();
    }
  }

  private TransferStatus sample() {
    return peer.await(
        peer.call(Swarm.class, swarm -> TransferStatus.of(download, peer.overlays())), PATIENCE);
  }

  private synchronized void show(TransferStatus now) {
    long nanos = System.nanoTime();
    rates.add(nanos, now);
    String words = words(now);
    line.ifPresent(live -> live.show(isUnderWay(now) ? now.share() : -1, words));
    if (now.state() != lastState || nanos - lastTold >= everyNanos) {
      lastState = now.state();
      lastTold = nanos;
      tell(now, words);
    }
  }

  private void tell(TransferStatus now, String words) {
    if (line.isEmpty()) {
      String share = isUnderWay(now) ? (int) (100 * Math.max(now.share(), 0)) + "%, " : "";
      console.say("%s%s", share, words);
    }
    console.event(
        "transfer",
        "state",
        now.state().name(),
        "detail",
        now.detail(),
        "bytes",
        now.done(),
        "total",
        now.total(),
        "leftSeconds",
        secondsLeft(now),
        "peers",
        now.peers(),
        "down",
        rates.down(),
        "up",
        rates.up(),
        "received",
        now.received(),
        "sent",
        now.sent());
  }

  private static boolean isUnderWay(TransferStatus now) {
    return now.total() >= 0 && now.state() != Download.State.COMPLETE;
  }

  private String words(TransferStatus now) {
    String detail = now.detail();
    return switch (now.state()) {
      case TRANSFERRING, CONNECTING -> now.total() < 0 ? detail : progress(now) + detail;
      case COMPLETE ->
          String.format(
              "%d peer%s, %s, %s in all; %s",
              now.peers(),
              now.peers() == 1 ? "" : "s",
              perSecond(rates.up(), "up"),
              Text.bytes(now.sent()),
              detail);
      case QUEUED, PAUSED, VERIFYING, FAILED -> detail;
    };
  }

  private static String perSecond(long bytes, String direction) {
    return Text.bytes(bytes) + "/s " + direction;
  }

  private String progress(TransferStatus now) {
    long left = secondsLeft(now);
    return String.format(
        "%s of %s, %s, %s%s; ",
        Text.bytes(now.done()),
        Text.bytes(now.total()),
        perSecond(rates.down(), "down"),
        perSecond(rates.up(), "up"),
        left < 1 ? "" : ", " + Amounts.about(Duration.ofSeconds(left)) + " left");
  }

  /** At the rate of the last seconds; -1 while nothing comes. */
  private long secondsLeft(TransferStatus now) {
    long down = rates.down();
    return down <= 0 || now.total() < 0 ? -1 : (now.total() - now.done()) / down;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    line.ifPresent(LiveLine::close);
  }
}
