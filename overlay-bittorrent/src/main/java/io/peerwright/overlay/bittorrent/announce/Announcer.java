package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Announces one torrent: to one tracker of every tier at the same time, or to the first of all that
 * answers. Each tier, or all of them in their order, is a {@link TierAnnounces} of its own.
 */
final class Announcer implements PeerSource, TierAnnounces.Owner {

  private static final long SECOND_NANOS = 1_000_000_000L;

  /**
   * How long leaving waits for the trackers, so that a process is gone within a second of Ctrl-C,
   * and how long they may still take behind it.
   */
  private static final long LEAVE_NANOS = SECOND_NANOS * 3 / 4;

  private static final long FAREWELL_NANOS = 5 * SECOND_NANOS;
  private static final long RESOLVE_NANOS = 15 * SECOND_NANOS;
  private static final int MOST_TRACKERS = 200;

  /** So many tiers are announced to at a time; the trackers of more stand in for the last one's. */
  private static final int MOST_TIERS = 32;

  private static final int MOST_WANTED = 200;

  private final TrackerClient client;
  private final Loop loop;
  private final RandomGenerator random;
  private final Torrent torrent;
  private final Sink sink;
  private final AnnounceOptions options;
  private final int key;
  private final List<TierAnnounces> tiers = new ArrayList<>();
  private boolean running;

  Announcer(Host host, TrackerClient client, AnnounceOptions options, Torrent torrent, Sink sink) {
    this.client = client;
    this.options = options;
    this.torrent = torrent;
    this.sink = sink;
    loop = host.loop();
    random = loop.random("bittorrent.announce");
    key = random.nextInt();
  }

  @Override
  public void start() {
    if (running) {
      return;
    }
    running = true;
    client.acquire();
    if (tiers.isEmpty()) {
      List<String> unusable = new ArrayList<>();
      makeTiers(trackers(unusable));
      loop.execute(() -> tellUnusable(unusable));
    }
    tiers.forEach(TierAnnounces::start);
  }

  private void tellUnusable(List<String> unusable) {
    if (running) {
      unusable.forEach(sink::onStatus);
      if (tiers.isEmpty()) {
        sink.onStatus("the torrent has no tracker that can be asked");
      }
    }
  }

  private void makeTiers(List<List<Tracker>> found) {
    boolean one = options.firstOnly() || sink.isPrivate();
    if (one && !found.isEmpty()) {
      tiers.add(tier(found));
      return;
    }
    for (int i = 0; i < found.size() && i < MOST_TIERS; i++) {
      boolean last = i == MOST_TIERS - 1;
      tiers.add(tier(found.subList(i, last ? found.size() : i + 1)));
    }
  }

  private TierAnnounces tier(List<List<Tracker>> trackers) {
    return new TierAnnounces(this, client, random, torrent, sink, trackers);
  }

  /** Each URL once, the user's first, in tiers that are not empty. */
  private List<List<Tracker>> trackers(List<String> unusable) {
    Set<Url> seen = new HashSet<>();
    List<List<Tracker>> found = new ArrayList<>();
    if (sink.isPrivate() && !options.trackers().isEmpty()) {
      unusable.add("a private torrent is announced to its own trackers only");
    } else {
      for (String text : options.trackers()) {
        addTier(List.of(text), Reach.HOST, seen, found, unusable);
      }
    }
    for (List<String> tier : torrent.trackers()) {
      addTier(tier, Reach.WORLD, seen, found, unusable);
    }
    return found;
  }

  private static void addTier(
      List<String> texts,
      Reach source,
      Set<Url> seen,
      List<List<Tracker>> found,
      List<String> unusable) {
    List<Tracker> usable = new ArrayList<>();
    for (String text : texts) {
      try {
        Url url = TrackerClient.url(text.strip());
        if (seen.size() < MOST_TRACKERS && seen.add(url)) {
          usable.add(new Tracker(url, source));
        }
      } catch (IllegalArgumentException e) {
        unusable.add(e.getMessage());
      }
    }
    if (!usable.isEmpty()) {
      found.add(usable);
    }
  }

