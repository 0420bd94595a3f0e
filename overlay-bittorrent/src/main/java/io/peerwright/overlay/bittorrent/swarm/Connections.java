package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector.Candidate;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Whom a torrent is connected to, and whom it tries. */
final class Connections {

  /** From here on we wait for others to connect to us, so that there is room for them. */
  private static final double OWN_SHARE = 0.5;

  /** Peers that should be known for each connection that there may be: many are not there. */
  private static final int KNOWN_FOR_EACH = 4;

  private static final long KEEP_ALIVE_NANOS = 100_000_000_000L;

  /** Both sides may find at the same time that they have two connections, and part with one. */
  private static final long TWICE_RETRY_NANOS = 60_000_000_000L;

  private static final long MUTE_NANOS = 60_000_000_000L;

  /** One address, or IPv6 /64, holds at most this part of all places, but for a few. */
  private static final int ADDRESS_PARTS = 8;

  private static final int LEAST_PER_ADDRESS = 4;

  /** Who neither gives, takes nor waits for its turn for so long is in the way of others. */
  private static final long IDLE_NANOS = 60_000_000_000L;

  /** A peer that has not taken any of what we have to say for so long does not read. */
  private static final long DEAF_NANOS = 120_000_000_000L;

  /** Two connections of one peer: an established one that was heard so lately is alive. */
  private static final long ALIVE_NANOS = 30_000_000_000L;

  private final SwarmSession session;
  private final Torrent torrent;
  private final PeerCandidates candidates = new PeerCandidates();
  private final List<PeerLink> established = new ArrayList<>();
  private final List<PeerLink> establishedView = Collections.unmodifiableList(established);
  private final List<PeerLink> others = new ArrayList<>();
  private final ConnectionLimits places;
  private final PeerFailures failures = new PeerFailures();
  private @Nullable RandomGenerator random;
  private int connecting;

  Connections(SwarmSession session, Torrent torrent) {
    this.session = session;
    this.torrent = torrent;
    int most = session.config().maxConnections();
    int perAddress = Math.max(LEAST_PER_ADDRESS, most / ADDRESS_PARTS);
    this.places = new ConnectionLimits(most, perAddress, IDLE_NANOS);
  }

  /** The peers that have introduced themselves, in the order of their coming; not to be changed. */
  List<PeerLink> established() {
    return establishedView;
  }

  /** How many more peers there could be. */
  int wanted() {
    return Math.max(0, session.config().maxConnections() - established.size());
  }

  /**
   * False while more peers are known than will be tried soon: what others tell of peers is then not
   * worth the memory, in a large swarm they tell of thousands. Those that were not there do not
   * count, or one that tells of such would silence the others.
   */
  boolean needsHearsay() {
    int enough = KNOWN_FOR_EACH * session.config().maxConnections();
    return candidates.promising(torrent.isSeeding()) < enough;
  }

  int known() {
    return candidates.size();
  }

  /** Why there is nobody: words for a person; empty if there is somebody. */
  String whyNobody() {
    if (!established.isEmpty()) {
      return "";
    }
    String trying = connecting > 0 ? "trying " + connecting : "";
    String failed = failures.inWords();
    return candidates.size() == 0 && failed.isEmpty()
        ? "nobody has told of any"
        : trying + (trying.isEmpty() || failed.isEmpty() ? "" : ", ") + failed;
  }

  private boolean isWorking() {
    Phase phase = torrent.phase();
    return phase == Phase.NAMED || phase == Phase.ACTIVE;
  }

  // ---- coming

  void onPeers(List<Endpoint> found) {
    for (Endpoint each : found) {
      if (!each.equals(session.listenAddress())) {
        candidates.add(each);
      }
    }
    connect();
  }

  /** Tries peers, as many as there should be. */
  void connect() {
    if (!isWorking()) {
      return;
    }
    int most = session.config().maxConnections();
    int own = Math.max(1, (int) (most * OWN_SHARE));
    int room = own - established.size() - others.size();
    room = Math.min(room, session.config().maxConnecting() - connecting);
    if (room > 0) {
      List<Candidate> due = candidates.due(session.now(), torrent.isSeeding());
      if (!due.isEmpty()) {
        connect(session.connector().select(due, room, self(), chance()), room);
      }
    }
  }

  private RandomGenerator chance() {
    RandomGenerator known = random;
    if (known == null) {
      known = session.host().loop().random("connections");
      random = known;
    }
    return known;
  }

  private void connect(List<Candidate> chosen, int room) {
    int left = room;
    for (Candidate each : chosen) {
      Contact contact = candidates.get(each.endpoint());
      if (contact == null || contact.link != null || left-- <= 0) {
        continue;
      }
      contact.seed = false;
      PeerLink peer = new PeerLink(session, torrent, contact);
      contact.link = peer;
      others.add(peer);
      connecting++;
      peer.opening(session.host().transport().connect(contact.endpoint(), options(), peer));
    }
  }

  /** Our address as others see it, as far as it is known. */
  private @Nullable Endpoint self() {
    Endpoint listen = session.listenAddress();
    Endpoint told = torrent.announces().outsideAddress();
    if (listen != null && told != null) {
      return told.withPort(listen.port());
    }
    return listen == null || listen.isAnyLocal() ? null : listen;
  }

