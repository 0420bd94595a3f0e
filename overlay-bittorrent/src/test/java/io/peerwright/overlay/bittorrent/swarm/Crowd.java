package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.choking.Standing;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.storage.Descriptions;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.NetworkModel;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A flash crowd: one seed, and leechers that all come at once, each with the addresses of some
 * others. Every link has the same up-link; the down-link is eight times as fast.
 */
final class Crowd implements AutoCloseable {

  /** Serves nobody, ever. */
  static final Choker FREE_RIDER =
      new Choker() {
        @Override
        public int slots() {
          return 0;
        }

        @Override
        public Choice choose(
            List<Standing> peers, int round, boolean seeding, RandomGenerator random) {
          return new Choice(new BitSet(), -1);
        }
      };

  static final long UP = 20_000;
  private static final int DOWN_FACTOR = 8;
  private static final int KNOWN = 30;
  private static final int PORT = 6881;

  /** One leecher, and how long it took. */
  static final class Leecher {
    final boolean freeRider;
    Session session;
    Download download;
    double seconds = -1;

    Leecher(boolean freeRider) {
      this.freeRider = freeRider;
    }
  }

  final Simulation simulation;
  final List<Leecher> leechers = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private final Info info;
  private final byte[] content;
  private final Random random;
  private final int seedFactor;
  private Endpoint seed;

  /**
   * An empty network.
   *
   * @param seedFactor how many times the up-link of a leecher the seed has
   */
  Crowd(long seed, int pieces, int pieceLength, int seedFactor) throws Exception {
    this.seedFactor = seedFactor;
    NetworkModel model = model(UP);
    simulation = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(model));
    simulation.onError((host, thrown) -> errors.add(thrown));
    random = new Random(seed);
    content = new byte[pieces * pieceLength];
    random.nextBytes(content);
    info = describe(content, pieceLength);
  }

  private static NetworkModel model(long up) {
    return NetworkModel.DEFAULT.withBandwidth(up, DOWN_FACTOR * UP).withSegments(65_000, false);
  }

  private static Info describe(byte[] content, int pieceLength) throws Exception {
    ByteBuffer hashes = ByteBuffer.allocate(content.length / pieceLength * InfoHash.BYTES);
    for (int at = 0; at < content.length; at += pieceLength) {
      hashes.put(InfoHash.sha1().digest(Arrays.copyOfRange(content, at, at + pieceLength)));
    }
    BWriter out = new BWriter().dict().key("length").integer(content.length);
    out.key("name").string("crowd").key("piece length").integer(pieceLength);
    return Info.of(out.key("pieces").string(hashes.flip()).end().toBytes());
  }

  /** The seed, and leechers with a strategy; some of them serve nobody. */
  void come(int honest, int freeRiders, BitTorrentConfig config) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i <= honest + freeRiders; i++) {
      hosts.add(simulation.newHost("peer" + i, null, null));
    }
    seed = hosts.get(0).listenAddress().withPort(PORT);
    simulation.setModel(hosts.get(0), model(seedFactor * UP));
    for (int i = 0; i < hosts.size(); i++) {
      boolean isSeed = i == 0;
      Leecher leecher = new Leecher(i > honest);
      Host host = hosts.get(i);
      BitTorrentConfig its =
          config
              .withListen(host.listenAddress().withPort(PORT))
              .withPeers(isSeed ? List.of() : some(hosts, i));
      Strategies strategies = Strategies.of(its);
      if (leecher.freeRider) {
        strategies = new Strategies(FREE_RIDER, strategies.selector());
      }
      begin(leecher, host, its, strategies, isSeed);
      if (!isSeed) {
        leechers.add(leecher);
      }
    }
  }

  /** The seed and some others, as a tracker tells them. */
  private List<Endpoint> some(List<Host> hosts, int itself) {
    List<Endpoint> some = new ArrayList<>();
    some.add(seed);
    while (some.size() < Math.min(KNOWN, hosts.size() - 1)) {
      int other = 1 + random.nextInt(hosts.size() - 1);
      Endpoint endpoint = hosts.get(other).listenAddress().withPort(PORT);
      if (other != itself && !some.contains(endpoint)) {
        some.add(endpoint);
      }
    }
    return some;
  }

  private void begin(
      Leecher leecher, Host host, BitTorrentConfig config, Strategies strategies, boolean isSeed) {
    BitSet present = new BitSet();
    present.set(0, isSeed ? info.pieces() : 0);
    Plan plan =
        new Plan(
            info.hash(),
            info,
            List.of(),
            List.of(),
            List.of(),
            known -> null,
            known -> new SharedStorage(content, present),
            Descriptions.NONE,
            known -> Path.of("crowd"),
            changed -> {});
    host.loop()
        .execute(
            () -> {
              leecher.session =
                  new Session(
                      host, config, PeerSource.NONE, strategies, new Counters(), reason -> {});
              leecher.download = leecher.session.join(plan).download();
              leecher
                  .download
                  .done()
                  .thenAccept(path -> leecher.seconds = simulation.now().toMillis() / 1000.0);
            });
  }

  /** Runs until all, or all honest ones, have everything. */
  void run(boolean honestOnly, Duration limit) {
    boolean done =
        simulation.runUntil(
            () ->
                leechers.stream()
                    .allMatch(each -> each.seconds >= 0 || honestOnly && each.freeRider),
            limit);
    if (!errors.isEmpty()) {
      throw new AssertionError("a handler failed", errors.get(0));
    }
    if (!done) {
      throw new AssertionError("not over after " + limit);
    }
  }

  /** The least time in which anything could bring the content to all (Kumar and Ross, 2006). */
  double bound() {
    double f = content.length;
    int n = leechers.size();
    long honest = leechers.stream().filter(each -> !each.freeRider).count();
    double all = UP * (double) (honest + seedFactor);
    return Math.max(Math.max(f / (seedFactor * UP), f / (DOWN_FACTOR * UP)), n * f / all);
  }

  /** The time of the slowest leecher. */
  double slowest() {
    return leechers.stream().mapToDouble(each -> each.seconds).max().orElseThrow();
  }

  double slowestHonest() {
    return leechers.stream()
        .filter(each -> !each.freeRider)
        .mapToDouble(each -> each.seconds)
        .max()
        .orElseThrow();
  }

  double meanSeconds(boolean freeRiders) {
    return leechers.stream()
        .filter(each -> each.freeRider == freeRiders)
        .mapToDouble(each -> each.seconds)
        .average()
        .orElseThrow();
  }

  double meanBytes(boolean freeRiders) {
    return leechers.stream()
        .filter(each -> each.freeRider == freeRiders)
        .mapToDouble(each -> each.download.bytesDone())
        .average()
        .orElseThrow();
  }

  /** What leechers got from each other, without what the seed gives to all. */
  double meanFromLeechers(boolean freeRiders) {
    return leechers.stream()
        .filter(each -> each.freeRider == freeRiders)
        .mapToLong(
            each ->
                each.download.peers().stream()
                    .filter(peer -> !peer.endpoint().equals(seed))
                    .mapToLong(peer -> Long.parseLong(peer.figures().get("bytes.received")))
                    .sum())
        .average()
        .orElseThrow();
  }

  @Override
  public void close() {
    simulation.close();
  }
}
