package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.TransportProvider;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open networks. Peers that ask for the same kind with the same configuration share one, so
 * that they can reach each other; it is closed when the last of them is gone.
 */
final class Networks {

  private record Key(String type, Record config) {}

  /** One peer's share of a network. */
  static final class Lease {
    private final Key key;
    private final Network network;
    private int holders;

    private Lease(Key key, Network network) {
      this.key = key;
      this.network = network;
    }
  }

  private final NetworkFactory networks;
  private final HostFactory hosts;
  private final Map<Key, Lease> open = new LinkedHashMap<>();

  Networks(NetworkFactory networks, HostFactory hosts) {
    this.networks = networks;
    this.hosts = hosts;
  }

  /** The network of this kind and configuration, opened if it is not. May take its time. */
  synchronized <C extends Record> Lease acquire(TransportProvider<C> provider, C config) {
    Key key = new Key(provider.name(), config);
    Lease lease = open.get(key);
    if (lease == null) {
      Network network = networks.open(provider, config);
      if (network == null) {
        throw new IllegalStateException("its open() returned null");
      }
      lease = new Lease(key, network);
      open.put(key, lease);
    }
    lease.holders++;
    return lease;
  }

  /** A place in the network, with its loop. */
  Host newHost(Lease lease, PeerConfig config) {
    return hosts.newHost(lease.network, config);
  }

  /**
   * Gives a share back. May be called on a loop.
   *
   * @param gone called when the network is closed, or at once if others still use it
   */
  void release(Lease lease, Runnable gone) {
    synchronized (this) {
      if (--lease.holders > 0) {
        lease = null;
      } else {
        open.remove(lease.key);
      }
    }
    if (lease == null) {
      gone.run();
      return;
    }
    Network network = lease.network;
    // Closing waits for the loops to end, so no loop can do it.
    new Thread(
            () -> {
              try {
                network.close();
              } finally {
                gone.run();
              }
            },
            "peerwright-close")
        .start();
  }
}
