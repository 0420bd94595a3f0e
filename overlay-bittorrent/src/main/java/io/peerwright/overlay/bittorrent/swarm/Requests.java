package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.pieces.PiecePicker;
import io.peerwright.overlay.bittorrent.pieces.PieceSelector;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a torrent asks its peers for. A peer's pipeline is filled again when something comes, never
 * by a timer: pieces that are begun first, then what the selector says, and when nothing is left
 * that nobody was asked for, what others are slow to send.
 */
final class Requests {

  /** What a peer that does not say how many requests it lets wait surely does. */
  private static final int COMMON_QUEUE = 250;

  /** Blocks that a peer is asked for although others have been: few, they may come twice. */
  private static final int MAX_REPEATED = 4;

  private static final int MAX_ASKED_FOR_ONE_BLOCK = 3;

  private static final long OVERTAKING_NANOS = 100_000_000L;

  private static final int MAX_UNWANTED = 5000;
  private static final int MAX_REJECTED = 1000;
  private static final int MAX_ALLOWED_FAST = 128;

  private final Session session;
  private final Torrent torrent;
  private final PieceTable pieces;
  private final PieceSelector selector;
  private final Arrivals arrivals;
  private final RandomGenerator random;

  Requests(Session session, Torrent torrent, PieceTable pieces, Arrivals arrivals) {
    this.session = session;
    this.torrent = torrent;
    this.pieces = pieces;
    this.arrivals = arrivals;
    this.selector = session.selector();
    this.random = session.host().loop().random("pieces");
  }

  // ---- asking

  /** Asks a peer for as much as should wait there. */
  void fill(PeerLink peer) {
    PeerState state = peer.state;
    if (peer.isOver() || !torrent.isLeeching() || !state.weAreInterested) {
      return;
    }
    if (state.chokesUs && state.allowedFast == null) {
      return;
    }
    int most = session.config().maxRequests();
    int queue = state.extension.queue();
    most = Math.min(most, queue > 0 ? queue : COMMON_QUEUE);
    state.pipeline.cap(most);
    int depth = state.pipeline.depth(most);
    if (state.asked.isEmpty()) {
      state.pipeline.start();
      state.lastBlockAt = session.now();
    }
    if (pieces.isWaitedFor()) {
      overtake(peer, most);
    }
    while (state.asked.size() < depth && mayGo(peer) && askOne(peer)) {
      // Until enough are waiting.
    }
  }

  private boolean mayGo(PeerLink peer) {
    return session.rates().allow(Direction.DOWN, torrent, peer, Assembly.BLOCK, peer) > 0;
  }

  /**
   * Asks for blocks that somebody waits for and that would come much later from another peer. Not
   * each time that something comes: that takes a look at all that everybody is asked for.
   */
  private void overtake(PeerLink peer, int most) {
    long now = session.now();
    if (now - peer.state.overtakesAt < 0) {
      return;
    }
    peer.state.overtakesAt = now + OVERTAKING_NANOS;
    Overtaking late =
        new Overtaking(
            peer, now, pieces.begun(), each -> mayOvertake(peer, each), torrent.established());
    int enough = Math.min(most, peer.state.asked.size() + MAX_REPEATED);
    for (Assembly each : late.pieces()) {
      for (int block = 0; block < each.blocks(); block++) {
        if (!each.isReceived(block)
            && each.requestsOf(block) < MAX_ASKED_FOR_ONE_BLOCK
            && late.isLate(each, block)) {
          if (peer.state.asked.size() >= enough || !mayGo(peer)) {
            return;
          }
          each.askedAgain(block);
          ask(peer, each, block);
        }
      }
    }
  }

  private boolean mayOvertake(PeerLink peer, Assembly piece) {
    return pieces.isUrgent(piece.piece())
        && !piece.hasFree()
        && piece.mayComeFrom(peer)
        && mayAsk(peer, piece.piece());
  }

  private boolean askOne(PeerLink peer) {
    Assembly assembly = peer.state.current;
    if (assembly == null || !assembly.hasFree() || pieces.begun(assembly.piece()) != assembly) {
      assembly = choose(peer);
      peer.state.current = assembly;
    }
    if (assembly != null) {
      return ask(peer, assembly, assembly.takeFree());
    }
    return mayRepeat() && peer.state.asked.size() < MAX_REPEATED && repeatOne(peer);
  }

  /**
   * Blocks are asked for twice in the end only, or where somebody waits for them: as long as there
   * are pieces to begin, a peer that has none of them is better left to others.
   */
  private boolean mayRepeat() {
    return pieces.isEverythingBegun() || pieces.isWaitedFor();
  }

