package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.RecentValues;
import io.peerwright.kit.hosts.BackOff;
import io.peerwright.kit.hosts.HostCache;
import io.peerwright.kit.hosts.HostLookups;
import io.peerwright.kit.hosts.KnownHost;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.net.RecentEndpoints;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whom to dial, and when: servents that were named by the configuration, by refusals, by pongs and
 * by links, as long as there are too few links.
 */
final class Connector implements HostLookups.Listener {

  private static final long LOOK_UP_NANOS = 10_000_000_000L;
  private static final int MAX_NAMES = 20;
  private static final int MAX_ATTEMPTS = 4;
  private static final int MAX_FAILURES = 5;
  private static final int MAX_BANNED = 100;

  /** Most servents of a process have the same. */
  private static final RecentValues<HostCache.Limits> LIMITS = new RecentValues<>();

  private static final Runnable NOTHING = () -> {};

  /** A servent that was heard of. */
  private static final class Servent extends KnownHost {
    private @Nullable PeerLink link;

    /** The address that has named it. */
    private long namedBy;

    /** Whether it takes TLS from the first byte on, as far as is known. */
    private boolean tls;

    private Servent(Endpoint endpoint) {
      super(endpoint);
    }

    static Servent at(Endpoint endpoint) {
      return new Servent(RecentEndpoints.same(endpoint));
    }

    @Override
    protected boolean isInUse() {
      return link != null;
    }
  }

  private final Host host;
  private final GnutellaConfig config;
  private final Neighbours neighbours;
  private final Counters counters;
  private final Function<Endpoint, PeerLink> links;
  private final @Nullable Supplier<@Nullable ServentTls> tls;
  private final RandomGenerator random;
  private final HostCache<Servent> hosts;
  private @Nullable HostLookups lookups;
  private Runnable nobodyLeft = NOTHING;
  private @Nullable Supplier<@Nullable Endpoint> own;
  private int attempts;
  private boolean open;

  /**
   * Dials nobody yet.
   *
   * @param links makes a link that is to be opened
   * @param tls dials those with TLS that take it
   */
  Connector(
      Host host,
      GnutellaConfig config,
      Neighbours neighbours,
      Counters counters,
      Function<Endpoint, PeerLink> links,
      Supplier<@Nullable ServentTls> tls,
      RandomGenerator random) {
    this.host = host;
    this.config = config;
    this.neighbours = neighbours;
    this.counters = counters;
    this.links = links;
    this.tls = config.tls() == TlsUse.OFFER ? tls : null;
    this.random = random;
    BackOff pause = new BackOff(config.reconnectMin().toNanos(), config.reconnectMax().toNanos());
    HostCache.Limits limits =
        new HostCache.Limits(config.maxHosts(), MAX_BANNED, MAX_FAILURES, pause);
    hosts = new HostCache<>(LIMITS.same(limits), Servent::at);
  }

  /** Asserts what must hold of the hosts that it knows; true. */
  boolean checkInvariants() {
    return hosts.checkInvariants();
  }

  /** Begins with those that are configured. */
  void open() {
    open = true;
    lookUp();
  }

  private void lookUp() {
    List<HostPort> named = config.bootstrap();
    if (!named.isEmpty()) {
      HostLookups by = lookups;
      if (by == null) {
        by = new HostLookups(host.transport(), config.addresses(), LOOK_UP_NANOS, MAX_NAMES);
        lookups = by;
      }
      by.find(named, Reach.HOST, this);
      forgetLookups();
    }
  }

  @Override
  public void onFound(List<Endpoint> permitted, int leftOut) {
    permitted.forEach(hosts::add);
    dial();
    forgetLookups();
  }

  private void forgetLookups() {
    if (lookups != null && lookups.isDone()) {
      lookups = null;
    }
  }

  @Override
  public void onUnknown(HostPort unknown) {
    // It is looked up again when there is nobody else.
  }

  /** Somebody has named servents, who fills half of what is remembered at the most. */
  void heardOf(Endpoint source, List<Endpoint> named) {
    Reach reach = Reach.of(source);
    long by = AddressKey.network(source);
    int most = source.isLoopback() ? config.maxHosts() : (config.maxHosts() + 1) / 2;
    int held = -1;
    for (Endpoint each : named) {
      if (config.addresses().permits(reach, each) && hosts.get(each) == null) {
        held = held < 0 ? namedBy(by) : held;
        held += held < most && add(each, by) ? 1 : 0;
      }
    }
  }

