package io.peerwright.overlay.bittorrent;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.overlay.bittorrent.tracker.Trackers;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.PeersContract;
import io.peerwright.tck.SwarmContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Peers that know nothing of each other but a tracker. */
class BitTorrentSwarmContractTest extends SwarmContract {

  private static final TorrentMaker.Options OPTIONS =
      new TorrentMaker.Options(1 << 14, List.of(), List.of(), "", false);

  private volatile String tracker = "";

  @Override
  protected NetworkUnderTest newNetwork() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  @Override
  protected CompletionStage<?> prepare(Network network) {
    return tracker(network, Endpoint.parse("10.9.9.9:6969"));
  }

  /** Adds a tracker. */
  final CompletionStage<?> tracker(Network network, Endpoint at) {
    Host host = network.newHost("tracker", at, null);
    TrackerConfig config = Trackers.config("listen", at, "minInterval", Duration.ofSeconds(1));
    return PeersContract.joined(host, each -> new TrackerProvider().create(each, config))
        .thenAccept(overlay -> tracker = "http://" + overlay.endpoints().get(0) + "/announce");
  }

  @Override
  protected Overlay newPeer(Host host) {
    BitTorrentConfig config =
        BitTorrentConfig.DEFAULT
            .withTrackers(List.of(tracker), Strategy.AnnounceTo.ALL_TIERS)
            .withLocalAddresses(AddressPolicy.ANY)
            .withState(host.directory().resolve("state"));
    return new BitTorrentProvider().create(host, config);
  }

  @Override
  protected ByteBuffer describe(Path content) throws IOException {
    return ByteBuffer.wrap(TorrentMaker.make(content, OPTIONS, read -> {}).toBytes());
  }

  @Override
  protected String magnet(ByteBuffer metainfo) {
    byte[] bytes = new byte[metainfo.remaining()];
    metainfo.duplicate().get(bytes);
    try {
      return "magnet:?xt=urn:btih:" + Metainfo.of(bytes).info().hash();
    } catch (BencodeException e) {
      throw new AssertionError(e);
    }
  }
}
