package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.overlay.bittorrent.blocks.Buffers;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.pieces.PeerPieces;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a peer has, what it is asked for, and what it has given. */
public final class RequestState {

  private static final int MAX_ALLOWED_FAST = 128;

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

  // What it has.
  final PeerPieces pieces = new PeerPieces();

  /** The bitfield that it sent before it was known what there is. */
  byte @Nullable [] earlyBitfield;

  /** The picker knows what it has. */
  boolean counted;

  /** How often it changed from everything to something or back. */
  int turnabouts;

  /**
   * As of {@link io.peerwright.overlay.bittorrent.pieces.PiecePicker#openings} it had nothing to
   * begin.
   */
  long exhaustedAt = -1;

  /** How many of its pieces we want. */
  int interesting;

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
  long busyAt;
  long overtakesAt;
  long received;
  private long receivedBefore;
  private long receivedLongBefore;
  int unwanted;
  int rejected;
  boolean snubbing;

  /**
   * Of a peer that has just connected.
   *
   * @param now nanoseconds
   */
  public RequestState(long now) {
    lastBlockAt = now;
    busyAt = now;
    overtakesAt = now;
  }

  /** The pieces that it has. */
  public PeerPieces pieces() {
    return pieces;
  }

  /** True if it serves us nothing, but for what it allows all the same. */
  public boolean chokesUs() {
    return chokesUs;
  }

  /** It chokes us from now on, or does not. */
  public void setChokesUs(boolean choked) {
    chokesUs = choked;
  }

  /** True if it has something that we want, and was told so. */
  public boolean weAreInterested() {
    return weAreInterested;
  }

  /** How many blocks it is asked for. */
  public int waiting() {
    return asked.size();
  }

  /** How many blocks should wait at it, as far as it says nothing itself. */
  public int depth() {
    return pipeline.depth(Integer.MAX_VALUE);
  }

  /** When its last block has come, or it was asked for something after a pause. */
  public long lastBlockAt() {
    return lastBlockAt;
  }

  /** When its last block has come, or it connected. */
  public long busyAt() {
    return busyAt;
  }

  /** Bytes of blocks that it has given us. */
  public long received() {
    return received;
  }

  /** The same in the last ten to twenty seconds. */
  public long receivedLately() {
    return received - receivedLongBefore;
  }

  /** Ends one of the ten seconds that rates are taken over. */
  public void shiftRates() {
    receivedLongBefore = receivedBefore;
    receivedBefore = received;
  }

  /** True if it was found silent in spite of requests. */
  public boolean isSnubbing() {
    return snubbing;
  }

  /**
   * Looks whether it is silent in spite of requests.
   *
   * @param patience nanoseconds
   */
  public boolean judge(long now, long patience) {
    boolean waits = !asked.isEmpty() && !chokesUs;
    snubbing = waits && now - lastBlockAt > patience;
    return snubbing;
  }

  /** It gives a piece although it chokes us; of very many only the first ones are kept. */
  void allow(int piece) {
    Set<Integer> allowed = allowedFast;
    if (allowed == null) {
      allowed = new TreeSet<>();
      allowedFast = allowed;
    }
    if (allowed.size() < MAX_ALLOWED_FAST) {
      allowed.add(piece);
    }
  }

  /** It need not go on with the piece that it is in the middle of. */
  public void reconsider() {
    current = null;
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

  /** It need not give a block any more if that is the first of those that it was asked for. */
  boolean removeFirst(PartialPiece assembly, int block) {
    Asked first = asked.peekFirst();
    boolean is = first != null && first.block == block && first.assembly == assembly;
    if (is) {
      asked.removeFirst();
    }
    return is;
  }

  /** It need not give a block any more; null if it was not asked for it. */
  @Nullable Asked remove(PartialPiece assembly, int block) {
    for (Iterator<Asked> all = asked.iterator(); all.hasNext(); ) {
      Asked each = all.next();
      if (each.block == block && each.assembly == assembly) {
        all.remove();
        return each;
      }
    }
    return null;
  }
}
