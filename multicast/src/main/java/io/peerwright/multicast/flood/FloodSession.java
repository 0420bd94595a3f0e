package io.peerwright.multicast.flood;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.request.TimerGroup;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.flood.FloodMessage.Announcement;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A peer while it is in the network: from one join to the next leave. */
final class FloodSession implements FloodLinks.Owner, FloodRouter.Local {

  /** Who is told of the session's beginning and end. */
  interface Owner {
    void onJoined();

    void onStopped(Reason reason);
  }

  /** A neighbour that says nothing delays the join by no more than this. */
  private static final long JOIN_NANOS = 5_000_000_000L;

  private static final long SWEEP_NANOS = 30_000_000_000L;

  private final Host host;
  private final FloodPruneConfig config;
  private final FloodCounters counters;
  private final LocalGroups groups;
  private final Owner owner;
  private final TimerGroup timers;
  private final RandomGenerator random;
  private final FloodLinks links;
  private final Set<Neighbour> neighbours = new LinkedHashSet<>();
  private @Nullable FloodRouter router;
  private @Nullable Announcements announcements;
  private @Nullable Endpoint bound;
  private boolean hasJoined;
  private boolean isClosed;

  FloodSession(
      Host host,
      FloodPruneConfig config,
      FloodCounters counters,
      LocalGroups groups,
      RandomGenerator random,
      Owner owner) {
    this.host = host;
    this.config = config;
    this.counters = counters;
    this.groups = groups;
    this.random = random;
    this.owner = owner;
    this.timers = new TimerGroup(host.loop());
    long router = SourceId.newEpoch(host.loop()) ^ life();
    this.links = new FloodLinks(host, config, counters, random, router, this);
  }

  /**
   * Tells this life from others also where chance repeats, as for a simulated machine that is
   * started again.
   */
  private long life() {
    return loop().wallMillis() * 0x9e3779b97f4a7c15L;
  }

  private Loop loop() {
    return host.loop();
  }

  void open() {
    links.open();
  }

  @Override
  public void onListening(Endpoint at) {
    bound = at;
    SourceId begun = SourceId.starting(reachable(at), loop());
    SourceId self = new SourceId(begun.source(), begun.epoch() ^ life());
    router = new FloodRouter(loop(), random, config, counters, self, this);
    announcements = new Announcements(loop(), config, counters, self, neighbours, groups::found);
    groups.offered().forEach(announcements::announce);
    timers.after(JOIN_NANOS, this::onTried);
    timers.every(config.keepAlive().toNanos(), random, links::tick);
    timers.every(SWEEP_NANOS, random, this::sweep);
    timers.every(2 * SWEEP_NANOS, random, announcements::renew);
  }

  /** As others may know this peer: an address of its own where it listens at all of them. */
  private Endpoint reachable(Endpoint at) {
    Endpoint own = at.isAnyLocal() ? host.transport().localAddresses().get(0) : at;
    return new Endpoint(own.high(), own.low(), at.port(), 0);
  }

  @Override
  public void onTried() {
    if (!hasJoined && !isClosed) {
      hasJoined = true;
      owner.onJoined();
    }
  }

  @Override
  public void onNeighbour(FloodLink link) {
    if (router != null && announcements != null) {
      neighbours.add(link);
      router.add(link);
      announcements.tell(link);
    }
  }

  @Override
  public void onLost(FloodLink link) {
    if (router != null && neighbours.remove(link)) {
      router.remove(link);
    }
  }

  @Override
  public void onMessage(FloodLink link, FloodMessage message) {
    if (router == null || announcements == null || !neighbours.contains(link)) {
      return;
    }
    if (message instanceof Announcement announcement) {
      announcements.receive(link, announcement);
    } else {
      router.receive(link, message);
    }
  }

  @Override
  public void onStopped(Reason reason) {
    end();
    owner.onStopped(reason);
  }

  @Override
  public boolean wants(Endpoint group, Endpoint source) {
    return groups.wants(group, source);
  }

  @Override
  public void deliver(Endpoint group, Endpoint source, ByteBuffer payload) {
    groups.deliver(group, source, payload);
  }

  private void sweep() {
    if (router != null && announcements != null) {
      router.sweep();
      announcements.sweep();
    }
  }

  boolean hasJoined() {
    return hasJoined && !isClosed;
  }

  void announce(Group group) {
    if (announcements != null) {
      announcements.announce(group);
    }
  }

  void withdraw(Group group) {
    if (announcements != null && !isClosed) {
      announcements.withdraw(group);
    }
  }

  Set<Group> offered() {
    return announcements == null ? Set.of() : announcements.offered();
  }

  void send(Endpoint group, ByteBuffer message) {
    if (router != null && bound != null) {
      Endpoint self = reachable(bound);
      if (groups.wants(group, self)) {
        byte[] copy = new byte[message.remaining()];
        message.duplicate().get(copy);
        loop()
            .execute(
                () -> {
                  if (!isClosed) {
                    counters.delivered++;
                    groups.deliver(group, self, ByteBuffer.wrap(copy));
                  }
                });
      }
      router.send(group, message);
    }
  }

  /** Sees to it that the messages of a group come. */
  void attach(Endpoint group, @Nullable Endpoint source, Runnable then) {
    if (router == null) {
      then.run();
    } else {
      router.onJoin(group, source, then);
    }
  }

  List<FloodLink> links() {
    return links.ready();
  }

  List<Endpoint> endpoints() {
    return bound == null || isClosed ? List.of() : List.of(bound);
  }

  int sources() {
    return router == null ? 0 : router.sources();
  }

  int offers() {
    return announcements == null ? 0 : announcements.size();
  }

  /** Takes leave: what it offers is withdrawn first. */
  void close() {
    if (announcements != null && !isClosed) {
      groups.offered().forEach(announcements::withdraw);
    }
    end();
    links.close();
  }

  private void end() {
    if (!isClosed) {
      isClosed = true;
      timers.close();
      if (router != null) {
        router.end();
      }
      neighbours.clear();
    }
  }
}
