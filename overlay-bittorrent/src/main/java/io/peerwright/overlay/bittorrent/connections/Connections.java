package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.overlay.bittorrent.events.TorrentEvents;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector.Candidate;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whom a torrent is connected to, and whom it tries. */
public final class Connections {

  /** The torrent that connects. */
  public interface Swarm {

    /** What is done with what peers say. */
    PeerHandler<PeerLink> handler();

    /** Where events of the torrent are told. */
    TorrentEvents events();

    /** False while nobody is to be connected. */
    boolean isWorking();

    /** True if it has all that it wants. */
    boolean isSeeding();

    /** Our address as others see it, port 0; null while nobody has told. */
    @Nullable Endpoint outsideAddress();

    /** No candidate is left to be tried: trackers and peer exchange may know more. */
    void needPeers();

    /** A peer is silent: what it was asked for is open to others. */
    void onSilent(PeerLink peer);

    /** Every few seconds: peers that were refused memory may be late by now with what holds it. */
    void onTick();
  }

  /**
   * How much a link takes before it says that it is full: two blocks. What a link has taken goes
   * out even if the peer is choked in the meantime, so that more would blur who is served; a fast
   * peer has emptied it before the next turn.
   */
  public static final int SEND_BUFFER = 1 << 15;

  /** From here on we wait for others to connect to us, so that there is room for them. */
  private static final double OWN_SHARE = 0.5;

  /** Peers that should be known for each connection that there may be: many are not there. */
  private static final int KNOWN_FOR_EACH = 4;

  /** Both sides may find at the same time that they have two connections, and part with one. */
  private static final long TWICE_RETRY_NANOS = 60_000_000_000L;

  /** One address, or IPv6 /64, holds at most this part of all places, but for a few. */
  private static final int ADDRESS_PARTS = 8;

  private static final int LEAST_PER_ADDRESS = 4;

  /** Two connections of one peer: an established one that was heard so lately is alive. */
  private static final long ALIVE_NANOS = 30_000_000_000L;

  private final LinkSession<PeerLink> session;
  private final ConnectionSettings settings;
  private final Transport transport;
  private final Swarm torrent;
  private final PeerWatch watch;
  private final PeerCandidates candidates = new PeerCandidates();
  private final List<PeerLink> established = new ArrayList<>();
  private final List<PeerLink> establishedView = Collections.unmodifiableList(established);
  private final List<PeerLink> others = new ArrayList<>();
  private final ConnectionLimits places;
  private final PeerFailures failures = new PeerFailures();
  private @Nullable RandomGenerator random;
  private int connecting;

  /** Of one torrent; none yet. */
  public Connections(
      LinkSession<PeerLink> session,
      ConnectionSettings settings,
      Transport transport,
      Swarm torrent) {
    this.session = session;
    this.settings = settings;
    this.transport = transport;
    this.torrent = torrent;
    this.watch = new PeerWatch(settings, torrent::onSilent);
    int perAddress = Math.max(LEAST_PER_ADDRESS, settings.most() / ADDRESS_PARTS);
    this.places = new ConnectionLimits(settings.most(), perAddress, PeerWatch.IDLE_NANOS);
  }

  /** The peers that have introduced themselves, in the order of their coming; not to be changed. */
  public List<PeerLink> established() {
    return establishedView;
  }

  /** How many more peers there could be. */
  public int wanted() {
    return Math.max(0, settings.most() - established.size());
  }

  /**
   * False while more peers are known than will be tried soon: what others tell of peers is then not
   * worth the memory, in a large swarm they tell of thousands. Those that were not there do not
   * count, or one that tells of such would silence the others.
   */
  public boolean needsHearsay() {
    int enough = KNOWN_FOR_EACH * settings.most();
    return candidates.promising(torrent.isSeeding()) < enough;
  }

  /** How many peers it has heard of and may try. */
  public int known() {
    return candidates.size();
  }

  /** Why there is nobody: words for a person; empty if there is somebody. */
  public String whyNobody() {
    if (!established.isEmpty()) {
      return "";
    }
    String trying = connecting > 0 ? "trying " + connecting : "";
    String failed = failures.inWords();
    return candidates.size() == 0 && failed.isEmpty()
        ? "nobody has told of any"
        : trying + (trying.isEmpty() || failed.isEmpty() ? "" : ", ") + failed;
  }