  private SocketOptions options() {
    SocketOptions options =
        SocketOptions.DEFAULT
            .withSendBufferBytes(SwarmSession.SEND_BUFFER)
            .withConnectWithinNanos(session.config().handshakeTimeout().toNanos());
    Endpoint listen = session.listenAddress();
    return listen == null || listen.isAnyLocal() ? options : options.withLocal(listen.withPort(0));
  }

  /**
   * True if a peer that has connected to us may stay so far. Where all places are taken, one that
   * keeps us waiting makes room.
   */
  boolean admits(PeerLink peer) {
    return isWorking() && !candidates.isBanned(peer.link().remote()) && findPlace(peer);
  }

  private boolean findPlace(PeerLink peer) {
    peer.state.place = places.admit(peer.link(), session.now());
    return peer.state.place != null;
  }

  void onIncoming(PeerLink peer) {
    others.add(peer);
  }

  /** A peer has said who it is; false, and it is gone, if that is us or somebody twice. */
  boolean mayStay(PeerLink peer) {
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
      place.useful(session.now());
    }
    others.remove(peer);
    established.add(peer);
    Contact contact = peer.contact();
    if (contact != null) {
      connecting--;
      contact.failures = 0;
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
    if (before.state.received + before.state.sent > 0) {
      return session.now() - before.state.heardAt > ALIVE_NANOS;
    }
    // Both sides keep the one that the side with the smaller number has opened.
    boolean ours = Arrays.compareUnsigned(session.peerId(), peer.peerId()) < 0;
    return before.isOutgoing() != ours && peer.isOutgoing() == ours;
  }

  // ---- going

  void onGone(PeerLink peer, Reason reason) {
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
      session.counters().failures.add(failure);
    }
    if (contact != null) {
      connecting -= waiting ? 1 : 0;
      contact.link = null;
      candidates.failed(contact, session.now());
      if (peer.state.twice) {
        contact.nextTryAt = session.now() + TWICE_RETRY_NANOS;
      }
    }
    // A seed is in no hurry: where all are seeds, each would try all others at once.
    if ((known || waiting) && isWorking() && !torrent.isSeeding()) {
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
  boolean ban(Endpoint endpoint, String why) {
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
  void partAsSeeds(PeerLink peer) {
    Contact contact = peer.contact();
    if (contact != null) {
      contact.seed = true;
    }
    peer.close();
  }

  /** Leaves all peers and forgets them. */
  void startAnew() {
    candidates.clear();
    closeAll();
    candidates.clear();
  }

  void closeAll() {
    for (PeerLink peer : List.copyOf(established)) {
      peer.close();
    }
    for (PeerLink peer : List.copyOf(others)) {
      peer.close();
    }
  }

  // ---- every five seconds

  void tick() {
    long now = session.now();
    long idle = session.config().idleTimeout().toNanos();
    long introduction = session.config().handshakeTimeout().toNanos();
    for (PeerLink peer : List.copyOf(others)) {
      if (now - peer.state.connectedAt > introduction) {
        peer.drop(Reason.TIMEOUT, "does not introduce itself");
      }
    }
    for (PeerLink peer : List.copyOf(established)) {
      judge(peer, now);
      if (now - peer.state.heardAt > idle) {
        peer.drop(Reason.TIMEOUT, "has fallen silent");
      } else if (now - peer.state.tookAt > DEAF_NANOS) {
        peer.drop(Reason.TIMEOUT, "does not read");
      } else if (now - peer.state.saidAt > KEEP_ALIVE_NANOS) {
        peer.send().keepAlive();
      }
      if (peer.state.snubbing || isMute(peer, now)) {
        giveUp(peer);
      }
    }
    if (session.buffers().isRefused()) {
      // Somebody may be late by now with what holds the memory.
      torrent.allWantWork();
    }
    connect();
    if (wanted() > 0 && !candidates.hasDue(now, torrent.isSeeding())) {
      torrent.announces().needPeers();
    }
  }

  /** Whether a peer is at work, waits for us, or is in the way of others. */
  private static void judge(PeerLink peer, long now) {
    PeerState state = peer.state;
    boolean waitsForUs = state.interested && state.choked;
    if (waitsForUs || state.weAreInterested && state.chokesUs) {
      state.busyAt = now;
    }
    boolean idle = now - state.busyAt >= IDLE_NANOS;
    ConnectionLimits.Place place = peer.state.place;
    if (place != null && idle != state.idle) {
      state.idle = idle;
      if (idle) {
        place.waiting(state.busyAt);
      } else {
        place.useful(now);
      }
    }
    if (peer.outbox().waitingBytes() == 0) {
      state.tookAt = now;
    }
  }

  /** True of one that chokes us and neither sends nor rejects what it was asked for (BEP 6). */
  private static boolean isMute(PeerLink peer, long now) {
    return peer.state.chokesUs && now - peer.state.lastBlockAt > MUTE_NANOS;
  }

  /** Others may be quicker with what a silent peer was asked for. */
  private void giveUp(PeerLink peer) {
    LoadedTorrent content = torrent.content();
    if (content != null && !peer.state.asked.isEmpty()) {
      content.requests().giveUp(peer);
      torrent.allWantWork();
    }
  }
}
