package io.peerwright.decorators.limit;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.decorators.limit.LimitConfig.Rates;
import io.peerwright.kit.limit.Flow;
import io.peerwright.kit.limit.SharedRate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meters of one host, and those of its peers as long as anything is to be remembered. */
final class Limits {

  /** Anybody can send datagrams from many addresses; those above this number share a meter. */
  private static final int MOST_PEERS = 1 << 16;

  private static final int LEAST_SWEPT = 64;
  private static final long SWEEP_NANOS = 1_000_000_000L;

  /** The meters of one remote address. */
  static final class Peer {
    private final @Nullable SharedRate up;
    private final @Nullable SharedRate down;
    private int links;

    private Peer(@Nullable SharedRate up, @Nullable SharedRate down) {
      this.up = up;
      this.down = down;
    }

    /** Making it anew would make no difference. */
    private boolean isIdle() {
      return links == 0 && (up == null || up.isIdle()) && (down == null || down.isIdle());
    }
  }

  private final Loop loop;
  private final LimitConfig config;
  private final @Nullable SharedRate hostUp;
  private final @Nullable SharedRate hostDown;
  private final Peer strangers;
  private final Map<Endpoint, Peer> peers = new LinkedHashMap<>();
  private int sweepAt = LEAST_SWEPT;
  private long sweptAt;

  Limits(Loop loop, LimitConfig config) {
    this.loop = loop;
    this.config = config;
    hostUp = up(config.host());
    hostDown = down(config.host());
    strangers = newPeer();
    sweptAt = loop.nanoTime() - SWEEP_NANOS;
  }

  private @Nullable SharedRate up(Rates rates) {
    return rates.upBytesPerSecond() == 0
        ? null
        : SharedRate.fixed(loop, rates.upBytesPerSecond(), rates.upBurst());
  }

  private @Nullable SharedRate down(Rates rates) {
    return rates.downBytesPerSecond() == 0
        ? null
        : SharedRate.fixed(loop, rates.downBytesPerSecond(), rates.downBurst());
  }

  private Peer newPeer() {
    return new Peer(up(config.peer()), down(config.peer()));
  }

  /** The meters of a remote address. */
  private Peer peer(Endpoint remote) {
    if (config.peer().equals(Rates.UNLIMITED)) {
      return strangers;
    }
    Endpoint address = remote.withPort(0);
    Peer known = peers.get(address);
    if (known != null) {
      return known;
    }
    if (peers.size() >= sweepAt) {
      sweep();
    }
    if (peers.size() >= MOST_PEERS) {
      return strangers;
    }
    Peer made = newPeer();
    peers.put(address, made);
    return made;
  }

  /** Forgets the silent ones; not too often, for somebody may make us do it. */
  private void sweep() {
    long now = loop.nanoTime();
    if (now - sweptAt >= SWEEP_NANOS) {
      sweptAt = now;
      peers.values().removeIf(Peer::isIdle);
      sweepAt = Math.min(MOST_PEERS, Math.max(LEAST_SWEPT, 2 * peers.size()));
    }
  }

  /** The meters of the remote side of a new link, kept until {@link #release}. */
  Peer hold(Endpoint remote) {
    Peer peer = peer(remote);
    peer.links++;
    return peer;
  }

  void release(Peer peer) {
    peer.links--;
  }

  /** How many remote addresses are remembered. */
  int peers() {
    return peers.size();
  }

  /** What a link sends. */
  Flow up(Peer peer, SharedRate.Waiter waiter) {
    return new Flow(waiter, up(config.link()), peer.up, hostUp);
  }

  /** What a link receives. */
  Flow down(Peer peer, SharedRate.Waiter waiter) {
    return new Flow(waiter, down(config.link()), peer.down, hostDown);
  }

  /** The datagrams that go to an address. */
  Flow datagramsTo(Endpoint remote, SharedRate.Waiter waiter) {
    return new Flow(waiter, null, peer(remote).up, hostUp);
  }

  /** Whether a datagram may come in; if so it is counted. */
  boolean admits(Endpoint from, int bytes) {
    return new Flow(SharedRate.NOBODY, null, peer(from).down, hostDown).admits(bytes);
  }
}