  // ---- coming

  /** It is told of peers. */
  public void onPeers(List<Endpoint> found) {
    for (Endpoint each : found) {
      if (!each.equals(session.listenAddress())) {
        candidates.add(each);
      }
    }
    connect();
  }

  /** Tries peers, as many as there should be. */
  public void connect() {
    if (!torrent.isWorking()) {
      return;
    }
    int most = settings.most();
    int own = Math.max(1, (int) (most * OWN_SHARE));
    int room = own - established.size() - others.size();
    room = Math.min(room, settings.mostConnecting() - connecting);
    if (room > 0) {
      List<Candidate> due = candidates.due(session.turns().now(), torrent.isSeeding());
      if (!due.isEmpty()) {
        connect(settings.selector().select(due, room, self(), chance()), room);
      }
    }
  }

  private RandomGenerator chance() {
    RandomGenerator known = random;
    if (known == null) {
      known = session.turns().loop().random("connections");
      random = known;
    }
    return known;
  }

  private void connect(List<Candidate> chosen, int room) {
    int left = room;
    for (Candidate each : chosen) {
      Contact contact = candidates.get(each.endpoint());
      if (contact == null || contact.linked || left-- <= 0) {
        continue;
      }
      contact.seed = false;
      PeerLink peer = new PeerLink(session, torrent.handler(), contact);
      contact.linked = true;
      others.add(peer);
      connecting++;
      peer.opening(transport.connect(contact.endpoint(), options(), peer));
    }
  }

  /** Our address as others see it, as far as it is known. */
  private @Nullable Endpoint self() {
    Endpoint listen = session.listenAddress();
    Endpoint told = torrent.outsideAddress();
    if (listen != null && told != null) {
      return told.withPort(listen.port());
    }
    return listen == null || listen.isAnyLocal() ? null : listen;
  }

  private SocketOptions options() {
    SocketOptions options =
        SocketOptions.DEFAULT
            .withSendBufferBytes(SEND_BUFFER)
            .withConnectWithinNanos(settings.handshakeNanos());
    Endpoint listen = session.listenAddress();
    return listen == null || listen.isAnyLocal() ? options : options.withLocal(listen.withPort(0));
  }

  /**
   * True if a peer that has connected to us may stay so far. Where all places are taken, one that
   * keeps us waiting makes room.
   */
  public boolean admit(PeerLink peer) {
    boolean admitted =
        torrent.isWorking() && !candidates.isBanned(peer.link().remote()) && findPlace(peer);
    if (admitted) {
      others.add(peer);
    }
    return admitted;
  }

  private boolean findPlace(PeerLink peer) {
    peer.state.place = places.admit(peer.link(), session.turns().now());
    return peer.state.place != null;
  }

  /** A peer has said who it is; false, and it is gone, if that is us or somebody twice. */
  public boolean mayStay(PeerLink peer) {
    byte[] id = peer.peerId();
    if (Arrays.equals(id, session.peerId())) {
      if (peer.contact() != null) {
        candidates.remove(peer.contact());
      }
      peer.drop(Reason.CANCELLED, "is ourselves");
      return false;
    }
    for (PeerLink other : List.copyOf(established)) {
      if (isSamePeer(peer, other) && !replaces(peer, other)) {
        peer.state.twice = true;
        peer.drop(Reason.CANCELLED, "is connected already");
        return false;
      }
    }
    for (PeerLink other : List.copyOf(established)) {
      if (isSamePeer(peer, other)) {
        other.state.twice = true;
        other.drop(Reason.CANCELLED, "is connected again");
      }
    }
    if (peer.isOutgoing() && !findPlace(peer)) {
      peer.drop(Reason.LIMIT, "has no place");
      return false;
    }
    ConnectionLimits.Place place = peer.state.place;
    if (place != null) {
      place.useful(session.turns().now());
    }
    others.remove(peer);
    established.add(peer);
    Contact contact = peer.contact();
    if (contact != null) {
      connecting--;
      contact.succeeded();
    }
    return true;
  }

  /**
   * The id alone says nothing: anybody can copy it. So who comes from elsewhere under the id of
   * another is somebody else, and a peer with two addresses may be here twice.
   */
  private static boolean isSamePeer(PeerLink one, PeerLink other) {
    return Arrays.equals(one.peerId(), other.peerId())
        && AddressKey.isSame(one.link().remote(), other.link().remote());
  }

