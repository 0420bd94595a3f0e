package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the torrents of one peer share: the port that others connect to, memory, counters, and the
 * end of each turn, at which peers are asked and told what follows from what has happened.
 */
public final class SwarmSession implements LinkAcceptor, TimerTarget {

  /**
   * How much a link takes before it says that it is full: two blocks. What a link has taken goes
   * out even if the peer is choked in the meantime, so that more would blur who is served; a fast
   * peer has emptied it before the next turn.
   */
  static final int SEND_BUFFER = 1 << 15;

  private static final int LONG_RUN = 1 << 16;
  private static final int KEPT_RUN_BYTES = 2 << 20;
  private static final int MAX_PENDING = 200;
  private static final int MAX_PENDING_PER_ADDRESS = 20;
  private static final String PEER_ID_PREFIX = "-PW0100-";
  private static final String PEER_ID_DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final long INSTANT_NANOS = 10_000;

  private final Host host;
  private final BitTorrentConfig config;
  private final PeerSource.Factory sources;
  private final Strategies strategies;
  private final BandwidthLimiter rates;
  private @Nullable HttpClient http;
  private final SwarmCounters counters;
  private final NamedPeers names;
  private final Buffers buffers;
  private final HashBuffers lanes = new HashBuffers();
  private final Buffers runs = new Buffers(KEPT_RUN_BYTES);
  private final byte[] peerId;
  private final Map<InfoHash, Torrent> torrents = new TreeMap<>();
  private final List<PeerLink> pending = new ArrayList<>();
  private final ConnectionLimits pendingPlaces =
      new ConnectionLimits(MAX_PENDING, MAX_PENDING_PER_ADDRESS, 0);
  private final List<PeerLink> touched = new ArrayList<>();
  private final Set<Torrent> slots = new LinkedHashSet<>(2);
  private final List<PeerLink> working = new ArrayList<>();
  private final Consumer<@Nullable Reason> listening;
  private @Nullable Handle listener;
  private @Nullable Endpoint local;
  private @Nullable Endpoint outside;
  private long sweep;
  private long heldByWebSeeds;

  /**
   * Opens the port.
   *
   * @param strategies whom to serve and what to begin
   * @param counters outlive it
   * @param listening told once with null when others can connect, or with why they cannot
   */
  public SwarmSession(
      Host host,
      BitTorrentConfig config,
      PeerSource.Factory sources,
      Strategies strategies,
      SwarmCounters counters,
      Consumer<@Nullable Reason> listening) {
    this.host = host;
    this.config = config;
    this.sources = sources;
    this.strategies = strategies;
    this.rates = new BandwidthLimiter(this, strategies.limiter());
    this.counters = counters;
    this.names = new NamedPeers(host, config.localAddresses());
    this.buffers = new Buffers(config.bufferBytes());
    this.listening = listening;
    this.peerId = newPeerId(host);
    Endpoint at = config.listen() != null ? config.listen() : host.listenAddress();
    SocketOptions options = SocketOptions.DEFAULT.withSendBufferBytes(SEND_BUFFER);
    listener = host.transport().listen(at, options, this);
  }

  private static byte[] newPeerId(Host host) {
    byte[] id = new byte[20];
    host.loop().secureRandom(id);
    byte[] prefix = PEER_ID_PREFIX.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(prefix, 0, id, 0, prefix.length);
    for (int i = prefix.length; i < id.length; i++) {
      id[i] = (byte) PEER_ID_DIGITS.charAt((id[i] & 0xff) % PEER_ID_DIGITS.length());
    }
    return id;
  }

  // ---- torrents

  /**
   * Joins a swarm.
   *
   * @throws IllegalArgumentException if it has been joined already
   */
  public TorrentHandle join(TorrentSpec plan) {
    if (torrents.containsKey(plan.hash())) {
      throw new IllegalArgumentException("the torrent " + plan.hash() + " is joined already");
    }
    Torrent torrent = new Torrent(this, plan);
    torrents.put(plan.hash(), torrent);
    torrent.start(plan.info());
    names.find(torrent, plan.peers(), plan.source());
    names.find(torrent, config.peers(), Reach.HOST);
    return new TorrentHandle(torrent);
  }

  @Nullable Torrent torrent(InfoHash hash) {
    return torrents.get(hash);
  }

  /** The torrents, for figures. */
  public List<TorrentHandle> torrents() {
    return torrents.values().stream().map(TorrentHandle::new).toList();
  }

  void remove(Torrent torrent) {
    torrents.remove(torrent.hash(), torrent);
  }

  /**
   * Leaves all swarms and closes the port.
   *
   * @param done called when all has been told and written
   */
  public void close(Runnable done) {
    if (listener != null) {
      listener.close();
      listener = null;
    }
    local = null;
    host.loop().cancel(sweep);
    names.close();
    rates.stop();
    List.copyOf(pending).forEach(peer -> peer.drop(Reason.SHUTDOWN, "leaving"));
    List<Torrent> all = List.copyOf(torrents.values());
    Runnable one = StorageBarrier.after(all.size() + 1, done);
    all.forEach(torrent -> torrent.close(one));
    one.run();
    endTurn();
  }

