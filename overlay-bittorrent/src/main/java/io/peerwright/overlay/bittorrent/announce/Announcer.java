package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.OverlayException;
import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Announces one torrent: to the first tracker that answers, tier by tier (BEP 12), when its
 * interval is over or something has happened. If none answers, all are tried again after a while
 * that doubles.
 */
final class Announcer implements PeerSource, TimerTarget {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long FIRST_RETRY_NANOS = 15 * SECOND_NANOS;
  private static final long LONGEST_RETRY_NANOS = 1800 * SECOND_NANOS;
  private static final long LEAVE_NANOS = 5 * SECOND_NANOS;
  private static final int MOST_TRACKERS = 200;
  private static final int MOST_WANTED = 200;

  /** Datagrams to a tracker while there is another to try, and to the last one. */
  private static final int ATTEMPTS = 2;

  private static final int LAST_ATTEMPTS = 4;

  /** A tracker, and what it knows of us. */
  private static final class Tracker {
    final Url url;
    boolean knowsUs;
    byte @Nullable [] trackerId;

    Tracker(Url url) {
      this.url = url;
    }
  }

  private final TrackerClient client;
  private final Loop loop;
  private final Torrent torrent;
  private final Sink sink;
  private final RandomGenerator random;
  private final int key;
  private final List<String> unusable = new ArrayList<>();
  private final Tiers<Tracker> tiers;
  private Queue<Tracker> untried = new ArrayDeque<>();
  private @Nullable Round current;

  /**
   * Those that are not over: the current one, and others that have one answer and await another.
   */
  private final List<Round> rounds = new ArrayList<>();

  /** The tracker that has answered last. */
  private @Nullable Tracker last;

  private boolean running;
  private boolean completing;
  private int failedRounds;
  private long timer;
  private long dueNanos;
  private long mayAskNanos;

  Announcer(Host host, TrackerClient client, Torrent torrent, Sink sink) {
    this.client = client;
    this.torrent = torrent;
    this.sink = sink;
    loop = host.loop();
    random = loop.random("bittorrent.announce");
    key = random.nextInt();
    tiers = new Tiers<>(trackers(), random);
  }

  /** Each URL once; those that cannot be used are kept in mind, for the person to know. */
  private List<List<Tracker>> trackers() {
    Set<Url> seen = new HashSet<>();
    List<List<Tracker>> found = new ArrayList<>();
    for (List<String> tier : torrent.trackers()) {
      List<Tracker> usable = new ArrayList<>();
      for (String text : tier) {
        try {
          Url url = TrackerClient.url(text.strip());
          if (seen.size() < MOST_TRACKERS && seen.add(url)) {
            usable.add(new Tracker(url));
          }
        } catch (IllegalArgumentException e) {
          unusable.add(e.getMessage());
        }
      }
      found.add(usable);
    }
    return found;
  }

  @Override
  public void start() {
    if (running) {
      return;
    }
    running = true;
    client.acquire();
    mayAskNanos = loop.nanoTime();
    schedule(0);
  }

  private void schedule(long delayNanos) {
    loop.cancel(timer);
    dueNanos = loop.nanoTime() + delayNanos;
    timer = loop.schedule(delayNanos, this, 0, 0);
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    unusable.forEach(sink::onStatus);
    unusable.clear();
    untried = new ArrayDeque<>(tiers.order());
    if (untried.isEmpty()) {
      sink.onStatus("the torrent has no tracker that can be asked");
    } else {
      askNext();
    }
  }

  private void askNext() {
    Tracker tracker = untried.poll();
    if (tracker == null) {
      long wait = Math.min(FIRST_RETRY_NANOS << Math.min(failedRounds, 20), LONGEST_RETRY_NANOS);
      failedRounds++;
      schedule(wait + random.nextLong(wait / 4));
    } else {
      current = new Round(tracker, event(tracker));
    }
  }