  /** Which of two connections stays, by a rule that comes to the same on the other side. */
  private boolean replaces(PeerLink peer, PeerLink before) {
    if (before.received() + before.uploads().sent() > 0) {
      return session.turns().now() - before.state.heardAt > ALIVE_NANOS;
    }
    // Both sides keep the one that the side with the smaller number has opened.
    boolean ours = Arrays.compareUnsigned(session.peerId(), peer.peerId()) < 0;
    return before.isOutgoing() != ours && peer.isOutgoing() == ours;
  }

  // ---- going

  /** A peer has gone. */
  public void onGone(PeerLink peer, Reason reason) {
    boolean known = established.remove(peer);
    boolean waiting = others.remove(peer);
    Contact contact = peer.contact();
    ConnectionLimits.Place place = peer.state.place;
    if (place != null) {
      place.release();
    }
    PeerFailures.Kind failure = failure(peer, reason);
    if (failure != null) {
      failures.add(failure);
      session.counters().failed(failure);
      torrent.events().failed(peer.remote(), failure);
    }
    if (contact != null) {
      connecting -= waiting ? 1 : 0;
      contact.linked = false;
      candidates.failed(contact, session.turns().now());
      if (peer.state.twice) {
        contact.tryNotBefore(session.turns().now() + TWICE_RETRY_NANOS);
      }
    }
    // A seed is in no hurry: where all are seeds, each would try all others at once.
    if ((known || waiting) && torrent.isWorking() && !torrent.isSeeding()) {
      connect();
    }
  }

  private static PeerFailures.@Nullable Kind failure(PeerLink peer, Reason reason) {
    PeerState state = peer.state;
    return state.failure != null || !peer.isOutgoing() && !peer.isEstablished()
        ? state.failure
        : PeerFailures.kindOf(reason, state.opened, state.introduced, peer.isEstablished());
  }

  /** Sends a peer away for good; false if it was already. */
  public boolean ban(Endpoint endpoint, String why) {
    if (candidates.isBanned(endpoint)) {
      return false;
    }
    candidates.ban(endpoint);
    for (PeerLink peer : List.copyOf(established)) {
      if (candidates.isBanned(peer.link().remote())) {
        peer.drop(Reason.CORRUPT, why);
      }
    }
    return true;
  }

  /** A seed is of no use to a seed, as long as both are one. */
  public void partAsSeeds(PeerLink peer) {
    Contact contact = peer.contact();
    if (contact != null) {
      contact.seed = true;
    }
    peer.close();
  }

  /** Leaves all peers and forgets them. */
  public void startAnew() {
    candidates.clear();
    closeAll();
    candidates.clear();
  }

  /** Leaves all peers. */
  public void closeAll() {
    for (PeerLink peer : List.copyOf(established)) {
      peer.close();
    }
    for (PeerLink peer : List.copyOf(others)) {
      peer.close();
    }
  }

  /** Every five seconds: looks after everybody, and whom to try. */
  public void tick() {
    long now = session.turns().now();
    for (PeerLink peer : List.copyOf(others)) {
      watch.lookAfterNewcomer(peer, now);
    }
    for (PeerLink peer : List.copyOf(established)) {
      watch.lookAfter(peer, now);
    }
    torrent.onTick();
    connect();
    if (wanted() > 0 && !candidates.hasDue(now, torrent.isSeeding())) {
      torrent.needPeers();
    }
  }

  /** Checks, where assertions are on, that everybody is counted where it stands; always true. */
  public boolean checkInvariants() {
    assert established.stream().allMatch(peer -> peer.isEstablished() && !peer.isOver())
        : "not connected " + established;
    assert others.stream().noneMatch(PeerLink::isEstablished) : "no newcomers " + others;
    long trying = others.stream().filter(PeerLink::isOutgoing).count();
    assert connecting == trying : connecting + " counted, but tries " + trying;
    assert Stream.concat(established.stream(), others.stream())
            .map(PeerLink::contact)
            .allMatch(contact -> contact == null || contact.linked)
        : "takes somebody for free to be tried that is not";
    assert established.size() <= settings.most() : established.size() + " connections";
    return true;
  }
}
