package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.connections.ConnectionSettings;
import io.peerwright.overlay.bittorrent.connections.Connections;
import io.peerwright.overlay.bittorrent.connections.LinkSession;
import io.peerwright.overlay.bittorrent.connections.PeerHandler;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.events.TorrentEvents;
import io.peerwright.overlay.bittorrent.metadata.MetadataExchange;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.pex.PeerExchange;
import io.peerwright.overlay.bittorrent.requests.Availability;
import io.peerwright.overlay.bittorrent.requests.RequestSwarm;
import io.peerwright.overlay.bittorrent.upload.ChokeRounds;
import io.peerwright.overlay.bittorrent.upload.UploadPeer;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The peers of a torrent, as its parts see them, and who of them is told what follows. */
final class TorrentPeers
    implements Connections.Swarm,
        RequestSwarm,
        ChokeRounds.Swarm,
        MetadataExchange.Swarm,
        PeerExchange.Swarm {

  /** Told what matters to the torrent as a whole. */
  interface Listener extends PeerProtocol.Listener {

    /** Peers have told what the torrent is made of. */
    void onFetchedInfo(Info info);

    /** What the torrent is made of cannot be used. */
    void onUnusableInfo(String why);

    /** A peer has sent what is corrupt. */
    void onCorruptPeer(Endpoint peer, String what);
  }

  private final LinkSession<PeerLink> session;
  private final TorrentState torrent;
  private final Listener listener;
  private final PeerProtocol protocol;
  private final Connections connections;
  private final Availability availability;
  private final MetadataExchange metadata;
  private final PeerExchange peerExchange;
  private final Extensions extensions;
  private final ChokeRounds chokeRounds;
  private final TrackerAnnounces announces;
  private final BooleanSupplier memoryIsShort;

  /**
   * Of one torrent; none yet.
   *
   * @param trackers URLs in tiers
   * @param status told how it stands with them, for a person
   */
  TorrentPeers(
      TorrentSession session,
      TorrentState torrent,
      Listener listener,
      List<List<String>> trackers,
      Consumer<String> status) {
    this.session = session;
    this.torrent = torrent;
    this.listener = listener;
    SwarmSettings settings = session.settings();
    ConnectionSettings connecting = settings.connecting(session.strategies().connections());
    this.connections = new Connections(session, connecting, session.host().transport(), this);
    torrent.setEstablished(connections.established());
    this.availability = new Availability(this);
    this.metadata = new MetadataExchange(session.turns(), this);
    this.peerExchange =
        new PeerExchange(
            session.turns(), settings.exchangePeers(), settings.localAddresses(), this);
    this.extensions = new Extensions(torrent, metadata, peerExchange, availability);
    Choker choker = session.strategies().choker();
    this.chokeRounds = new ChokeRounds(session.turns(), choker, this);
    this.protocol =
        new PeerProtocol(
            session, torrent, listener, connections, availability, metadata, extensions);
    this.announces =
        new TrackerAnnounces(
            session,
            (told, sink) -> session.sources().create(session.host(), told, sink),
            torrent,
            connections,
            trackers,
            told -> {
              torrent.events().status(told);
              status.accept(told);
            });
    this.memoryIsShort = session.resources().pieceMemory()::isRefused;
  }

  @Override
  public PeerHandler<PeerLink> handler() {
    return protocol;
  }

  TrackerAnnounces announces() {
    return announces;
  }

  Connections connections() {
    return connections;
  }

  // ---- told by the torrent

  /** The torrent knows from now on what it is made of. */
  void onContent(LoadedTorrent known) {
    availability.setPieces(known.pieces());
    for (PeerLink peer : List.copyOf(established())) {
      try {
        availability.meet(peer);
        known.pieces().have().stream().forEach(piece -> peer.send().have(piece));
      } catch (WireException e) {
        session.counters().protocolError();
        peer.drop(Reason.PROTOCOL, String.valueOf(e.getMessage()));
      }
    }
  }

  /** What is here is not relied on any more. */
  void onContentDoubted() {
    availability.setPieces(null);
  }

  /** Something else is wanted from now on. */
  void onWanted() {
    for (PeerLink peer : List.copyOf(established())) {
      availability.onWanted(peer);
      extensions.greet(peer, session.listenAddress());
    }
  }

  /** All that is wanted is here. */
  void onFinished(LoadedTorrent done) {
    for (PeerLink peer : List.copyOf(established())) {
      done.requests().giveUp(peer);
      availability.updateInterest(peer);
      // Says that we want nothing any more (BEP 21), which a bitfield with gaps does not.
      extensions.greet(peer, session.listenAddress());
      peer.partIfUseless();
    }
  }

  /**
   * A piece is here and good. Who has it is told of it, too: a super-seed shows the next piece to
   * who tells that it has got the last one (BEP 16). Only two seeds need nothing of each other.
   */
  void onPiece(PieceTable pieces, int piece) {
    boolean done = pieces.isDone();
    for (PeerLink peer : established()) {
      if (!done || !peer.isSeed()) {
        peer.send().have(piece);
      }
      availability.onPiece(peer, piece);
    }
  }

  /** A piece that was on the disk can be read again. */
  void onHealed(int piece) {
    established().forEach(peer -> peer.send().have(piece));
  }

  /** A piece that was here is gone. */
  void onLost(int piece) {
    established().forEach(peer -> Extensions.dontHave(peer, piece));
  }

  /** The next round of choosing whom to serve, and of telling of peers. */
  void nextRound() {
    chokeRounds.next();
    peerExchange.tellAll();
  }

  void fillFreeSlots() {
    chokeRounds.fillFreeSlots();
  }

  /** Leaves peers that are too slow with the description; how far it is, for a person. */
  String fetchInfo() {
    metadata.dropSlow(session.turns().now());
    return metadata.progress();
  }

  /** How it stands with the peers, for a person. */
  String inWords() {
    int peers = torrent.connected();
    String why = connections.whyNobody();
    return peers
        + (peers == 1 ? " peer, " : " peers, ")
        + connections.known()
        + " known"
        + (why.isEmpty() ? "" : " (" + why + ")");
  }

  // ---- the torrent, as its parts see it

  @Override
  public InfoHash hash() {
    return torrent.hash();
  }

  @Override
  public @Nullable Info info() {
    return torrent.info();
  }

  @Override
  public List<PeerLink> established() {
    return torrent.established();
  }

  @Override
  public TorrentEvents events() {
    return torrent.events();
  }

  @Override
  public boolean isWorking() {
    return torrent.isWorking();
  }

  @Override
  public boolean isLeeching() {
    return torrent.isLeeching();
  }

  @Override
  public boolean isSeeding() {
    return torrent.isSeeding();
  }

  @Override
  public void allWantWork() {
    listener.allWantWork();
  }

  @Override
  public void received(int bytes) {
    announces.received(bytes);
  }

  @Override
  public @Nullable Endpoint outsideAddress() {
    return announces.outsideAddress();
  }

  @Override
  public void needPeers() {
    announces.needPeers();
  }

  @Override
  public boolean needsHearsay() {
    return connections.needsHearsay();
  }

  @Override
  public void onPeers(List<Endpoint> found) {
    connections.onPeers(found);
    session.turns().endTurn();
  }

  @Override
  public void onFetchedInfo(Info info) {
    listener.onFetchedInfo(info);
  }

  @Override
  public void onUnusableInfo(String why) {
    listener.onUnusableInfo(why);
  }

  @Override
  public void onCorruptPeer(Endpoint peer, String what) {
    listener.onCorruptPeer(peer, what);
  }

  @Override
  public void onUnchoked(UploadPeer peer) {
    torrent.events().uploadStarted(peer.remote());
  }

  @Override
  public void onChoked(UploadPeer peer) {
    torrent.events().uploadEnded(peer.remote(), peer.uploads().sent());
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.uploads().onChoked(peer);
    }
  }

  @Override
  public void onSilent(PeerLink peer) {
    LoadedTorrent content = torrent.content();
    if (content != null && peer.requests().waiting() > 0) {
      content.requests().giveUp(peer);
      allWantWork();
    }
  }

  @Override
  public void onTick() {
    if (memoryIsShort.getAsBoolean()) {
      // Somebody may be late by now with what holds the memory.
      allWantWork();
    }
  }
}
