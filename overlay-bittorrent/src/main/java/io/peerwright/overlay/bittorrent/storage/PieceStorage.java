package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * Holds the content of one torrent as one run of bytes. All methods block, so they are called in
 * {@link io.peerwright.api.Loop#offload}; reads and writes of different ranges may go on at the
 * same time.
 */
public interface PieceStorage extends Closeable {

  /** Makes the storage of a torrent; blocks. */
  @FunctionalInterface
  interface Factory {

    /** Opens it; creates nothing. */
    PieceStorage open(Info info) throws IOException;
  }

  /**
   * What was found when it was opened.
   *
   * @param pieces that were here, as far as a note says so
   * @param trusted nothing has changed since the note was written: the pieces need no check
   */
  record Found(BitSet pieces, boolean trusted) {}

  /** Looks at what is here already. */
  Found find() throws IOException;

  /** Trusts no note any more: the next one that is opened has to check all that it finds. */
  default void distrust() throws IOException {}

  /** Writes all of {@code source} at {@code offset}. */
  void write(long offset, ByteBuffer source) throws IOException;

  /**
   * Fills {@code target} from {@code offset} on.
   *
   * @return false if not all of it is here
   */
  boolean read(long offset, ByteBuffer target) throws IOException;

  /**
   * To be called after a piece has been read, before what was read is trusted.
   *
   * @throws UnreadableException if a file of it was changed since its pieces were verified
   */
  default void vouch(int piece) throws IOException {}

  /** A file that was changed is taken as it is now: its pieces are about to be verified again. */
  default void reconsider(int file) {}

  /**
   * Pieces have been verified, or {@code present} is the first state after a check. Files that are
   * complete get their final names.
   *
   * @param added the pieces that are new, each noted for a restart
   * @param present all pieces that are here, these included; not kept
   */
  void verified(int[] added, BitSet present) throws IOException;

  /**
   * After a check of what was here: good pieces are used from now on, wherever they are.
   *
   * @param present those that are good
   * @param unreadable those of which the disk did not tell; they stay where they are
   */
  void checked(BitSet present, BitSet unreadable) throws IOException;

  /** What users should know of their files, each told once; to be asked after the other calls. */
  default List<Notice> notices() {
    return List.of();
  }

  /** Brings everything to disk, and notes that it is; the storage can still be used. */
  void sync() throws IOException;

  /** Lets go of all files. */
  @Override
  void close() throws IOException;
}
