package io.peerwright.overlay.bittorrent.webseed;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.blocks.Buffers;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The pieces that one server is asked for in a row, and what has come of them. */
final class WebRun implements PartialPiece.Sender {

  private static final ByteBuffer ZEROS =
      ByteBuffer.allocate(PartialPiece.BLOCK).asReadOnlyBuffer();

  /** A piece, and which of its blocks were left for the server. */
  private record Part(PartialPiece assembly, BitSet blocks) {

    /** The last block that it is to give. */
    int last() {
      return blocks.length() - 1;
    }
  }

  private final Buffers memory;
  private final WebSeedSwarm torrent;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final Buffers.Share share = new Buffers.Share();

  /** Where the next byte belongs in the content. */
  private long position;

  private @Nullable ByteBuffer target;

  WebRun(Buffers memory, WebSeedSwarm torrent) {
    this.memory = memory;
    this.torrent = torrent;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  long position() {
    return position;
  }

  /** Where the last block ends. */
  long end() {
    Part part = parts.getLast();
    long from = info().offset(part.assembly.piece()) + (long) part.last() * PartialPiece.BLOCK;
    return from + part.assembly.blockLength(part.last());
  }

  private Info info() {
    PieceTable pieces = torrent.pieces();
    if (pieces == null) {
      throw new IllegalStateException("nothing is asked for before it is known what there is");
    }
    return pieces.info();
  }

  /** What the pieces of this run that have not come may hold of the memory for pieces. */
  long heldBytes() {
    long held = 0;
    for (Part part : parts) {
      held += Math.min(info().pieceLength(part.assembly.piece()), PartialPiece.MAX_CHUNK);
    }
    return held;
  }

  /**
   * Takes what is to be asked for; false if there is nothing.
   *
   * @param bytes so much, or one piece if that is longer
   */
  boolean begin(PieceTable pieces, long bytes) {
    int[] gap = pieces.gap();
    if (gap == null) {
      return false;
    }
    long most = Math.max(1, bytes / pieces.info().pieceLength());
    boolean isWhole = true;
    for (int i = 0; i < Math.min(gap[1], most) && isWhole; i++) {
      PartialPiece assembly = pieces.begun(gap[0] + i);
      if (assembly == null) {
        if (!memory.hasRoomFor(pieces.firstChunkLength(gap[0] + i), share)) {
          break;
        }
        assembly = pieces.begin(gap[0] + i);
      }
      BitSet blocks = new BitSet();
      int block = assembly.nextFree(this, memory);
      // Of a long piece no more than lies in one chunk.
      int room = PartialPiece.MAX_CHUNK / PartialPiece.BLOCK;
      for (; block >= 0 && room-- > 0; block = assembly.nextFree(this, memory)) {
        assembly.take(block, this, memory);
        blocks.set(block);
      }
      if (!blocks.isEmpty()) {
        parts.add(new Part(assembly, blocks));
      }
      // What there was no memory for is left for later, and so is all that is behind it.
      isWhole = blocks.length() == assembly.blocks();
    }
    if (parts.isEmpty()) {
      return false;
    }
    Part first = parts.getFirst();
    long skipped = (long) first.blocks.nextSetBit(0) * PartialPiece.BLOCK;
    position = pieces.info().offset(first.assembly.piece()) + skipped;
    return true;
  }

  /** Zeros come next, which nobody is asked for: padding. */
  void takeZeros(long end, Endpoint from) {
    while (position < end && !parts.isEmpty()) {
      take(ZEROS.duplicate().limit((int) Math.min(ZEROS.capacity(), end - position)), from);
    }
  }

  /** Takes what has come; true if a block of use is among it. */
  boolean take(ByteBuffer data, Endpoint from) {
    boolean useful = false;
    while (data.hasRemaining() && !parts.isEmpty()) {
      Part part = parts.getFirst();
      PartialPiece assembly = part.assembly;
      int inPiece = (int) (position - info().offset(assembly.piece()));
      int block = inPiece / PartialPiece.BLOCK;
      int inBlock = inPiece % PartialPiece.BLOCK;
      if (inBlock == 0) {
        beginBlock(assembly, block);
      }
      int count = Math.min(data.remaining(), assembly.blockLength(block) - inBlock);
      if (target != null) {
        target.put(data.slice(data.position(), count));
      }
      data.position(data.position() + count);
      position += count;
      if (inBlock + count == assembly.blockLength(block)) {
        useful |= endBlock(part, block, from);
      }
    }
    return useful;
  }

  private boolean isUnderWay(PartialPiece assembly) {
    PieceTable pieces = torrent.pieces();
    return pieces != null && pieces.begun(assembly.piece()) == assembly;
  }

  private void beginBlock(PartialPiece assembly, int block) {
    target = null;
    if (isUnderWay(assembly) && !assembly.isReceived(block)) {
      target = assembly.room(block, this, memory);
      if (target != null) {
        assembly.begins(block, this);
      }
    }
  }

  private boolean endBlock(Part part, int block, Endpoint from) {
    boolean useful = target != null && torrent.pieces() != null;
    target = null;
    if (block == part.last()) {
      parts.removeFirst();
      if (!parts.isEmpty()) {
        position = Math.max(position, info().offset(parts.getFirst().assembly.piece()));
      }
    }
    if (useful) {
      torrent.arrived(part.assembly, block, part.blocks.get(block) ? 1 : 0, from);
    }
    return useful;
  }

  @Override
  public Buffers.Share share() {
    return share;
  }

  @Override
  public void dropArrivingBlock() {
    target = null;
  }

  /** True if somebody waits for a piece that this run does not lead to, or not soon. */
  boolean isWantedElsewhere(PieceTable pieces) {
    if (pieces.urgent() >= 0) {
      return true;
    }
    int ahead = 0;
    for (Part part : parts) {
      if (pieces.isUrgent(part.assembly.piece())) {
        return ahead > 1;
      }
      ahead++;
    }
    return false;
  }

  /** Leaves to others what has not come. */
  void giveUp() {
    target = null;
    for (Part part : parts) {
      PartialPiece assembly = part.assembly;
      for (int block = 0; block < assembly.blocks(); block++) {
        assembly.stops(block, this);
        if (part.blocks.get(block) && isUnderWay(assembly) && !assembly.isReceived(block)) {
          assembly.notComing(block);
        }
      }
      if (isUnderWay(assembly) && assembly.isUntouched()) {
        torrent.drop(assembly);
      }
    }
    parts.clear();
  }
}
