package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.hosts.BackOff;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Announces a torrent to the first tracker that answers, tier by tier (BEP 12), when its interval
 * is over or something has happened. One that is silent delays the next one by a head start only,
 * and may still answer. If none answers, all are tried again after a while that doubles.
 */
final class TierAnnounces implements TimerTarget {

  /** What tiers share: who announces the torrent. */
  interface Owner {

    /** What a tracker is asked now. */
    AnnounceQuestion question(Tracker tracker, Event event);

    /** All trackers that were asked have failed, the last one as told. */
    void failed(TierAnnounces tier, String status);

    /** A tracker has told the name of a peer's host. */
    void lookUp(String name, Endpoint from);
  }

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final BackOff RETRY = new BackOff(15 * SECOND_NANOS, 1800 * SECOND_NANOS);
  private static final long HEAD_START_NANOS = 5 * SECOND_NANOS;

  /** Datagrams to a tracker while there is another to try, and to the last one. */
  private static final int ATTEMPTS = 2;

  private static final int LAST_ATTEMPTS = 4;

  private static final int ANNOUNCE = 0;
  private static final int HEAD_START = 1;

  private final Owner owner;
  private final TrackerClient client;
  private final Loop loop;
  private final RandomGenerator random;
  private final PeerSource.Torrent torrent;
  private final PeerSource.Sink sink;
  private final Tiers<Tracker> tiers;
  private Queue<Tracker> untried = new ArrayDeque<>();

  /** Those that are not over: unanswered ones, and others that await the other family's answer. */
  private final List<Round> rounds = new ArrayList<>();

  /** The tracker that has answered last. */
  private @Nullable Tracker last;

  private boolean running;

  /** A tracker has answered since the last time that all were to be tried. */
  private boolean answered;

  private boolean completing;
  private int failedRounds;
  private long timer;
  private long headStart;
  private long dueNanos;
  private long mayAskNanos;

  TierAnnounces(
      Owner owner,
      TrackerClient client,
      RandomGenerator random,
      PeerSource.Torrent torrent,
      PeerSource.Sink sink,
      List<List<Tracker>> trackers) {
    this.owner = owner;
    this.client = client;
    this.loop = client.host().loop();
    this.random = random;
    this.torrent = torrent;
    this.sink = sink;
    tiers = new Tiers<>(trackers, random);
  }

  void start() {
    running = true;
    mayAskNanos = loop.nanoTime();
    schedule(0);
  }

  /** The tracker that is asked first. */
  Tracker first() {
    return tiers.order().get(0);
  }

  /** True while the last thing heard is an answer. */
  boolean isWell() {
    return last != null && failedRounds == 0;
  }