  private boolean ask(PeerLink peer, Assembly assembly, int block) {
    peer.state.asked.addLast(new PeerState.Asked(assembly, block));
    session.rates().took(Direction.DOWN, torrent, peer, assembly.blockLength(block));
    peer.say().request(assembly.piece(), block * Assembly.BLOCK, assembly.blockLength(block));
    return true;
  }

  /** A piece with blocks that nobody was asked for, begun now if need be. */
  private @Nullable Assembly choose(PeerLink peer) {
    Assembly begun = null;
    for (Assembly each : pieces.hasFreeBlocks() ? pieces.begun() : List.<Assembly>of()) {
      if (each.hasFree()
          && each.mayComeFrom(peer)
          && mayAsk(peer, each.piece())
          && (begun == null || pieces.priority(each.piece()) > pieces.priority(begun.piece()))) {
        begun = each;
        if (!pieces.hasPriorities()) {
          break;
        }
      }
    }
    if (begun != null && !pieces.hasPriorities()) {
      return begun;
    }
    int piece = pick(peer);
    if (piece < 0 || begun != null && pieces.priority(begun.piece()) >= pieces.priority(piece)) {
      return begun;
    }
    return arrivals.hasRoomFor(piece) ? begin(peer, piece) : begun;
  }

  private Assembly begin(PeerLink peer, int piece) {
    Assembly assembly = arrivals.begin(piece);
    if (pieces.wasSpoilt(piece)) {
      assembly.keepTo(peer);
    }
    return assembly;
  }

  /** The piece to begin at a peer; -1 if it has none of those that are left. */
  private int pick(PeerLink peer) {
    PeerState state = peer.state;
    if (state.chokesUs) {
      return pickAllowed(state);
    }
    int awaited = pieces.awaited(state.peerPieces);
    PiecePicker picker = pieces.picker();
    if (awaited >= 0 || state.exhaustedAt == picker.openings()) {
      return awaited;
    }
    int piece = picker.pick(state.peerPieces, pieces.haveCount(), selector, random);
    state.exhaustedAt = piece < 0 ? picker.openings() : -1;
    return piece;
  }

  /** The most wanted of the few pieces that a peer gives although it chokes us. */
  private int pickAllowed(PeerState state) {
    Set<Integer> allowed = state.allowedFast == null ? Set.of() : state.allowedFast;
    return allowed.stream()
        .filter(piece -> pieces.picker().isOpen(piece) && state.peerPieces.has(piece))
        .max(Comparator.comparingInt(pieces::priority))
        .orElse(-1);
  }

  private static boolean mayAsk(PeerLink peer, int piece) {
    Set<Integer> allowed = peer.state.allowedFast;
    return peer.state.peerPieces.has(piece)
        && (!peer.state.chokesUs || allowed != null && allowed.contains(piece));
  }

  /** Asks for a block that others were asked for and have not sent: the one that fewest were. */
  private boolean repeatOne(PeerLink peer) {
    Assembly best = null;
    int bestBlock = -1;
    int fewest = MAX_ASKED_FOR_ONE_BLOCK;
    for (Assembly each : pieces.begun()) {
      if (!each.mayComeFrom(peer) || !mayAsk(peer, each.piece())) {
        continue;
      }
      for (int block = 0; block < each.blocks() && fewest > 1; block++) {
        if (!each.isReceived(block)
            && each.requestsOf(block) < fewest
            && peer.state.placeOf(each, block) < 0) {
          best = each;
          bestBlock = block;
          fewest = each.requestsOf(block);
        }
      }
    }
    if (best == null) {
      return false;
    }
    best.askedAgain(bestBlock);
    return ask(peer, best, bestBlock);
  }

  // ---- what comes

  /** A block begins to arrive; says where its bytes go, null if it is of no use. */
  @Nullable ByteBuffer onBlock(PeerLink peer, int piece, int begin, int length)
      throws WireException {
    session.counters().bytesReceived += length;
    torrent.announcing().received(length);
    Assembly assembly = pieces.begun(piece);
    int block = begin / Assembly.BLOCK;
    if (assembly == null
        || begin % Assembly.BLOCK != 0
        || begin < 0
        || block >= assembly.blocks()
        || length != assembly.blockLength(block)
        || assembly.isReceived(block)) {
      forgetAsked(peer, piece, block);
      session.counters().bytesWasted += length;
      if (++peer.state.unwanted > MAX_UNWANTED) {
        throw new WireException("sends blocks that nobody asked for");
      }
      return null;
    }
    assembly.begins(block, peer);
    return assembly.room(block, session.buffers());
  }

