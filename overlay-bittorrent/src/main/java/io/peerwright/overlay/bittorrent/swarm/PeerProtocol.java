package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.overlay.bittorrent.bandwidth.LimitedTorrent;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.connections.Connections;
import io.peerwright.overlay.bittorrent.connections.LinkSession;
import io.peerwright.overlay.bittorrent.connections.PeerHandler;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.metadata.MetadataExchange;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.requests.Availability;
import io.peerwright.overlay.bittorrent.upload.InitialMessages;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the peers of a torrent tell of themselves and ask, and what follows from it. */
final class PeerProtocol implements PeerHandler<PeerLink> {

  /** Told what matters to others. */
  interface Listener {

    /** Something is open to anybody, servers included. */
    void allWantWork();

    /** A slot may have become free, or be wanted: seen to once, at the end of the turn. */
    void onSlots();
  }

  private final LinkSession<PeerLink> session;
  private final TorrentState torrent;
  private final Listener listener;
  private final Connections connections;
  private final Availability availability;
  private final MetadataExchange metadata;
  private final Extensions extensions;

  PeerProtocol(
      LinkSession<PeerLink> session,
      TorrentState torrent,
      Listener listener,
      Connections connections,
      Availability availability,
      MetadataExchange metadata,
      Extensions extensions) {
    this.session = session;
    this.torrent = torrent;
    this.listener = listener;
    this.connections = connections;
    this.availability = availability;
    this.metadata = metadata;
    this.extensions = extensions;
  }

  @Override
  public InfoHash hash() {
    return torrent.hash();
  }

  @Override
  public LimitedTorrent limited() {
    return torrent;
  }

  // ---- the life of a peer

  @Override
  public boolean admit(PeerLink peer) {
    return connections.admit(peer);
  }

  @Override
  public boolean mayStay(PeerLink peer) {
    return connections.mayStay(peer);
  }

  @Override
  public void onEstablished(PeerLink peer) {
    torrent.events().connected(peer.remote());
    PieceTable pieces = torrent.pieces();
    InitialMessages.send(torrent.hash(), pieces, peer, peer.link().remote());
    extensions.greet(peer, session.listenAddress());
    if (pieces != null) {
      peer.limitMessages((pieces.info().pieces() + 7) / 8);
    }
  }

  @Override
  public void onRead(PeerLink peer) {
    peer.wantsWork();
  }

  @Override
  public void fill(PeerLink peer) {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.requests().fill(peer);
    }
  }

  @Override
  public void serve(PeerLink peer) {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.uploads().serve(peer);
    }
  }

  @Override
  public void onGone(PeerLink peer, Reason reason) {
    boolean wasUnchoked = peer.isEstablished() && !peer.uploads().isChoked();
    if (wasUnchoked) {
      torrent.events().uploadEnded(peer.remote(), peer.uploads().sent());
    }
    if (peer.isEstablished()) {
      torrent.events().disconnected(peer.remote(), reason, peer.droppedWhy());
    }
    connections.onGone(peer, reason);
    metadata.onGone(peer);
    LoadedTorrent known = torrent.content();
    if (known != null) {
      availability.onGone(peer);
      known.requests().onGone(peer);
      if (torrent.isLeeching()) {
        listener.allWantWork();
      }
    }
    if (wasUnchoked) {
      listener.onSlots();
    }
  }

  @Override
  public boolean isSeed(PeerLink peer) {
    Info info = torrent.info();
    return info != null && (Availability.hasAll(peer, info) || peer.extension().uploadOnly());
  }

  /** Two that want nothing of each other keep others from coming. */
  @Override
  public void partIfUseless(PeerLink peer) {
    if (torrent.isSeeding() && isSeed(peer)) {
      connections.partAsSeeds(peer);
    }
  }

  // ---- what peers say

  @Override
  public void onChoke(PeerLink peer) {
    LoadedTorrent content = torrent.content();
    if (content == null) {
      return;
    }
    if (!peer.requests().chokesUs()) {
      peer.wantsWork();
    } else if (!peer.isFast() && content.requests().giveUp(peer)) {
      listener.allWantWork();
    }
    peer.requests().reconsider();
  }

  @Override
  public void onInterest(PeerLink peer) {
    listener.onSlots();
  }

  @Override
  public void onHave(PeerLink peer, int piece) throws WireException {
    availability.onHave(peer, piece);
  }

  @Override
  public void onBitfield(PeerLink peer, ByteBuffer bits) throws WireException {
    availability.onBitfield(peer, bits);
  }

  @Override
  public void onHaveAll(PeerLink peer, boolean all) throws WireException {
    availability.onHaveAll(peer, all);
  }

  @Override
  public void onRequest(PeerLink peer, int piece, int begin, int length) throws WireException {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.uploads().onRequest(peer, piece, begin, length);
    }
  }

  @Override
  public void onCancel(PeerLink peer, int piece, int begin, int length) {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.uploads().onCancel(peer, piece, begin, length);
    }
  }

  @Override
  public void onReject(PeerLink peer, int piece, int begin) throws WireException {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.requests().onReject(peer, piece, begin);
      peer.wantsWork();
    }
  }

  @Override
  public void onAllowedFast(PeerLink peer, int piece) throws WireException {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.requests().onAllowedFast(peer, piece);
      peer.wantsWork();
    }
  }

  @Override
  public @Nullable ByteBuffer onBlock(PeerLink peer, int piece, int begin, int length)
      throws WireException {
    LoadedTorrent content = torrent.content();
    return content == null ? null : content.requests().onBlock(peer, piece, begin, length);
  }

  @Override
  public void onBlockEnd(PeerLink peer, int piece, int begin) {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.requests().onBlockEnd(peer, piece, begin);
    }
  }

  @Override
  public void onExtensions(PeerLink peer) {
    metadata.onHandshake(peer);
    peer.wantsWork();
    partIfUseless(peer);
  }

  @Override
  public void onExtended(PeerLink peer, int id, ByteBuffer payload) throws WireException {
    extensions.onMessage(peer, id, payload);
  }
}
