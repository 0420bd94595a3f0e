package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.connections.Connections;
import io.peerwright.overlay.bittorrent.connections.LinkSession;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a torrent stands with its trackers: what they are told, and what they tell. */
final class TrackerAnnounces implements PeerSource.Sink {

  private final LinkSession<PeerLink> session;
  private final BiFunction<PeerSource.Torrent, PeerSource.Sink, PeerSource> sources;
  private final TorrentState torrent;
  private final Connections connections;
  private final List<List<String>> trackers;
  private final Consumer<String> status;
  private @Nullable PeerSource source;
  private @Nullable Endpoint outsideAddress;
  private long received;
  private long sent;

  /**
   * Of one torrent.
   *
   * @param sources makes who tells of peers
   * @param connections told of them
   * @param status told how it stands, for a person
   */
  TrackerAnnounces(
      LinkSession<PeerLink> session,
      BiFunction<PeerSource.Torrent, PeerSource.Sink, PeerSource> sources,
      TorrentState torrent,
      Connections connections,
      List<List<String>> trackers,
      Consumer<String> status) {
    this.session = session;
    this.sources = sources;
    this.torrent = torrent;
    this.connections = connections;
    this.trackers = trackers;
    this.status = status;
  }

  void start() {
    if (source == null && session.listenAddress() != null) {
      PeerSource.Torrent asTold =
          new PeerSource.Torrent(
              torrent.hash().bytes(), session.peerId(), session.listenAddress(), trackers);
      source = sources.apply(asTold, this);
      source.start();
    }
  }

  /** It is known what the torrent is. */
  void onInfo(Info known) {
    if (source != null && known.isPrivate()) {
      source.becamePrivate();
    }
  }

  void completed() {
    if (source != null) {
      source.completed();
    }
  }

  void needPeers() {
    if (source != null) {
      source.needPeers();
    }
  }

  void stop(Runnable done) {
    PeerSource stopping = source;
    source = null;
    if (stopping == null) {
      done.run();
    } else {
      stopping.stop(done);
    }
  }

  void received(int bytes) {
    received += bytes;
  }

  void sent(int bytes) {
    sent += bytes;
    session.counters().sent(bytes);
  }

  /** Our address as others see it, port 0; null while nobody has told. */
  @Nullable Endpoint outsideAddress() {
    return outsideAddress;
  }

  // ---- for the trackers

  @Override
  public PeerSource.Figures figures() {
    LoadedTorrent known = torrent.content();
    // Of what is not known yet there is something left, or a tracker would take us for a seed.
    long left = known == null ? 1 : known.info().totalLength() - known.pieces().bytesDone();
    return new PeerSource.Figures(sent, received, left);
  }

  @Override
  public int wanted() {
    return connections.wanted();
  }

  @Override
  public boolean isPrivate() {
    Info known = torrent.info();
    return known != null && known.isPrivate();
  }

  @Override
  public void onPeers(List<Endpoint> found) {
    connections.onPeers(found);
    session.turns().endTurn();
  }

  @Override
  public void onOutsideAddress(Endpoint address) {
    outsideAddress = address;
  }

  @Override
  public void onOtherTracker() {
    if (isPrivate()) {
      connections.startAnew();
      session.turns().endTurn();
    }
  }

  @Override
  public void onStatus(String told) {
    status.accept(told);
  }
}
