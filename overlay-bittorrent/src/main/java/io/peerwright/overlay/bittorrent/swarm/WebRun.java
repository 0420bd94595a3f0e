package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The pieces that one server is asked for in a row, and what has come of them. */
final class WebRun implements Assembly.Sender {

  private static final ByteBuffer ZEROS = ByteBuffer.allocate(Assembly.BLOCK).asReadOnlyBuffer();

  /** A piece, and which of its blocks were left for the server. */
  private record Part(Assembly assembly, BitSet blocks) {}

  private final Session session;
  private final Torrent torrent;
  private final Deque<Part> parts = new ArrayDeque<>();

  /** Where the next byte belongs in the content. */
  private long position;

  private @Nullable ByteBuffer target;

  WebRun(Session session, Torrent torrent) {
    this.session = session;
    this.torrent = torrent;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  long position() {
    return position;
  }

  /** Where the last piece ends. */
  long end() {
    int last = parts.getLast().assembly.piece();
    return info().offset(last) + info().pieceLength(last);
  }

  private Info info() {
    Content content = torrent.content();
    if (content == null) {
      throw new IllegalStateException("nothing is asked for before it is known what there is");
    }
    return content.info();
  }

  /** What the pieces of this run that have not come may hold of the memory for pieces. */
  long heldBytes() {
    long held = 0;
    for (Part part : parts) {
      held += Math.min(info().pieceLength(part.assembly.piece()), Assembly.MAX_CHUNK);
    }
    return held;
  }

  /**
   * Takes what is to be asked for; false if there is nothing.
   *
   * @param bytes so much, or one piece if that is longer
   */
  boolean begin(Content content, long bytes) {
    int[] gap = content.pieces().gap();
    if (gap == null) {
      return false;
    }
    long most = Math.max(1, bytes / content.info().pieceLength());
    for (int i = 0; i < Math.min(gap[1], most); i++) {
      Assembly assembly = content.pieces().begun(gap[0] + i);
      if (assembly == null) {
        if (!content.arrivals().hasRoomFor(gap[0] + i)) {
          break;
        }
        assembly = content.arrivals().begin(gap[0] + i);
      }
      BitSet blocks = new BitSet();
      while (assembly.hasFree()) {
        blocks.set(assembly.takeFree());
      }
      parts.add(new Part(assembly, blocks));
    }
    position = content.info().offset(gap[0]);
    return !parts.isEmpty();
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
      Assembly assembly = part.assembly;
      int inPiece = (int) (position - info().offset(assembly.piece()));
      int block = inPiece / Assembly.BLOCK;
      int inBlock = inPiece % Assembly.BLOCK;
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

  private boolean isUnderWay(Assembly assembly) {
    Content content = torrent.content();
    return content != null && content.pieces().begun(assembly.piece()) == assembly;
  }

  private void beginBlock(Assembly assembly, int block) {
    target = null;
    if (isUnderWay(assembly) && !assembly.isReceived(block)) {
      assembly.begins(block, this);
      target = assembly.room(block, session.buffers());
    }
  }

  private boolean endBlock(Part part, int block, Endpoint from) {
    Content content = torrent.content();
    boolean useful = target != null && content != null;
    target = null;
    if (block == part.assembly.blocks() - 1) {
      parts.removeFirst();
    }
    if (useful && content != null) {
      content.requests().arrived(part.assembly, block, part.blocks.get(block) ? 1 : 0, from);
    }
    return useful;
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
    Content content = torrent.content();
    for (Part part : parts) {
      Assembly assembly = part.assembly;
      for (int block = 0; block < assembly.blocks(); block++) {
        assembly.stops(block, this);
        if (part.blocks.get(block) && isUnderWay(assembly) && !assembly.isReceived(block)) {
          assembly.notComing(block);
        }
      }
      if (content != null && isUnderWay(assembly) && assembly.isUntouched()) {
        content.arrivals().drop(assembly);
      }
    }
    parts.clear();
  }
}