  @Override
  public AnnounceQuestion question(Tracker tracker, Event event) {
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

  /** Those that were asked at the same time are left but for the first one. */
  @Override
  public void becamePrivate() {
    if (!running || tiers.size() < 2) {
      return;
    }
    List<Tracker> told = new ArrayList<>();
    tiers.forEach(tier -> told.addAll(tier.stop()));
    tiers.clear();
    List<List<Tracker>> own = trackers(new ArrayList<>());
    if (!own.isEmpty()) {
      TierAnnounces all = tier(own);
      tiers.add(all);
      told.removeIf(tracker -> tracker.url.equals(all.first().url));
    }
    client.acquire();
    new Farewell(told, () -> {});
    loop.execute(
        () -> {
          if (running) {
            sink.onOtherTracker();
            tiers.forEach(TierAnnounces::start);
          }
        });
  }

  /** What goes wrong at one tier is no news while another one is well. */
  @Override
  public void failed(TierAnnounces tier, String status) {
    if (tiers.stream().noneMatch(each -> each != tier && each.isWell())) {
      sink.onStatus(status);
    }
  }

  @Override
  public void lookUp(String name, Endpoint from) {
    client
        .host()
        .transport()
        .resolve(
            name,
            RESOLVE_NANOS,
            found -> {
              List<Endpoint> there =
                  client.addresses().permitted(Reach.of(from), found).stream().limit(4).toList();
              if (running && !there.isEmpty()) {
                sink.onPeers(there);
              }
            });
  }

  @Override
  public void completed() {
    tiers.forEach(TierAnnounces::completed);
  }

  @Override
  public void needPeers() {
    tiers.forEach(TierAnnounces::needPeers);
  }

  @Override
  public void stop(Runnable done) {
    if (!running) {
      loop.execute(done);
      return;
    }
    running = false;
    List<Tracker> told = new ArrayList<>();
    tiers.forEach(tier -> told.addAll(tier.stop()));
    new Farewell(told, done);
    told.forEach(tracker -> tracker.knowsUs = false);
  }

  /**
   * Takes leave of all trackers that know us, at the same time. Whoever leaves is not kept waiting
   * for a tracker that is not there; one that is slow may still hear it, if there is time.
   */
  private final class Farewell implements TrackerAsk.Listener<AnnounceResult>, TimerTarget {
    private static final int LEAVE = 0;
    private static final int END = 1;

    private final List<Handle> asks = new ArrayList<>();
    private final long leaveTimer;
    private final long endTimer;
    private @Nullable Runnable done;
    private int open;

    Farewell(List<Tracker> trackers, Runnable done) {
      this.done = done;
      open = trackers.size();
      leaveTimer = loop.schedule(open == 0 ? 0 : LEAVE_NANOS, this, LEAVE, 0);
      endTimer = loop.schedule(open == 0 ? 0 : FAREWELL_NANOS, this, END, 0);
      for (Tracker tracker : trackers) {
        AnnounceQuestion question = question(tracker, Event.STOPPED);
        asks.add(new TrackerAsk<>(client, tracker.url, tracker.source, question, 1, this));
      }
    }

    @Override
    public void onAnswer(AnnounceResult answer, Endpoint from) {}

    @Override
    public void onOver(@Nullable OverlayException failure) {
      if (--open == 0) {
        loop.cancel(leaveTimer);
        loop.cancel(endTimer);
        onTimer(END, 0);
      }
    }

    @Override
    public void onTimer(int code, long argument) {
      if (code == END) {
        asks.forEach(Handle::close);
        client.release();
      }
      Runnable told = done;
      done = null;
      if (told != null) {
        told.run();
      }
    }
  }
}
