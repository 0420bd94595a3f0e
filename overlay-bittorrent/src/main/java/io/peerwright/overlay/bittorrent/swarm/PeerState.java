package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import io.peerwright.overlay.bittorrent.pieces.PeerPieces;
import io.peerwright.overlay.bittorrent.wire.ExtensionHandshake;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a peer, and how it stands between the two of us. */
final class PeerState {

  /** A block that we have asked for. */
  static final class Asked {
    private final PartialPiece assembly;
    private final int block;
    private final long askedAt;

    /** How many blocks have come that were asked for later. */
    int skipped;

    Asked(PartialPiece assembly, int block, long now) {
      this.assembly = assembly;
      this.block = block;
      this.askedAt = now;
    }

    long askedAt() {
      return askedAt;
    }

    PartialPiece assembly() {
      return assembly;
    }

    int block() {
      return block;
    }
  }

  /** A block that the peer has asked for. */
  record Wish(int piece, int begin, int length) {}

  final long connectedAt;
  long heardAt;
  long saidAt;
  String droppedWhy = "";

  boolean opened;

  /** It has begun its handshake. */
  boolean introduced;

  /** What went wrong with it, if that is known better than from how its link ends. */
  PeerFailures.@Nullable Kind failure;

  /** Its place among those that may be connected; null while it has none. */
  ConnectionLimits.@Nullable Place place;

  /** When it last gave us something, took something, or waited for its turn. */
  long busyAt;

  /** It is in the way of others. */
  boolean idle;

  /** When it last took something of what we have to say, or there was nothing to take. */
  long tookAt;

  // What it has.
  final PeerPieces peerPieces = new PeerPieces();

  /** The bitfield that it sent before it was known what there is. */
  byte @Nullable [] earlyBitfield;

  boolean counted;

  /** How often it changed from everything to something or back. */
  int turnabouts;

  /**
   * As of {@link io.peerwright.overlay.bittorrent.pieces.PiecePicker#openings} it had nothing to
   * begin.
   */
  long exhaustedAt = -1;

  int interestingPieces;
  ExtensionHandshake extension = ExtensionHandshake.NONE;

  boolean toldUploadOnly;
  boolean refusedMetadata;
  int metadataServed;

  // What was said of other peers.
  long pexHeardAt;
  long pexSaidAt;
  int pexEarly;
  long pexComings;
  long pexGoings;

  // What it gives us.
  boolean chokesUs = true;
  boolean weAreInterested;
  final Deque<Asked> asked = new ArrayDeque<>(4);
  final Pipeline pipeline = new Pipeline();
  @Nullable PartialPiece current;
  final Buffers.Share share = new Buffers.Share();

  /** Blocks that it has not sent although it has sent what was asked for much later. */
  final KeptBlocks kept = new KeptBlocks();

  /** Somebody else was quicker with what it was asked for long before; 0 if never. */
  long slowUntil;

  /** There was no memory to ask it for more. */
  boolean lacksMemory;

  @Nullable Set<Integer> allowedFast;
  long lastBlockAt;
  long overtakesAt;
  long received;
  long receivedBefore;
  long receivedLongBefore;
  int unwanted;
  int rejected;
  boolean snubbing;
  boolean twice;
  boolean wantsWork;
  @Nullable Throttles throttles;

  // What we give it.
  boolean interested;
  boolean choked = true;
  boolean optimistic;
  long unchokedAt;
  final Deque<Wish> uploadQueue = new ArrayDeque<>(4);
  @Nullable Set<Integer> grantedFast;
  int reading;
  int runLength = 1;
  long runSince;
  long sent;
  long sentBefore;
  long sentLongBefore;

  PeerState(long now) {
    connectedAt = now;
    heardAt = now;
    saidAt = now;
    lastBlockAt = now;
    overtakesAt = now;
    busyAt = now;
    tookAt = now;
  }

  /** How many blocks it is to send before one; -1 if it was not asked for that. */
  int placeOf(PartialPiece assembly, int block) {
    int place = 0;
    for (Asked each : asked) {
      if (each.assembly == assembly && each.block == block) {
        return place;
      }
      place++;
    }
    return -1;
  }

  /** How long it takes for a block, as far as that was measured; longer and longer in silence. */
  double secondsPerBlock(long now) {
    double measured = pipeline.secondsPerBlock();
    return asked.isEmpty() ? measured : Math.max(measured, (now - lastBlockAt) / 1e9);
  }

  /** Ends one of the ten seconds that rates are taken over. */
  void shiftRates() {
    receivedLongBefore = receivedBefore;
    receivedBefore = received;
    sentLongBefore = sentBefore;
    sentBefore = sent;
  }

  long receivedLately() {
    return received - receivedLongBefore;
  }

  long sentLately() {
    return sent - sentLongBefore;
  }
}