  /** A block that was of use is here. */
  void onBlockEnd(PeerLink peer, int piece, int begin) {
    Assembly assembly = pieces.begun(piece);
    int block = begin / Assembly.BLOCK;
    if (assembly == null || assembly.isReceived(block)) {
      return;
    }
    PeerState state = peer.state;
    state.received += assembly.blockLength(block);
    state.lastBlockAt = session.now();
    state.snubbing = false;
    state.rejected = 0;
    state.unwanted = Math.max(0, state.unwanted - 1);
    state.pipeline.onBlock(session.now());
    boolean wasAsked = removeAsked(state, assembly, block);
    arrived(assembly, block, wasAsked ? 1 : 0, peer.remote());
  }

  /**
   * A block that was of use is here, whoever sent it.
   *
   * @param answered how many of those who were asked for it have sent it
   */
  void arrived(Assembly assembly, int block, int answered, Endpoint source) {
    if (assembly.requestsOf(block) > answered) {
      cancelAtOthers(assembly, block);
    }
    if (assembly.arrived(block, source)) {
      arrivals.onChunk(assembly, Assembly.chunkOf(block));
    }
  }

  /** Gives up what is not wanted any more, but for pieces that have come whole. */
  void dropUnwanted() {
    for (Assembly each : List.copyOf(pieces.begun())) {
      if (!pieces.isMissing(each.piece()) && !each.isWhole()) {
        for (int block = 0; block < each.blocks(); block++) {
          if (each.requestsOf(block) > 0 && !each.isReceived(block)) {
            cancelAtOthers(each, block);
          }
        }
        arrivals.drop(each);
      }
    }
    session.onMemory();
  }

  private void cancelAtOthers(Assembly assembly, int block) {
    for (PeerLink other : torrent.established()) {
      if (removeAsked(other.state, assembly, block)) {
        session.rates().didNotPass(Direction.DOWN, other, assembly.blockLength(block));
        other.say().cancel(assembly.piece(), block * Assembly.BLOCK, assembly.blockLength(block));
        torrent.wantsWork(other);
      }
    }
  }

  private static boolean removeAsked(PeerState state, Assembly assembly, int block) {
    for (Iterator<PeerState.Asked> all = state.asked.iterator(); all.hasNext(); ) {
      PeerState.Asked asked = all.next();
      if (asked.block() == block && asked.assembly() == assembly) {
        all.remove();
        return true;
      }
    }
    return false;
  }

  private void forgetAsked(PeerLink peer, int piece, int block) {
    for (Iterator<PeerState.Asked> all = peer.state.asked.iterator(); all.hasNext(); ) {
      PeerState.Asked asked = all.next();
      if (asked.block() == block && asked.assembly().piece() == piece) {
        all.remove();
        notComing(peer, asked);
        return;
      }
    }
  }

  /** The peer will not send a block (BEP 6). */
  void onReject(PeerLink peer, int piece, int begin) throws WireException {
    if (piece < 0 || piece >= pieces.info().pieces() || begin < 0) {
      throw new WireException("rejects a block of piece " + piece + ", which there is not");
    }
    int block = begin / Assembly.BLOCK;
    forgetAsked(peer, piece, block);
    if (!peer.state.chokesUs && ++peer.state.rejected > MAX_REJECTED) {
      throw new WireException("serves us and yet rejects whatever it is asked for");
    }
    if (peer.state.chokesUs && peer.state.allowedFast != null) {
      // It allowed what it does not give; asking on would go round in a circle.
      peer.state.allowedFast.remove(piece);
    }
  }

  void onAllowedFast(PeerLink peer, int piece) throws WireException {
    if (piece < 0 || piece >= pieces.info().pieces()) {
      throw new WireException("allows piece " + piece + ", which there is not");
    }
    Set<Integer> allowed = peer.state.allowedFast;
    if (allowed == null) {
      allowed = new TreeSet<>();
      peer.state.allowedFast = allowed;
    }
    if (allowed.size() < MAX_ALLOWED_FAST) {
      allowed.add(piece);
    }
  }

  /** A peer chokes us, has gone or is silent: what it was asked for is open to others. */
  void giveUp(PeerLink peer) {
    PeerState state = peer.state;
    state.current = null;
    while (!state.asked.isEmpty()) {
      PeerState.Asked asked = state.asked.removeFirst();
      notComing(peer, asked);
    }
  }

  private void notComing(PeerLink peer, PeerState.Asked asked) {
    asked.assembly().notComing(asked.block());
    int length = asked.assembly().blockLength(asked.block());
    session.rates().didNotPass(Direction.DOWN, peer, length);
  }

  /** A peer has gone. */
  void onGone(PeerLink peer) {
    giveUp(peer);
    for (Assembly each : pieces.begun()) {
      each.leftBy(peer);
      for (int block = 0; block < each.blocks(); block++) {
        each.stops(block, peer);
      }
    }
  }
}
