package io.peerwright.overlay.bittorrent.blocks;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.wire.PeerReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A piece that is under way: its blocks, and the memory that they arrive in. A long piece lies in
 * several chunks, each written when it is full, so that it need not be in memory as a whole.
 */
public final class PartialPiece {

  public static final int BLOCK = PeerReader.MAX_BLOCK;
  public static final int MAX_CHUNK = 1 << 20;

  /** Who sends a block. */
  public interface Sender {

    /** The block that is arriving has come otherwise: its bytes are not to be written any more. */
    void dropArrivingBlock();

    /** What it holds of the memory. */
    Buffers.Share share();
  }

  /** Counts the pieces under way that have blocks which nobody was asked for. */
  public static final class Tally {

    private int withFree;

    public boolean isEmpty() {
      return withFree == 0;
    }
  }

  private final int piece;
  private final int length;
  private final byte[] requests;
  private final BitSet received = new BitSet();
  private final @Nullable Sender[] writers;
  private final @Nullable Endpoint[] sources;
  private final @Nullable ByteBuffer[] chunks;
  private final int[] missing;

  /** For each chunk who holds its memory; null if none is taken for it. */
  private final Buffers.@Nullable Share[] shares;

  private final PartialPiece.Tally tally;
  private int free;
  private int firstFree;
  private @Nullable Map<Integer, Sender> withheld;
  private boolean over;

  /** The only source to take it from, after somebody has spoilt it. */
  private @Nullable Sender only;

  public PartialPiece(int piece, int length, Tally tally) {
    this.piece = piece;
    this.length = length;
    this.tally = tally;
    int blocks = (length + BLOCK - 1) / BLOCK;
    requests = new byte[blocks];
    writers = new Sender[blocks];
    sources = new Endpoint[blocks];
    chunks = new ByteBuffer[(length + MAX_CHUNK - 1) / MAX_CHUNK];
    missing = new int[chunks.length];
    shares = new Buffers.Share[chunks.length];
    for (int block = 0; block < blocks; block++) {
      missing[chunkOf(block)]++;
    }
    free = blocks;
    tally.withFree++;
  }

