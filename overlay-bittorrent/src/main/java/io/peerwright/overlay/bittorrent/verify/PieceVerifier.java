package io.peerwright.overlay.bittorrent.verify;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.blocks.ChunkSink;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.resources.Resources;
import io.peerwright.overlay.bittorrent.storage.Notice;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of blocks that have come: full chunks are hashed from memory and written, whole
 * pieces checked and noted. A piece of one chunk, which most are, reaches the disk only if it is
 * good; of a longer one a chunk is written when it is full, and hashed if those before it were.
 */
public final class PieceVerifier implements ChunkSink {

  /** Told what becomes of pieces. */
  public interface Listener {

    /** A piece is here and good. */
    void onPiece(int piece);

    /** A piece was not good, and is fetched again. */
    void onCorrupt(int piece);

    /** A piece cannot be read from where it was written. */
    void onUnreadable(int piece, IOException why);

    /** What users should know of their files. */
    void onNotices(List<Notice> notices);

    /** The disk does not do its work; null if it is not known why. */
    void onWriteFailed(@Nullable Throwable why);

    /** Nothing is on its way to the disk. */
    void onSettled();

    /** A peer has sent what is corrupt. */
    void onCorruptPeer(Endpoint peer, String what);
  }

  private static final int REREAD_BYTES = 1 << 18;

  /** Whether a piece is good, and the digests of its blocks if they are to be compared. */
  private record Verdict(boolean good, List<byte[]> digests, @Nullable IOException unreadable) {

    Verdict(boolean good, List<byte[]> digests) {
      this(good, digests, null);
    }
  }

  /** A piece of several chunks on its way to the disk; one work at a time. */
  private static final class Course {
    final MessageDigest sha1 = InfoHash.sha1();
    final BitSet full = new BitSet();
    final BitSet written = new BitSet();
    int hashed;
    boolean busy;
  }

  private final Resources shared;
  private final Listener listener;
  private final PieceTable pieces;
  private final PieceStorage storage;
  private final CorruptPeerFinder corruptPeers;
  private final Map<PartialPiece, Course> courses = new LinkedHashMap<>();

  /** Used again, as to look a digest up costs more than a short piece is worth. */
  private final Deque<MessageDigest> digests = new ArrayDeque<>();

  private int[] unnoted = new int[16];
  private int unnotedCount;
  private int works;
  private boolean noting;

  /**
   * Of one torrent.
   *
   * @param storage where its pieces lie
   */
  public PieceVerifier(
      Resources shared, Listener listener, PieceTable pieces, PieceStorage storage) {
    this.shared = shared;
    this.listener = listener;
    this.pieces = pieces;
    this.storage = storage;
    this.corruptPeers = new CorruptPeerFinder(listener::onCorruptPeer);
  }

  PieceStorage storage() {
    return storage;
  }

  /** Tells whoever may have lacked memory that there is some again. */
  void memoryFreed() {
    shared.pieceMemory().freed();
  }

  /** Gives up what is under way, but for pieces that have come whole: they reach the disk. */
  void dropIncomplete() {
    for (PartialPiece each : List.copyOf(pieces.begun())) {
      if (!each.isWhole()) {
        drop(each);
      }
    }
  }

  /** Gives up all that is under way, whole or not: it has not reached the disk and never will. */
  void dropAll() {
    List.copyOf(pieces.begun()).forEach(this::drop);
  }

  @Override
  public void drop(PartialPiece assembly) {
    courses.remove(assembly);
    pieces.drop(assembly, shared.pieceMemory());
  }

  @Override
  public void onChunk(PartialPiece assembly, int chunk) {
    if (assembly.chunks() == 1) {
      whole(assembly);
    } else {
      Course course = courses.computeIfAbsent(assembly, each -> new Course());
      course.full.set(chunk);
      advance(assembly, course);
    }
  }

  // ---- pieces of one chunk

  private void whole(PartialPiece assembly) {
    int piece = assembly.piece();
    ByteBuffer chunk = assembly.takeChunk(0, shared.pieceMemory());
    long offset = pieces.info().offset(piece);
    boolean compared = corruptPeers.isSuspect(piece);
    MessageDigest kept = digests.poll();
    MessageDigest sha1 = kept != null ? kept : InfoHash.sha1();
    run(
        chunk.remaining(),
        chunk,
        () -> {
          sha1.update(chunk.duplicate());
          boolean good = pieces.info().isHash(piece, sha1.digest());
          if (good) {
            storage.write(offset, chunk.duplicate());
          }
          return new Verdict(
              good, compared || !good ? CorruptPeerFinder.digests(chunk) : List.of());
        },
        verdict -> {
          digests.push(sha1);
          ended(assembly, verdict);
        });
  }

  // ---- pieces of several chunks