  private Event event(Tracker tracker) {
    if (!tracker.knowsUs) {
      return Event.STARTED;
    }
    return completing ? Event.COMPLETED : Event.NONE;
  }

  private AnnounceQuestion question(Tracker tracker, Event event) {
    int wanted = event == Event.STOPPED ? 0 : Math.max(0, Math.min(MOST_WANTED, sink.wanted()));
    return new AnnounceQuestion(
        torrent.infoHash(),
        torrent.peerId(),
        torrent.listen().port(),
        event,
        sink.figures(),
        wanted,
        key,
        tracker.trackerId);
  }

  @Override
  public void completed() {
    if (running) {
      completing = true;
      hurry(loop.nanoTime());
    }
  }

  @Override
  public void needPeers() {
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

  @Override
  public void stop(Runnable done) {
    if (!running) {
      loop.execute(done);
      return;
    }
    running = false;
    loop.cancel(timer);
    timer = 0;
    List<Tracker> told = new ArrayList<>();
    for (Tracker tracker : tiers.order()) {
      if (tracker.knowsUs || current != null && current.tracker == tracker) {
        told.add(tracker);
      }
    }
    current = null;
    rounds.forEach(round -> round.ask.close());
    rounds.clear();
    new Farewell(told, done);
    told.forEach(tracker -> tracker.knowsUs = false);
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
      ask = new TrackerAsk<>(client, tracker.url, question(tracker, event), attempts, this);
      rounds.add(this);
    }

    @Override
    public void onAnswer(AnnounceResult result) {
      if (!answered) {
        answered = true;
        first(result);
      }
      if (result.outside() != null) {
        sink.onOutsideAddress(result.outside());
      }
      List<Endpoint> others = others(result);
      if (!others.isEmpty()) {
        sink.onPeers(others);
      }
    }

    /** Trackers may tell us of ourselves. */
    private List<Endpoint> others(AnnounceResult result) {
      int port = torrent.listen().port();
      Endpoint outside = result.outside() == null ? null : result.outside().withPort(port);
      return result.peers().stream()
          .filter(peer -> !peer.equals(torrent.listen()) && !peer.equals(outside))
          .toList();
    }

    private void first(AnnounceResult result) {
      tracker.knowsUs = true;
      if (last != null && last != tracker) {
        sink.onOtherTracker();
      }
      last = tracker;
      tiers.promote(tracker);
      failedRounds = 0;
      if (result.trackerId() != null) {
        tracker.trackerId = result.trackerId();
      }
      completing &= event != Event.COMPLETED;
      mayAskNanos = loop.nanoTime() + result.minIntervalSeconds() * SECOND_NANOS;
      // Whoever answers at one address is not waited for at the other.
      current = null;
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
      if (failure != null) {
        current = null;
        sink.onStatus(tracker.url.authority() + ": " + failure.getMessage());
        askNext();
      }
    }
  }

  /** Takes leave of all trackers that know us, but waits only so long. */
  private final class Farewell implements TrackerAsk.Listener<AnnounceResult>, TimerTarget {
    private final List<Handle> asks = new ArrayList<>();
    private final Runnable done;
    private final long deadline;
    private int open;

    Farewell(List<Tracker> trackers, Runnable done) {
      this.done = done;
      open = trackers.size();
      deadline = loop.schedule(open == 0 ? 0 : LEAVE_NANOS, this, 0, 0);
      for (Tracker tracker : trackers) {
        asks.add(new TrackerAsk<>(client, tracker.url, question(tracker, Event.STOPPED), 1, this));
      }
    }

    @Override
    public void onAnswer(AnnounceResult answer) {}

    @Override
    public void onOver(@Nullable OverlayException failure) {
      if (--open == 0) {
        loop.cancel(deadline);
        onTimer(0, 0);
      }
    }

    @Override
    public void onTimer(int code, long argument) {
      asks.forEach(Handle::close);
      client.release();
      done.run();
    }
  }
}
