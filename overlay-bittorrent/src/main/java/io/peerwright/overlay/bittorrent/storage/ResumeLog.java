package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.DurableFiles;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The note of which pieces are in the files, and which files that are not complete are ours. A
 * piece is appended when it has been written, so that a kill at any moment costs at most the pieces
 * that were not finished; such a note is a hint, and its pieces are checked. A clean end forces
 * everything and then appends a seal over the state of the files, which alone vouches for them and
 * makes the check of the next start needless.
 */
final class ResumeLog implements Closeable {

  private static final byte[] MAGIC = "PeerwrightPieces2\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SEAL = -1;
  private static final int SEAL_BYTES = 12;
  private static final int WORKING = -2;
  private static final int WORKING_BYTES = 20;
  private static final int UNSEALED = -3;
  private static final long MAX_BYTES = 1L << 30;

  private final Path file;
  private final InfoHash hash;
  private final FileChannel channel;
  private boolean sealed;

  private ResumeLog(Path file, InfoHash hash, FileChannel channel) {
    this.file = file;
    this.hash = hash;
    this.channel = channel;
  }

  /**
   * A file that is not complete and that we have made.
   *
   * @param number of its name, see {@link Layout#part}
   * @param identity of it on its disk; 0 if the system does not tell
   */
  record Working(int number, long identity) {}

  /** What a log says: the pieces, our files, and the seal if it is the last word, else 0. */
  record Content(BitSet pieces, Map<Integer, Working> working, long seal) {}

  /** Reads the log of a torrent; empty if there is none, or none that makes sense. */
  static Content read(Path file, InfoHash hash, int pieces, int files) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.size(file) > MAX_BYTES ? new byte[0] : Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      bytes = new byte[0];
    }
    return parse(ByteBuffer.wrap(bytes), hash, pieces, files);
  }

  static Content parse(ByteBuffer log, InfoHash hash, int pieces, int files) {
    Content found = new Content(new BitSet(), new LinkedHashMap<>(), 0);
    if (log.remaining() < MAGIC.length + InfoHash.BYTES
        || !log.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
        || !InfoHash.read(log.position(MAGIC.length)).equals(hash)) {
      return found;
    }
    long seal = 0;
    // What a kill has torn off at the end is left out.
    while (log.remaining() >= Integer.BYTES) {
      int record = log.getInt();
      seal = 0;
      if (record >= 0 && record < pieces) {
        found.pieces.set(record);
      } else if (record == SEAL && log.remaining() >= SEAL_BYTES - Integer.BYTES) {
        seal = log.getLong();
      } else if (record == WORKING && log.remaining() >= WORKING_BYTES - Integer.BYTES) {
        int index = log.getInt();
        Working working = new Working(log.getInt(), log.getLong());
        if (index < 0 || index >= files || working.number < 1) {
          break;
        }
        found.working.put(index, working);
      } else if (record != UNSEALED) {
        break;
      }
    }
    return new Content(found.pieces, found.working, seal);
  }

  /** Begins a new log that says what is here now, in the place of the old one. */
  static ResumeLog start(Path file, InfoHash hash, BitSet present, Map<Integer, Working> working)
      throws IOException {
    DurableFiles.createFolders(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    ByteBuffer bytes =
        ByteBuffer.allocate(
                MAGIC.length
                    + InfoHash.BYTES
                    + present.cardinality() * Integer.BYTES
                    + working.size() * WORKING_BYTES)
            .put(MAGIC)
            .put(hash.bytes());
    working.forEach((index, each) -> put(bytes, index, each));
    present.stream().forEach(bytes::putInt);
    DurableFiles.replace(file, bytes.flip());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    return new ResumeLog(file, hash, channel);
  }

  private static ByteBuffer put(ByteBuffer bytes, int index, Working working) {
    return bytes.putInt(WORKING).putInt(index).putInt(working.number).putLong(working.identity);
  }

  void add(int[] pieces) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(pieces.length * Integer.BYTES);
    for (int piece : pieces) {
      bytes.putInt(piece);
    }
    sealed = sealed && pieces.length == 0;
    write(bytes.flip());
  }

  /**
   * Notes that a file is ours. On the disk when this returns, so that after a loss of power a file
   * of which it is not noted has nothing in it.
   */
  void add(int index, Working working) throws IOException {
    sealed = false;
    write(put(ByteBuffer.allocate(WORKING_BYTES), index, working).flip());
    channel.force(false);
  }

  /** The next start is to check what is noted. */
  void unseal() throws IOException {
    sealed = false;
    write(ByteBuffer.allocate(Integer.BYTES).putInt(UNSEALED).flip());
    channel.force(false);
  }

  /** Says that everything is on the disk, and how the files look. */
  void seal(long state) throws IOException {
    if (!sealed) {
      write(ByteBuffer.allocate(SEAL_BYTES).putInt(SEAL).putLong(state).flip());
      channel.force(true);
      sealed = true;
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return hash + " in " + file;
  }
}