  private void schedule(long delayNanos) {
    loop.cancel(timer);
    dueNanos = loop.nanoTime() + delayNanos;
    timer = loop.schedule(delayNanos, this, ANNOUNCE, 0);
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == ANNOUNCE) {
      timer = 0;
      answered = false;
      untried = new ArrayDeque<>(tiers.order());
    }
    askNext();
  }

  /** Asks the next one, or waits for those that are asked, or for better times. */
  private void askNext() {
    loop.cancel(headStart);
    Tracker tracker = untried.poll();
    if (tracker != null) {
      Event event = !tracker.knowsUs ? Event.STARTED : completing ? Event.COMPLETED : Event.NONE;
      rounds.add(new Round(tracker, event));
      if (!untried.isEmpty()) {
        headStart = loop.schedule(HEAD_START_NANOS, this, HEAD_START, 0);
      }
    } else if (rounds.stream().allMatch(round -> round.answered)) {
      long wait = RETRY.pause(++failedRounds);
      schedule(wait + random.nextLong(wait / 4));
    }
  }

  void completed() {
    if (running) {
      completing = true;
      hurry(loop.nanoTime());
    }
  }

  void needPeers() {
    if (running) {
      hurry(mayAskNanos);
    }
  }

  /** Brings the next announce forward; one under way goes on. */
  private void hurry(long notBefore) {
    long now = loop.nanoTime();
    long delay = Math.max(0, notBefore - now);
    if (timer != 0 && failedRounds == 0 && dueNanos - now > delay) {
      schedule(delay);
    }
  }

  /** Ends, and says who is to be told. */
  List<Tracker> stop() {
    running = false;
    loop.cancel(timer);
    loop.cancel(headStart);
    timer = 0;
    List<Tracker> told = new ArrayList<>();
    for (Tracker tracker : tiers.order()) {
      if (tracker.knowsUs || rounds.stream().anyMatch(round -> round.tracker == tracker)) {
        told.add(tracker);
      }
    }
    rounds.forEach(round -> round.ask.close());
    rounds.clear();
    return told;
  }

  /** One announce to one tracker. */
  private final class Round implements TrackerAsk.Listener<AnnounceResult> {
    private final Tracker tracker;
    private final Event event;
    private final TrackerAsk<AnnounceResult> ask;
    private boolean answered;

    Round(Tracker tracker, Event event) {
      this.tracker = tracker;
      this.event = event;
      int attempts = untried.isEmpty() ? LAST_ATTEMPTS : ATTEMPTS;
      AnnounceQuestion question = owner.question(tracker, event);
      ask = new TrackerAsk<>(client, tracker.url, tracker.source, question, attempts, this);
    }

    @Override
    public void onAnswer(AnnounceResult result, Endpoint from) {
      if (!answered) {
        answered = true;
        tracker.knowsUs = true;
        if (result.trackerId() != null) {
          tracker.trackerId = result.trackerId();
        }
        if (!TierAnnounces.this.answered) {
          first(result);
        }
      }
      if (result.outside() != null) {
        sink.onOutsideAddress(result.outside());
      }
      for (String name : result.names()) {
        owner.lookUp(name, from);
      }
      List<Endpoint> others = others(result, from);
      if (!others.isEmpty()) {
        sink.onPeers(others);
      }
    }

    /** Trackers may tell us of ourselves, and of what they cannot know. */
    private List<Endpoint> others(AnnounceResult result, Endpoint from) {
      int port = torrent.listen().port();
      Endpoint outside = result.outside() == null ? null : result.outside().withPort(port);
      return result.peers().stream()
          .filter(peer -> !peer.equals(torrent.listen()) && !peer.equals(outside))
          .filter(peer -> client.addresses().permits(from, peer))
          .toList();
    }

    private void first(AnnounceResult result) {
      TierAnnounces.this.answered = true;
      loop.cancel(headStart);
      untried.clear();
      if (last != null && last != tracker) {
        sink.onOtherTracker();
      }
      last = tracker;
      tiers.promote(tracker);
      failedRounds = 0;
      completing &= event != Event.COMPLETED;
      mayAskNanos = loop.nanoTime() + result.minIntervalSeconds() * SECOND_NANOS;
      // Whoever answers at one address is not waited for at the other.
      schedule(completing ? 0 : result.intervalSeconds() * SECOND_NANOS);
      sink.onStatus(
          String.format(
              "%s: %s, %s, next announce in %d min",
              tracker.url.authority(),
              count(result.seeds(), "seeds"),
              count(result.leechers(), "leechers"),
              (result.intervalSeconds() + 59) / 60));
      if (result.warning() != null) {
        sink.onStatus(tracker.url.authority() + " warns: " + result.warning());
      }
    }

    private static String count(long number, String what) {
      return number < 0 ? what + " not told" : number + " " + what;
    }

    @Override
    public void onOver(@Nullable OverlayException failure) {
      rounds.remove(this);
      if (failure != null && !TierAnnounces.this.answered) {
        owner.failed(TierAnnounces.this, tracker.url.authority() + ": " + failure.getMessage());
        askNext();
      }
    }
  }
}
