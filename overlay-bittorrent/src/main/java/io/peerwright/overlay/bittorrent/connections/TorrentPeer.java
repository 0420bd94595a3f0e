package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.overlay.bittorrent.bandwidth.LimitedTorrent;
import io.peerwright.overlay.bittorrent.bandwidth.Throttles;
import io.peerwright.overlay.bittorrent.choking.ChokeCandidate;
import io.peerwright.overlay.bittorrent.metadata.MetadataExchange;
import io.peerwright.overlay.bittorrent.metadata.MetadataState;
import io.peerwright.overlay.bittorrent.pex.PeerExchange;
import io.peerwright.overlay.bittorrent.pex.PexState;
import io.peerwright.overlay.bittorrent.pieces.PeerPieces;
import io.peerwright.overlay.bittorrent.requests.RequestPeer;
import io.peerwright.overlay.bittorrent.requests.RequestState;
import io.peerwright.overlay.bittorrent.upload.UploadPeer;
import io.peerwright.overlay.bittorrent.upload.UploadState;
import io.peerwright.overlay.bittorrent.wire.ExtensionHandshake;

/** What is known of a peer, and how it stands between the two of us. */
abstract class TorrentPeer
    implements RequestPeer, UploadPeer, MetadataExchange.Peer, PeerExchange.Peer {

  /** Silence in spite of requests after which a peer is said to snub us. */
  private static final long SNUB_NANOS = 60_000_000_000L;

  final PeerState state;
  private final RequestState requests;
  private final UploadState uploads;
  private final PexState pex = new PexState();
  private final MetadataState metadata = new MetadataState();

  TorrentPeer(long now) {
    state = new PeerState(now);
    requests = new RequestState(now);
    uploads = new UploadState(now);
  }

  /** The torrent, as its limits know it. */
  abstract LimitedTorrent limited();

  /** There may be room again for what it waited for. */
  abstract void goOn();

  /** At the end of a turn: may be asked for more. */
  abstract void work();

  /** At the end of a turn: sends what has been said. */
  abstract void flush();

  @Override
  public boolean isFast() {
    return state.fast;
  }

  @Override
  public boolean speaksExtensions() {
    return state.extensions;
  }

  @Override
  public ExtensionHandshake extension() {
    return state.extension;
  }

  @Override
  public RequestState requests() {
    return requests;
  }

  @Override
  public UploadState uploads() {
    return uploads;
  }

  @Override
  public PexState pex() {
    return pex;
  }

  @Override
  public MetadataState metadata() {
    return metadata;
  }

  @Override
  public PeerPieces pieces() {
    return requests.pieces();
  }

  @Override
  public long received() {
    return requests.received();
  }

  @Override
  public ChokeCandidate candidate(long now) {
    return new ChokeCandidate(
        uploads.isInterested(),
        !uploads.isChoked(),
        uploads.isOptimistic(),
        requests.judge(now, SNUB_NANOS),
        requests.receivedLately(),
        uploads.sentLately(),
        uploads.sent() - requests.received(),
        now - state.connectedAt,
        uploads.isChoked() ? 0 : now - uploads.unchokedAt());
  }

  @Override
  public void shiftRates() {
    requests.shiftRates();
    uploads.shiftRates();
  }

  /**
   * Says, from the first time on, that we want nothing any more.
   *
   * @param nothing true if it is so now
   * @return true if it was so once, so that the peer must be told if it is no more
   */
  public boolean tellsUploadOnly(boolean nothing) {
    state.toldUploadOnly |= nothing;
    return state.toldUploadOnly;
  }

  @Override
  public Throttles throttles() {
    Throttles known = state.throttles;
    if (known == null) {
      known = new Throttles(limited(), remote(), this::goOn);
      state.throttles = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return "peer " + remote();
  }
}