  private void advance(PartialPiece assembly, Course course) {
    if (course.busy) {
      return;
    }
    int next = course.full.get(course.hashed) ? course.hashed : course.full.nextSetBit(0);
    if (next >= 0) {
      course.busy = true;
      course.full.clear(next);
      write(assembly, course, next);
    } else if (course.written.cardinality() == assembly.chunks()) {
      course.busy = true;
      check(assembly, course);
    }
  }

  private void write(PartialPiece assembly, Course course, int chunk) {
    ByteBuffer bytes = assembly.takeChunk(chunk, shared.pieceMemory());
    long offset = pieces.info().offset(assembly.piece()) + (long) chunk * PartialPiece.MAX_CHUNK;
    boolean inOrder = chunk == course.hashed;
    run(
        bytes.remaining(),
        bytes,
        () -> {
          if (inOrder) {
            course.sha1.update(bytes.duplicate());
          }
          storage.write(offset, bytes.duplicate());
          return chunk;
        },
        done -> {
          course.written.set(chunk);
          course.hashed += inOrder ? 1 : 0;
          course.busy = false;
          if (courses.get(assembly) == course) {
            advance(assembly, course);
          }
        });
  }

  private void check(PartialPiece assembly, Course course) {
    int piece = assembly.piece();
    int length = pieces.info().pieceLength(piece);
    int from = course.hashed * PartialPiece.MAX_CHUNK;
    boolean compared = corruptPeers.isSuspect(piece);
    run(
        length - from,
        null,
        () -> {
          List<byte[]> digests = new ArrayList<>();
          try {
            readAgain(piece, from, course.sha1::update);
            boolean good = pieces.info().isHash(piece, course.sha1.digest());
            if (compared || !good) {
              readAgain(piece, 0, bytes -> digests.addAll(CorruptPeerFinder.digests(bytes)));
            }
            return new Verdict(good, digests);
          } catch (IOException broken) {
            return new Verdict(false, digests, broken);
          }
        },
        verdict -> {
          if (courses.remove(assembly) != null) {
            ended(assembly, verdict);
          }
        });
  }

  private void readAgain(int piece, int from, Consumer<ByteBuffer> reader) throws IOException {
    int length = pieces.info().pieceLength(piece);
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(REREAD_BYTES, length));
    for (int at = from; at < length; at += buffer.limit()) {
      buffer.clear().limit(Math.min(buffer.capacity(), length - at));
      if (!storage.read(pieces.info().offset(piece) + at, buffer)) {
        throw new IOException("piece " + piece + " is not on the disk where it was written");
      }
      reader.accept(buffer.flip());
    }
  }

  // ---- both

  private void ended(PartialPiece assembly, Verdict verdict) {
    int piece = assembly.piece();
    if (pieces.begun(piece) != assembly) {
      return;
    }
    if (verdict.unreadable != null) {
      listener.onUnreadable(piece, verdict.unreadable);
    } else if (verdict.good) {
      corruptPeers.good(piece, verdict.digests);
      pieces.complete(piece);
      shared.counters().piece(true);
      addUnnoted(piece);
      listener.onPiece(piece);
      note();
    } else {
      shared.counters().piece(false);
      corruptPeers.spoilt(assembly, verdict.digests);
      pieces.spoilt(piece);
      listener.onCorrupt(piece);
    }
  }

  private void addUnnoted(int piece) {
    if (unnotedCount == unnoted.length) {
      unnoted = Arrays.copyOf(unnoted, 2 * unnotedCount);
    }
    unnoted[unnotedCount++] = piece;
  }

  /** Pieces on the disk can be read again: files may be complete with them. */
  public void onHealed(BitSet found) {
    found.stream().forEach(this::addUnnoted);
    note();
  }

  /** Notes pieces for a restart, as many at a time as have come since the last note. */
  private void note() {
    if (noting || unnotedCount == 0) {
      return;
    }
    noting = true;
    int[] added = Arrays.copyOf(unnoted, unnotedCount);
    unnotedCount = 0;
    BitSet present = (BitSet) pieces.have().clone();
    run(
        added.length,
        null,
        () -> {
          storage.verified(added, present);
          return added;
        },
        done -> {
          listener.onNotices(storage.notices());
          noting = false;
          note();
        });
  }

  /** True while pieces are on their way to the disk. */
  boolean isBusy() {
    // After a note that failed nothing is noted any more, nor waited for.
    return works > 0 || unnotedCount > 0 && !noting;
  }

  /** Works off the loop; the memory, if there is any, is given back whatever comes of it. */
  private <T> void run(int bytes, @Nullable ByteBuffer memory, Callable<T> work, Consumer<T> done) {
    works++;
    shared
        .turns()
        .<T>offload(
            work,
            bytes,
            (result, thrown) -> {
              works--;
              if (memory != null) {
                shared.pieceMemory().unreserve(memory.capacity());
                shared.pieceMemory().giveBack(memory);
              }
              if (thrown != null || result == null) {
                listener.onWriteFailed(thrown);
              } else {
                done.accept(result);
              }
              if (!isBusy()) {
                listener.onSettled();
              }
              shared.pieceMemory().freed();
            });
  }
}
