package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.bittorrent.Strategy.AnnounceTo;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Announcement;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.MemoryPeerStore;
import io.peerwright.overlay.bittorrent.tracker.PeerSink;
import io.peerwright.overlay.bittorrent.tracker.PeerStore;
import io.peerwright.overlay.bittorrent.tracker.StoreLimits;
import io.peerwright.overlay.bittorrent.tracker.SwarmCounts;
import io.peerwright.overlay.bittorrent.tracker.TrackerServer;
import io.peerwright.overlay.bittorrent.tracker.Trackers;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Trackers that write down what they are told, and torrents, in one simulation. */
final class AnnounceLab {

  static final Id20 HASH = new Id20(0x2020202020202020L, -2, 0x26252423);

  final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison());

  /** Addresses are private ones, as in a laboratory. */
  AnnounceOptions options = options(AnnounceTo.ALL_TIERS, AddressPolicy.ANY);

  /** Names with several addresses. */
  final Map<String, List<Endpoint>> names = new TreeMap<>();

  private int hosts;

  static AnnounceOptions options(AnnounceTo to, AddressPolicy addresses, String... trackers) {
    return new AnnounceOptions(
        TlsClient.Trust.DEFAULT, addresses, to == AnnounceTo.FIRST, List.of(trackers));
  }

  AnnounceLab() {
    simulation.onError(
        (failed, thrown) -> {
          throw new AssertionError(thrown);
        });
  }

  void run(long seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  Host newHost() {
    return simulation.newHost("host" + hosts++, null, null);
  }

  /** A tracker on a host of its own. */
  Station tracker(Object... namesAndValues) {
    return new Station(newHost(), namesAndValues);
  }

  Torrent torrent(List<List<String>> trackers) {
    return new Torrent(trackers);
  }

  /** A tracker and what it was told: time in seconds, event, and what is left. */
  final class Station implements PeerStore {
    final List<String> told = new ArrayList<>();
    final List<Announcement> announcements = new ArrayList<>();
    final Endpoint address;
    final TrackerServer server;
    private final PeerStore store;
    private final Host host;

    Station(Host host, Object... namesAndValues) {
      this.host = host;
      address = host.listenAddress().withPort(6969);
      StoreLimits limits = new StoreLimits(1000, 1000, 1000, 1000, 10_000);
      store = new MemoryPeerStore(host.loop(), limits, 200);
      server = new TrackerServer("t", host, Trackers.config(namesAndValues), this);
      server.join();
      run(1);
    }

    String http() {
      return "http://" + address + "/announce";
    }

    String udp() {
      return "udp://" + address + "/announce";
    }

    @Override
    public void announce(Announcement announcement, int nowSeconds, PeerSink peers) {
      announcements.add(announcement);
      told.add(announcement.event() + " " + announcement.share());
      store.announce(announcement, nowSeconds, peers);
    }

    @Override
    public void sample(Id20 hash, boolean ipv6, boolean toUploader, int want, PeerSink peers) {
      store.sample(hash, ipv6, toUploader, want, peers);
    }

    @Override
    public boolean knows(Id20 infoHash, Endpoint peer) {
      return store.knows(infoHash, peer);
    }

    @Override
    public SwarmCounts counts(Id20 infoHash) {
      return store.counts(infoHash);
    }

    @Override
    public void sweep(int nowSeconds) {
      store.sweep(nowSeconds);
    }

    @Override
    public int peers() {
      return store.peers();
    }

    @Override
    public int swarms() {
      return store.swarms();
    }

    void crash() {
      host.close();
    }
  }

  /** Looks names up in {@link #names} first. */
  private final class Names extends ForwardingTransport {

    private final Host own;

    Names(Host own) {
      super(own.transport());
      this.own = own;
    }

    @Override
    public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
      int colon = hostAndPort.lastIndexOf(':');
      List<Endpoint> known = names.get(hostAndPort.substring(0, colon));
      if (known == null) {
        return super.resolve(hostAndPort, withinNanos, found);
      }
      int port = Integer.parseInt(hostAndPort.substring(colon + 1));
      List<Endpoint> there = known.stream().map(each -> each.withPort(port)).toList();
      own.loop().execute(() -> found.accept(there));
      return () -> {};
    }
  }

  /** A torrent that is announced, and what it hears. */
  final class Torrent implements PeerSource.Sink {
    final Host host = newHost();
    final Endpoint listen = host.listenAddress().withPort(6881);
    final List<Endpoint> peers = new ArrayList<>();
    final List<Endpoint> outside = new ArrayList<>();
    final List<String> statuses = new ArrayList<>();
    final PeerSource source;
    long left = 100;
    int wanted = 50;
    boolean stopped;
    boolean isPrivate;
    int others;

    Torrent(List<List<String>> trackers) {
      Id20 peerId = new Id20(0x2d50573031303030L, hosts, 7);
      source =
          new TrackerSources(options)
              .create(
                  names.isEmpty() ? host : new DecoratedHost(host, new Names(host)),
                  new PeerSource.Torrent(HASH.bytes(), peerId.bytes(), listen, trackers),
                  this);
    }

    Torrent start() {
      source.start();
      run(2);
      return this;
    }

    void stop() {
      source.stop(() -> stopped = true);
    }

    String lastStatus() {
      return statuses.get(statuses.size() - 1);
    }

    @Override
    public PeerSource.Figures figures() {
      return new PeerSource.Figures(10, 20, left);
    }

    @Override
    public int wanted() {
      return wanted;
    }

    @Override
    public boolean isPrivate() {
      return isPrivate;
    }

    @Override
    public void onOtherTracker() {
      others++;
    }

    @Override
    public void onPeers(List<Endpoint> found) {
      peers.addAll(found);
    }

    @Override
    public void onOutsideAddress(Endpoint address) {
      outside.add(address);
    }

    @Override
    public void onStatus(String status) {
      statuses.add(status);
    }
  }
}
