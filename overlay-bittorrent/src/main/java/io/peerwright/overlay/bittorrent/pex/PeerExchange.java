package io.peerwright.overlay.bittorrent.pex;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import io.peerwright.overlay.bittorrent.wire.RemotePeer;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Peers tell each other of peers (BEP 11): once a minute at most, fifty new ones and fifty that
 * have gone, and only those that they are connected to. Never in a private torrent.
 */
public final class PeerExchange {

  /** A peer that may be told of others, and tell of them. */
  public interface Peer extends RemotePeer {

    /** True if we have reached it, so that others can. */
    boolean isOutgoing();

    /** True if it has everything, or wants nothing more. */
    boolean isSeed();

    /** What was said of other peers. */
    PexState pex();
  }

  /** The torrent, as far as it matters to who is told of. */
  public interface Swarm {

    /** The description; null while it is not known. */
    @Nullable Info info();

    /** Everybody who is connected, in the order of their coming. */
    List<? extends Peer> established();

    /** False while more peers are known than will be tried soon. */
    boolean needsHearsay();

    /** Peers that may be there. */
    void onPeers(List<Endpoint> found);
  }

  private static final int MAX_TOLD = 50;

  /** From others: the specification allows fifty, some send a hundred the first time. */
  private static final int MAX_TAKEN = 100;

  private static final long PERIOD_NANOS = 60_000_000_000L;

  /** A peer that tells more often than that floods us; one early message is forgiven. */
  private static final long LEAST_PERIOD_NANOS = 50_000_000_000L;

  private static final int MAX_EARLY = 3;
  private static final int SEED = 0x02;
  private static final int REACHABLE = 0x10;

  private final TurnLoop turns;
  private final boolean allowed;
  private final AddressPolicy policy;
  private final Swarm torrent;
  private final PexHistory news = new PexHistory();

  /**
   * Of one torrent.
   *
   * @param allowed false if it is not to be
   * @param policy which addresses a peer may tell of
   */
  public PeerExchange(TurnLoop turns, boolean allowed, AddressPolicy policy, Swarm torrent) {
    this.turns = turns;
    this.allowed = allowed;
    this.policy = policy;
    this.torrent = torrent;
  }

  /** False where peers must not be told of peers (BEP 27), or not known to be allowed to. */
  public boolean isOn() {
    Info info = torrent.info();
    return allowed && info != null && !info.isPrivate();
  }

  /** A peer tells of others. */
  public void onMessage(Peer peer, ByteBuffer payload) throws WireException {
    if (!isOn()) {
      return;
    }
    List<Endpoint> added = added(payload);
    long now = turns.now();
    PexState state = peer.pex();
    if (state.heardAt != 0 && now - state.heardAt < LEAST_PERIOD_NANOS) {
      if (++state.early > MAX_EARLY) {
        throw new WireException("tells of peers more often than once a minute");
      }
    }
    state.heardAt = now;
    if (!torrent.needsHearsay()) {
      return;
    }
    torrent.onPeers(policy.permitted(Reach.of(peer.remote()), added));
  }

  /** The peers that a message tells of, not more than {@link #MAX_TAKEN}. */
  static List<Endpoint> added(ByteBuffer payload) throws WireException {
    try {
      BDict dict = BReader.readFirstDict(payload, BReader.Limits.MESSAGE);
      List<Endpoint> added = new ArrayList<>();
      read(dict.optionalString("added"), 4, added);
      read(dict.optionalString("added6"), 16, added);
      return added;
    } catch (BencodeException e) {
      throw new WireException("sends a peer exchange that is " + e.getMessage());
    }
  }

  /** Compact addresses, of one length each; a rest that is none is left out. */
  static void read(@Nullable BString compact, int addressBytes, List<Endpoint> into) {
    if (compact == null) {
      return;
    }
    ByteBuffer bytes = compact.buffer();
    while (bytes.remaining() >= addressBytes + 2 && into.size() < MAX_TAKEN) {
      byte[] address = new byte[addressBytes];
      bytes.get(address);
      into.add(Endpoint.of(address, bytes.getShort() & 0xffff));
    }
  }

  /** Tells those whose minute is over. */
  public void tellAll() {
    if (!isOn()) {
      return;
    }
    List<? extends Peer> due = torrent.established().stream().filter(this::isDue).toList();
    if (due.isEmpty()) {
      return;
    }
    Map<Endpoint, Integer> all = new LinkedHashMap<>();
    for (Peer peer : torrent.established()) {
      Endpoint endpoint = reachable(peer);
      if (endpoint != null) {
        int flags = peer.isSeed() ? SEED : 0;
        all.put(endpoint, flags | (peer.isOutgoing() ? REACHABLE : 0));
      }
    }
    news.notice(all);
    due.forEach(this::tell);
  }

  private boolean isDue(Peer peer) {
    long saidAt = peer.pex().saidAt;
    return peer.speaksExtensions()
        && peer.extension().pex() > 0
        && (saidAt == 0 || turns.now() - saidAt >= PERIOD_NANOS);
  }

  /** Where others can reach a peer: where we did, or where it says that it listens. */
  private static @Nullable Endpoint reachable(Peer peer) {
    if (peer.isOutgoing()) {
      return peer.remote();
    }
    int port = peer.extension().port();
    return port == 0 ? null : peer.remote().withPort(port);
  }

  private void tell(Peer peer) {
    PexState state = peer.pex();
    Endpoint itself = reachable(peer);
    PexHistory.News fresh =
        news.since(state.comings, state.goings, MAX_TOLD, each -> !each.equals(itself));
    state.comings = fresh.comings();
    state.goings = fresh.goings();
    if (!fresh.isEmpty()) {
      state.saidAt = turns.now();
      peer.send().extended(peer.extension().pex(), message(fresh.added(), fresh.dropped()));
    }
  }

  private static byte[] message(Map<Endpoint, Integer> added, List<Endpoint> dropped) {
    BWriter out = new BWriter().dict();
    out.key("added").string(compact(added.keySet(), true));
    out.key("added.f").string(flags(added, true));
    out.key("added6").string(compact(added.keySet(), false));
    out.key("added6.f").string(flags(added, false));
    out.key("dropped").string(compact(dropped, true));
    out.key("dropped6").string(compact(dropped, false));
    return out.end().toBytes();
  }

  private static byte[] flags(Map<Endpoint, Integer> added, boolean ipv4) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    added.forEach(
        (endpoint, flags) -> {
          if (endpoint.isIpv4() == ipv4) {
            out.write(flags);
          }
        });
    return out.toByteArray();
  }

  private static byte[] compact(Iterable<Endpoint> endpoints, boolean ipv4) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Endpoint endpoint : endpoints) {
      if (endpoint.isIpv4() == ipv4) {
        out.writeBytes(endpoint.addressBytes());
        out.write(endpoint.port() >> 8);
        out.write(endpoint.port());
      }
    }
    return out.toByteArray();
  }
}