  /** How many an address has named of those that are remembered. */
  private int namedBy(long network) {
    int count = 0;
    for (Servent each : hosts.all()) {
      count += each.namedBy == network ? 1 : 0;
    }
    return count;
  }

  private boolean add(Endpoint endpoint, long by) {
    hosts.add(endpoint);
    Servent added = hosts.get(endpoint);
    if (added != null) {
      added.namedBy = by;
    }
    return added != null;
  }

  /** Somebody as near as this has named servents. */
  void heardOf(Reach source, List<Endpoint> named) {
    config.addresses().permitted(source, named).forEach(this::add);
  }

  /** Runs this whenever it has no neighbour, dials nobody and knows nobody to dial now. */
  void whenNobodyIsLeft(Runnable then) {
    nobodyLeft = then;
  }

  /** Leaves out where we are dialled ourselves, null while that is not known. */
  void neverDial(Supplier<@Nullable Endpoint> ourselves) {
    own = ourselves;
  }

  private void add(Endpoint endpoint) {
    hosts.add(endpoint);
  }

  /** Whether there is anybody whom it could try, now or later. */
  int known() {
    return hosts.size();
  }

  /** Whether others would be of use that are farther away. */
  boolean wantsHosts() {
    return hosts.size() < config.maxHosts();
  }

  /** From time to time: forgets nobody, and looks names up again if all are gone. */
  void tick() {
    if (open && hosts.size() == 0 && neighbours.ultrapeers() == 0) {
      lookUp();
    }
    dial();
  }

  /** Dials as many as are missing, and as may be dialled at a time. */
  void dial() {
    long now = host.loop().nanoTime();
    int missing = neighbours.wantedUltrapeers() - neighbours.ultrapeers();
    // One at first: what it answers tells what we are, and whom to try.
    int most = neighbours.links().size() == 0 ? 1 : MAX_ATTEMPTS;
    while (open && attempts < Math.min(most, missing)) {
      Servent next = choose(now);
      if (next == null) {
        if (attempts == 0 && neighbours.ultrapeers() == 0) {
          nobodyLeft.run();
        }
        return;
      }
      dial(next);
    }
  }

  private @Nullable Servent choose(long now) {
    List<Servent> due = new ArrayList<>();
    for (Servent each : hosts.all()) {
      if (hosts.isDue(each, now)
          && !neighbours.knows(each.endpoint())
          && !isOurs(each.endpoint())) {
        due.add(each);
      }
    }
    return due.isEmpty() ? null : due.get(random.nextInt(due.size()));
  }

  private void dial(Servent servent) {
    attempts++;
    counters.dials++;
    PeerLink link = links.apply(servent.endpoint());
    servent.link = link;
    neighbours.begin(link);
    ServentTls secure = tls == null || !servent.tls ? null : tls.get();
    if (secure != null) {
      secure.whenReady(with -> open(link, with));
    } else {
      open(link, host.transport());
    }
  }

  private static void open(PeerLink link, Transport by) {
    link.opening(by.connect(link.remote(), SocketOptions.DEFAULT, link));
  }

  /** A servent says of itself that it takes TLS from the first byte on. */
  void takesTls(Endpoint endpoint) {
    Servent servent = hosts.get(endpoint);
    if (servent != null) {
      servent.tls = true;
    }
  }

  /** A link that we dialled is one. */
  void onLinked(PeerLink link) {
    Servent servent = hosts.get(link.remote());
    if (link.isDialled()) {
      attempts--;
      if (servent != null) {
        servent.succeeded();
      }
    }
  }

  /** A link that we dialled is over. */
  void onGone(PeerLink link, boolean wasLinked) {
    Servent servent = hosts.get(link.remote());
    if (!link.isDialled()) {
      return;
    }
    attempts -= wasLinked ? 0 : 1;
    if (servent != null && servent.link == link) {
      servent.link = null;
      // Perhaps it is there still, and does not.
      servent.tls &= wasLinked;
      hosts.failed(servent, host.loop().nanoTime());
    }
  }

  /** Ourselves, whom others name to us as well as to others. */
  private boolean isOurs(Endpoint endpoint) {
    Endpoint at = own == null ? null : own.get();
    if (at == null || at.port() != endpoint.port()) {
      return false;
    }
    return at.isAnyLocal()
        ? endpoint.isLoopback() || host.transport().localAddresses().contains(endpoint.withPort(0))
        : at.equals(endpoint);
  }

  void close() {
    open = false;
    if (lookups != null) {
      lookups.close();
    }
    hosts.clear();
    attempts = 0;
  }
}
