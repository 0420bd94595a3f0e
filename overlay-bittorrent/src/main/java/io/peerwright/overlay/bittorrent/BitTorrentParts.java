package io.peerwright.overlay.bittorrent;

import io.peerwright.kit.HostFiles;
import io.peerwright.overlay.bittorrent.announce.AnnounceOptions;
import io.peerwright.overlay.bittorrent.announce.TrackerSources;
import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.choking.ProportionalShare;
import io.peerwright.overlay.bittorrent.choking.SurplusCap;
import io.peerwright.overlay.bittorrent.choking.TitForTat;
import io.peerwright.overlay.bittorrent.choking.UnchokeAll;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector;
import io.peerwright.overlay.bittorrent.peers.Connectors;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import io.peerwright.overlay.bittorrent.pieces.Selectors;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import io.peerwright.overlay.bittorrent.rates.RateLimits;
import io.peerwright.overlay.bittorrent.storage.FileStorage;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a peer that an application, or an experiment, can put its own in the place of.
 *
 * @param choker whom to serve
 * @param selector which piece to begin
 * @param connections whom to connect to
 * @param limiter how fast content may come and go
 * @param sources who tells torrents of peers, as trackers do; for one peer only
 * @param storages where the content of torrents lies
 */
public record BitTorrentParts(
    Choker choker,
    PieceSelector selector,
    ConnectionSelector connections,
    RateLimiter limiter,
    PeerSource.Factory sources,
    Storages storages) {

  /** Makes storages. */
  @FunctionalInterface
  public interface Storages {

    /**
     * Opens one; creates nothing. Blocks.
     *
     * @param directory the folder that the torrent was joined for
     * @param name what its file or folder is called there; null for its own name
     */
    PieceStorage open(Info info, Path directory, @Nullable String name) throws IOException;
  }

  private static final long SURPLUS = 100 * 1024;

  /** What a configuration says, with peers from trackers and the content in files. */
  public static BitTorrentParts of(BitTorrentConfig config) {
    RateLimits limits = config.limits();
    return new BitTorrentParts(
        choker(config),
        selector(config),
        Connectors.CANONICAL,
        limits.equals(RateLimits.OFF) ? RateLimiter.NONE : limits,
        new TrackerSources(
            new AnnounceOptions(
                config.trust(),
                config.localAddresses(),
                config.announceTo() == Strategy.AnnounceTo.FIRST,
                config.trackers())),
        (info, directory, name) ->
            new FileStorage(info, directory, name, settings(config, directory)));
  }

  private static PieceSelector selector(BitTorrentConfig config) {
    return switch (config.order()) {
      case RAREST_FIRST -> Selectors.RAREST_FIRST;
      case RANDOM -> Selectors.RANDOM;
      case SEQUENTIAL -> Selectors.SEQUENTIAL;
    };
  }

  private static Choker choker(BitTorrentConfig config) {
    return switch (config.choking()) {
      case TIT_FOR_TAT -> new TitForTat(config.uploadSlots());
      case UNCHOKE_ALL -> new UnchokeAll();
      case PROPORTIONAL_SHARE -> new ProportionalShare(config.uploadSlots());
      case SURPLUS_CAP -> new SurplusCap(SURPLUS);
    };
  }

  private static StorageSettings settings(BitTorrentConfig config, Path directory) {
    return new StorageSettings(
        HostFiles.stateFolder(config.state(), directory), config.preallocate(), config.seedOnly());
  }

  /** These parts with another choker. */
  public BitTorrentParts withChoker(Choker other) {
    return new BitTorrentParts(other, selector, connections, limiter, sources, storages);
  }

  /** These parts with another piece selector. */
  public BitTorrentParts withSelector(PieceSelector other) {
    return new BitTorrentParts(choker, other, connections, limiter, sources, storages);
  }

  /** These parts with another connection selector. */
  public BitTorrentParts withConnections(ConnectionSelector other) {
    return new BitTorrentParts(choker, selector, other, limiter, sources, storages);
  }

  /** These parts with another rate limiter. */
  public BitTorrentParts withLimiter(RateLimiter other) {
    return new BitTorrentParts(choker, selector, connections, other, sources, storages);
  }

  /** These parts with other sources of peers. */
  public BitTorrentParts withSources(PeerSource.Factory other) {
    return new BitTorrentParts(choker, selector, connections, limiter, other, storages);
  }

  /** These parts with other storages. */
  public BitTorrentParts withStorages(Storages other) {
    return new BitTorrentParts(choker, selector, connections, limiter, sources, other);
  }
}