  private void free(int change) {
    int before = free;
    free += change;
    if (!over) {
      tally.withFree += (free > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    }
  }

  /** It is over, so that nobody is asked for it any more. */
  public void end() {
    free(-free);
    over = true;
  }

  public int piece() {
    return piece;
  }

  public int blocks() {
    return requests.length;
  }

  public int blockLength(int block) {
    return Math.min(BLOCK, length - block * BLOCK);
  }

  public int chunks() {
    return chunks.length;
  }

  public static int chunkOf(int block) {
    return block / (MAX_CHUNK / BLOCK);
  }

  public int chunkLength(int chunk) {
    return Math.min(MAX_CHUNK, length - chunk * MAX_CHUNK);
  }

  // ---- requests

  public void keepTo(Sender source) {
    only = source;
  }

  /** A piece that only one source may give is open to others when that one has gone. */
  public void leftBy(Sender source) {
    if (only == source) {
      only = null;
    }
  }

  public boolean mayComeFromAnybody() {
    return only == null;
  }

  public boolean mayComeFrom(Sender source) {
    return only == null || only == source;
  }

  /** True if anybody may give blocks of it that nobody was asked for. */
  boolean isLeft() {
    return hasFree() && mayComeFromAnybody();
  }

  /** True if there are blocks that nobody has been asked for. */
  public boolean hasFree() {
    return free > 0;
  }

  /**
   * The next block that a source can be asked for: nobody else was, the source has not kept it from
   * us, and there is memory for it. -1 if there is none.
   */
  public int nextFree(Sender source, Buffers buffers) {
    for (int block = firstFree; block < requests.length && free > 0; block++) {
      int chunk = chunkOf(block);
      if (shares[chunk] == null && !buffers.hasRoomFor(chunkLength(chunk), source.share())) {
        block = (chunk + 1) * (MAX_CHUNK / BLOCK) - 1;
      } else if (requests[block] == 0
          && !received.get(block)
          && (withheld == null || withheld.get(block) != source)) {
        return block;
      }
    }
    return -1;
  }

  /** A block is asked for that {@link #nextFree} has found. */
  public void take(int block, Sender source, Buffers buffers) {
    assert requests[block] == 0 && !received.get(block) : "block " + block + " is not free";
    requests[block] = 1;
    free(-1);
    if (block == firstFree) {
      firstFree++;
    }
    reserve(chunkOf(block), source, buffers);
  }

  private void reserve(int chunk, Sender source, Buffers buffers) {
    if (shares[chunk] == null) {
      shares[chunk] = source.share();
      buffers.reserve(chunkLength(chunk), source.share());
    }
  }

  /** A source has not sent a block that it was asked for, but others since. */
  public void withheld(int block, Sender source) {
    Map<Integer, Sender> known = withheld;
    if (known == null) {
      known = new HashMap<>();
      withheld = known;
    }
    known.put(block, source);
  }

  /** True if memory is taken for a block, so that it can be asked for again. */
  public boolean hasMemoryFor(int block) {
    return shares[chunkOf(block)] != null;
  }

  /** How many peers are asked for a block. */
  public int requestsOf(int block) {
    return requests[block];
  }

  public void askedAgain(int block) {
    if (requests[block]++ == 0) {
      free(-1);
    }
  }

  /** A peer will not send a block that it was asked for. */
  public void notComing(int block) {
    if (requests[block] > 0 && --requests[block] == 0 && !received.get(block)) {
      free(1);
      firstFree = Math.min(firstFree, block);
    }
  }

  /** True if nothing of it is here and nobody is asked for it. */
  public boolean isUntouched() {
    return received.isEmpty() && free == requests.length;
  }

  /** True if all blocks are here. */
  public boolean isWhole() {
    return received.cardinality() == requests.length;
  }

  public boolean isReceived(int block) {
    return received.get(block);
  }

  // ---- blocks

  /** A peer begins to send a block; who was sending it before is told that it is not needed. */
  public void begins(int block, Sender peer) {
    Sender other = writers[block];
    if (other != null && other != peer) {
      other.dropArrivingBlock();
    }
    writers[block] = peer;
  }

  /** Who is sending a block; null if nobody is. */
  public @Nullable Sender writer(int block) {
    return writers[block];
  }

  /** A peer that was sending a block has gone. */
  public void stops(int block, Sender peer) {
    if (writers[block] == peer) {
      writers[block] = null;
    }
  }

  /** Where the bytes of a block go; null if there is no memory for it. */
  public @Nullable ByteBuffer room(int block, Sender source, Buffers buffers) {
    int chunk = chunkOf(block);
    ByteBuffer buffer = chunks[chunk];
    if (buffer == null) {
      // What was given up may come all the same.
      boolean counted = shares[chunk] != null;
      if (counted || buffers.hasRoomFor(chunkLength(chunk), source.share())) {
        buffer = buffers.get(chunkLength(chunk));
      }
      if (buffer == null) {
        return null;
      }
      reserve(chunk, source, buffers);
      chunks[chunk] = buffer;
    }
    return buffer.slice(block * BLOCK - chunk * MAX_CHUNK, blockLength(block));
  }

  /**
   * A block is here.
   *
   * @return true if its chunk is full
   */
  public boolean arrived(int block, Endpoint source) {
    assert !received.get(block) : "block " + block + " of piece " + piece + " comes twice";
    received.set(block);
    writers[block] = null;
    sources[block] = source;
    if (requests[block] == 0) {
      // It came although we had given it up.
      free(-1);
    }
    return --missing[chunkOf(block)] == 0;
  }

  /** The memory of a full chunk, which leaves the assembly and is still counted as taken. */
  public ByteBuffer takeChunk(int chunk, Buffers buffers) {
    ByteBuffer buffer = chunks[chunk];
    Buffers.Share share = shares[chunk];
    if (buffer == null || share == null) {
      throw new IllegalStateException("chunk " + chunk + " of piece " + piece + " is not here");
    }
    chunks[chunk] = null;
    shares[chunk] = null;
    buffers.settle(chunkLength(chunk), share);
    return buffer.clear();
  }

  /** Gives all memory back; what is arriving is dropped. */
  public void release(Buffers buffers) {
    for (int block = 0; block < writers.length; block++) {
      Sender writer = writers[block];
      if (writer != null) {
        writer.dropArrivingBlock();
        writers[block] = null;
      }
    }
    for (int chunk = 0; chunk < chunks.length; chunk++) {
      Buffers.Share share = shares[chunk];
      if (share != null) {
        shares[chunk] = null;
        buffers.settle(chunkLength(chunk), share);
        buffers.unreserve(chunkLength(chunk));
      }
      ByteBuffer buffer = chunks[chunk];
      if (buffer != null) {
        chunks[chunk] = null;
        buffers.giveBack(buffer);
      }
    }
  }

  public @Nullable Endpoint source(int block) {
    return sources[block];
  }

  /** Everybody who sent a block of it. */
  public Set<Endpoint> sources() {
    Set<Endpoint> all = new LinkedHashSet<>();
    for (Endpoint source : sources) {
      if (source != null) {
        all.add(source);
      }
    }
    return all;
  }

  /** Checks, where assertions are on, that its counts are those of its blocks; always true. */
  boolean checkInvariants() {
    int unasked = 0;
    int[] left = new int[chunks.length];
    for (int block = 0; block < requests.length; block++) {
      boolean here = received.get(block);
      unasked += requests[block] == 0 && !here ? 1 : 0;
      left[chunkOf(block)] += here ? 0 : 1;
      assert !here || writers[block] == null : this + ": block " + block + " is here and comes";
      assert requests[block] != 0 || here || block >= firstFree : this + ": skips block " + block;
    }
    assert over || free == unasked : this + ": " + free + " free blocks, counted " + unasked;
    assert Arrays.equals(left, missing) : this + ": missing " + Arrays.toString(missing);
    return true;
  }

  @Override
  public String toString() {
    return "piece " + piece;
  }
}