  // ---- what torrents use

  Host host() {
    return host;
  }

  BitTorrentConfig config() {
    return config;
  }

  PeerSource.Factory sources() {
    return sources;
  }

  SwarmCounters counters() {
    return counters;
  }

  Buffers buffers() {
    return buffers;
  }

  byte[] peerId() {
    return peerId;
  }

  long now() {
    return host.loop().nanoTime();
  }

  /** Where others can connect to, null while they cannot. */
  public @Nullable Endpoint listenAddress() {
    return outside != null ? outside : local;
  }

  /** Where the port is bound, null while it is not. */
  public @Nullable Endpoint local() {
    return local;
  }

  PieceSelector selector() {
    return strategies.selector();
  }

  Choker choker() {
    return strategies.choker();
  }

  ConnectionSelector connector() {
    return strategies.connections();
  }

  BandwidthLimiter rates() {
    return rates;
  }

  HttpClient http() {
    HttpClient known = http;
    if (known == null) {
      known = new HttpClient(host, config.trust(), config.localAddresses());
      http = known;
    }
    return known;
  }

  /**
   * How much of the memory for pieces a web seed may hold that has nothing yet: an eighth, and half
   * of it for all together, so that peers always find room beside them. 0 if there is none.
   */
  long webSeedRoom() {
    long half = config.bufferBytes() / 2;
    return Math.max(0, Math.min(half / 4, half - heldByWebSeeds));
  }

  /** A web seed holds so much more, or less. */
  void webSeedHolds(long more) {
    heldByWebSeeds += more;
  }

  boolean mayServe(PeerState state, boolean seeding) {
    return choker().mayServe(state.sent - state.received, seeding);
  }

  /** Memory for a run of blocks; given back to {@link #runs}. */
  ByteBuffer runBuffer(int bytes) {
    return bytes < LONG_RUN ? ByteBuffer.allocate(bytes) : runs.get(Uploads.RUN_BYTES).limit(bytes);
  }

  Buffers runs() {
    return runs;
  }

  HashBuffers lanes() {
    return lanes;
  }

  <T> void offload(Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> done) {
    host.loop()
        .<T>offload(
            work,
            INSTANT_NANOS,
            (result, thrown) -> {
              done.accept(result, thrown);
              endTurn();
            });
  }

  // ---- turns

  void touched(PeerLink peer) {
    touched.add(peer);
  }

  /** A slot of the torrent may have become free, or be wanted. */
  void slotsChanged(Torrent torrent) {
    slots.add(torrent);
  }

  /** The peer may be asked for more, at the end of the turn. */
  void wantsWork(PeerLink peer) {
    if (!peer.state.wantsWork) {
      peer.state.wantsWork = true;
      working.add(peer);
    }
  }

  /** A torrent has given memory back, which others may have lacked. */
  void onMemory() {
    if (buffers.takeRefused()) {
      List.copyOf(torrents.values()).forEach(Torrent::allWantWork);
    }
  }

  /** The end of every callback: asks, then writes what is to be said. */
  void endTurn() {
    if (!slots.isEmpty()) {
      List<Torrent> changed = List.copyOf(slots);
      slots.clear();
      changed.forEach(Torrent::fillFreeSlots);
    }
    for (int i = 0; i < working.size(); i++) {
      PeerLink peer = working.get(i);
      peer.state.wantsWork = false;
      LoadedTorrent content = peer.torrent().content();
      if (content != null) {
        content.requests().fill(peer);
      }
    }
    working.clear();
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).flush();
    }
    touched.clear();
  }

  // ---- listening

  @Override
  public void onListening(Endpoint at) {
    local = at;
    listening.accept(null);
    endTurn();
  }

  @Override
  public void onReachable(Endpoint at) {
    outside = at;
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    // Who has kept us waiting longest makes room for a newcomer.
    ConnectionLimits.Place place = pendingPlaces.admit(link, now());
    if (place == null) {
      return null;
    }
    PeerLink peer = new PeerLink(this, link);
    peer.state.place = place;
    pending.add(peer);
    if (sweep == 0) {
      sweep = host.loop().schedule(config.handshakeTimeout().toNanos(), this, 0, 0);
    }
    return peer;
  }

  void forget(PeerLink peer) {
    pending.remove(peer);
    ConnectionLimits.Place place = peer.state.place;
    if (place != null) {
      place.release();
      peer.state.place = null;
    }
    if (peer.state.failure != null) {
      counters.failures.add(peer.state.failure);
    }
  }

  /** Who has not said for long which torrent it wants is in the way of others. */
  @Override
  public void onTimer(int code, long argument) {
    sweep = 0;
    for (PeerLink peer : List.copyOf(pending)) {
      if (now() - peer.state.connectedAt >= config.handshakeTimeout().toNanos()) {
        peer.drop(Reason.TIMEOUT, "does not introduce itself");
      }
    }
    if (!pending.isEmpty()) {
      sweep = host.loop().schedule(config.handshakeTimeout().toNanos() / 2, this, 0, 0);
    }
    endTurn();
  }

  @Override
  public void onClosed(Reason reason) {
    if (local == null && listener != null) {
      listening.accept(reason);
    }
  }
}
