package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.kit.events.EventStream;
import io.peerwright.overlay.bittorrent.bandwidth.BandwidthLimiter;
import io.peerwright.overlay.bittorrent.bandwidth.LimitedTorrent;
import io.peerwright.overlay.bittorrent.bandwidth.TorrentRates;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.events.TorrentEvents;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a torrent stands: what is known of it, and what may be done. */
final class TorrentState implements LimitedTorrent {

  private final InfoHash hash;
  private final BandwidthLimiter limiter;
  private final TorrentEvents events;
  private @Nullable TorrentRates rates;
  private List<PeerLink> established = List.of();
  private @Nullable Info info;
  private @Nullable LoadedTorrent content;
  private Phase phase = Phase.NAMED;
  private boolean finished;

  TorrentState(InfoHash hash, BandwidthLimiter limiter, EventStream events) {
    this.limiter = limiter;
    this.events = new TorrentEvents(events, hash);
    this.hash = hash;
  }

  @Override
  public InfoHash hash() {
    return hash;
  }

  /** Its limits; there are none in most torrents. */
  @Override
  public TorrentRates rates() {
    TorrentRates known = rates;
    if (known == null) {
      known = limiter.rates(this);
      rates = known;
    }
    return known;
  }

  /** Tells what happens to it. */
  TorrentEvents events() {
    return events;
  }

  /** Everybody who has introduced itself, in the order of their coming. */
  List<PeerLink> established() {
    return established;
  }

  /** The peers are these, whoever comes and goes. */
  void setEstablished(List<PeerLink> view) {
    established = view;
  }

  @Override
  public int connected() {
    return established.size();
  }

  @Nullable Info info() {
    return info;
  }

  void setInfo(Info known) {
    info = known;
  }

  /** What it works with; null while it is not known what there is. */
  @Nullable LoadedTorrent content() {
    return content;
  }

  void setContent(@Nullable LoadedTorrent loaded) {
    content = loaded;
  }

  @Nullable PieceTable pieces() {
    LoadedTorrent known = content;
    return known == null ? null : known.pieces();
  }

  Phase phase() {
    return phase;
  }

  void setPhase(Phase next) {
    assert phase != Phase.CLOSED : "a torrent that was left goes on as " + next;
    assert next != Phase.ACTIVE || content != null : "nothing is known of what is exchanged";
    phase = next;
  }

  /** All that is wanted is here. */
  boolean isFinished() {
    return finished;
  }

  void setFinished(boolean isAll) {
    finished = isAll;
  }

  /** True if peers are of use. */
  boolean isWorking() {
    return phase == Phase.NAMED || phase == Phase.ACTIVE;
  }

  boolean isLeeching() {
    return phase == Phase.ACTIVE && !finished;
  }

  @Override
  public boolean isSeeding() {
    return phase == Phase.ACTIVE && finished;
  }

  boolean isChecking() {
    return phase == Phase.CHECKING;
  }

  boolean isOver() {
    return phase == Phase.FAILED || phase == Phase.CLOSED;
  }
}
