package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.Host;
import io.peerwright.kit.events.EventStream;
import io.peerwright.overlay.bittorrent.events.TrackerEvents;

/** AnnounceServices without sockets. */
final class AnnounceServices {

  private AnnounceServices() {}

  static AnnounceService of(Host host, TrackerConfig config) {
    StoreLimits limits = new StoreLimits(100_000, 100_000, 100_000, 1000, 3000);
    PeerStore store = new MemoryPeerStore(host.loop(), limits, config.maxPeersPerAnswer());
    return new AnnounceService(
        host,
        config,
        store,
        new Admission(config.keys(), null),
        new TrackerCounters(),
        new TrackerEvents(new EventStream(host.loop())));
  }
}
