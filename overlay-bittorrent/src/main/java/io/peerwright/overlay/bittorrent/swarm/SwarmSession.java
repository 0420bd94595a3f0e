package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.server.ProtocolPort;
import io.peerwright.overlay.bittorrent.bandwidth.BandwidthLimiter;
import io.peerwright.overlay.bittorrent.blocks.Buffers;
import io.peerwright.overlay.bittorrent.connections.Connections;
import io.peerwright.overlay.bittorrent.connections.NamedPeers;
import io.peerwright.overlay.bittorrent.connections.PeerHandler;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.connections.PeerTurn;
import io.peerwright.overlay.bittorrent.connections.PeerWireProtocol;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.resources.Resources;
import io.peerwright.overlay.bittorrent.stats.SwarmCounters;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import io.peerwright.overlay.bittorrent.verify.HashBuffers;
import io.peerwright.overlay.bittorrent.verify.StorageBarrier;
import io.peerwright.overlay.bittorrent.webseed.WebSeedMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the torrents of one peer share: the port that others connect to, memory, counters, and the
 * end of each turn, at which peers are asked and told what follows from what has happened.
 */
public final class SwarmSession implements ProtocolPort.Owner, TorrentSession {

  private static final int KEPT_RUN_BYTES = 2 << 20;
  private static final int TURNS_UNCHECKED = 32;
  private static final String PEER_ID_PREFIX = "-PW0100-";
  private static final String PEER_ID_DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Host host;
  private final SwarmSettings settings;
  private final PeerSource.Factory sources;
  private final Strategies strategies;
  private final Resources resources;
  private final NamedPeers names;
  private final HashBuffers hashBuffers = new HashBuffers();
  private final Buffers runs = new Buffers(KEPT_RUN_BYTES, () -> {});
  private final WebSeedMemory webSeedMemory;
  private final byte[] peerId;
  private final Map<InfoHash, Torrent> torrents = new TreeMap<>();
  private final PeerTurn pending = new PeerTurn();
  private final ProtocolPort port;
  private final Set<InfoHash> slots = new LinkedHashSet<>(2);
  private final Consumer<@Nullable Reason> listening;
  private int turnsUnchecked;
  private @Nullable HttpClient http;
  private boolean closed;
  private @Nullable Endpoint local;
  private @Nullable Endpoint outside;

  /**
   * Opens the port.
   *
   * @param strategies whom to serve and what to begin
   * @param counters outlive it
   * @param events told what happens
   * @param listening told once with null when others can connect, or with why they cannot
   */
  public SwarmSession(
      Host host,
      SwarmSettings settings,
      PeerSource.Factory sources,
      Strategies strategies,
      SwarmCounters counters,
      EventStream events,
      Consumer<@Nullable Reason> listening) {
    this.host = host;
    this.settings = settings;
    this.sources = sources;
    this.strategies = strategies;
    TurnLoop turns = new TurnLoop(host.loop(), this::endTurn);
    this.resources =
        new Resources(
            turns,
            new Buffers(settings.bufferBytes(), this::allWantWork),
            new BandwidthLimiter(turns, strategies.limiter()),
            counters,
            events);
    this.webSeedMemory = new WebSeedMemory(settings.bufferBytes());
    this.names = new NamedPeers(host, settings.localAddresses());
    this.port =
        new ProtocolPort(
            host.loop(),
            PeerWireProtocol.limits(settings.handshakeNanos()),
            this,
            List.of(new PeerWireProtocol(this)));
    this.listening = listening;
    this.peerId = newPeerId(host);
    Endpoint at = settings.listen() != null ? settings.listen() : host.listenAddress();
    SocketOptions options = SocketOptions.DEFAULT.withSendBufferBytes(Connections.SEND_BUFFER);
    port.listen(host.transport(), at, options);
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
    names.find(torrent.announces(), plan.peers(), plan.source());
    names.find(torrent.announces(), settings.peers(), Reach.HOST);
    return new TorrentHandle(torrent.download());
  }

  @Override
  public @Nullable PeerHandler<PeerLink> handler(InfoHash hash) {
    Torrent torrent = torrents.get(hash);
    return torrent == null ? null : torrent.handler();
  }

  /** The torrents, for figures. */
  public List<TorrentHandle> torrents() {
    return torrents.values().stream()
        .map(torrent -> new TorrentHandle(torrent.download()))
        .toList();
  }

  @Override
  public void remove(InfoHash torrent) {
    torrents.remove(torrent);
  }

  /**
   * Leaves all swarms and closes the port.
   *
   * @param done called when all has been told and written
   */
  public void close(Runnable done) {
    closed = true;
    port.close();
    local = null;
    names.close();
    resources.bandwidth().stop();
    if (http != null) {
      http.close();
    }
    List<Torrent> all = List.copyOf(torrents.values());
    Runnable one = StorageBarrier.after(all.size() + 1, done);
    all.forEach(torrent -> torrent.close(Reason.SHUTDOWN, one));
    one.run();
    endTurn();
  }

  // ---- what torrents use

  @Override
  public Host host() {
    return host;
  }

  @Override
  public SwarmSettings settings() {
    return settings;
  }

  @Override
  public Strategies strategies() {
    return strategies;
  }

  @Override
  public Resources resources() {
    return resources;
  }

  @Override
  public TurnLoop turns() {
    return resources.turns();
  }

  @Override
  public SwarmCounters counters() {
    return resources.counters();
  }

  @Override
  public PeerTurn pending() {
    return pending;
  }

  @Override
  public HashBuffers hashBuffers() {
    return hashBuffers;
  }

  @Override
  public Buffers runs() {
    return runs;
  }

  @Override
  public void giveBack(ByteBuffer run) {
    runs.giveBack(run);
  }

  @Override
  public WebSeedMemory webSeedMemory() {
    return webSeedMemory;
  }

  @Override
  public PeerSource.Factory sources() {
    return sources;
  }

  @Override
  public byte[] peerId() {
    return peerId;
  }

  @Override
  public @Nullable Endpoint listenAddress() {
    return outside != null ? outside : local;
  }

  /** Where the port is bound, null while it is not. */
  public @Nullable Endpoint local() {
    return local;
  }

  @Override
  public HttpClient http() {
    HttpClient known = http;
    if (known == null) {
      known = new HttpClient(host, settings.trust(), settings.localAddresses());
      http = known;
    }
    return known;
  }

  @Override
  public void slotsChanged(InfoHash torrent) {
    slots.add(torrent);
  }

  private void allWantWork() {
    List.copyOf(torrents.values()).forEach(Torrent::allWantWork);
  }

  /** The end of every callback: asks, then writes what is to be said. */
  private void endTurn() {
    if (!slots.isEmpty()) {
      List<InfoHash> changed = List.copyOf(slots);
      slots.clear();
      for (InfoHash hash : changed) {
        Torrent torrent = torrents.get(hash);
        if (torrent != null) {
          torrent.fillFreeSlots();
        }
      }
    }
    pending.end();
    assert checkNowAndThen();
  }

  /** In tests, which run with assertions, tables are looked through at some of the turns. */
  private boolean checkNowAndThen() {
    return ++turnsUnchecked % TURNS_UNCHECKED != 0
        || torrents.values().stream().allMatch(Torrent::checkInvariants);
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
  public void onStopped(Reason reason) {
    if (local == null && !closed) {
      listening.accept(reason);
    }
  }
}
