package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * The note of which pieces are in the files. A piece is appended when it has been written, so that
 * a kill at any moment costs at most the pieces that were not finished; a clean end appends a seal
 * over the state of the files, which makes the check of the next start needless.
 */
final class ResumeLog implements Closeable {

  private static final byte[] MAGIC = "PeerwrightPieces1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SEAL = -1;
  private static final int SEAL_BYTES = 12;

  private final Path file;
  private final InfoHash hash;
  private final FileChannel channel;
  private boolean sealed;

  private ResumeLog(Path file, InfoHash hash, FileChannel channel) {
    this.file = file;
    this.hash = hash;
    this.channel = channel;
  }

  /** What a log says: the pieces, and the seal if it is the last word, else 0. */
  record Content(BitSet pieces, long seal) {}

  /** Reads the log of a torrent; empty if there is none, or none that makes sense. */
  static Content read(Path file, InfoHash hash, int pieces) throws IOException {
    BitSet found = new BitSet();
    long seal = 0;
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new Content(found, 0);
    }
    ByteBuffer log = ByteBuffer.wrap(bytes);
    if (log.remaining() < MAGIC.length + InfoHash.BYTES
        || !log.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
        || !InfoHash.read(log.position(MAGIC.length)).equals(hash)) {
      return new Content(found, 0);
    }
    // What a kill has torn off at the end is left out.
    while (log.remaining() >= Integer.BYTES) {
      int piece = log.getInt();
      seal = 0;
      if (piece >= 0 && piece < pieces) {
        found.set(piece);
      } else if (piece == SEAL && log.remaining() >= Long.BYTES) {
        seal = log.getLong();
      } else {
        break;
      }
    }
    return new Content(found, seal);
  }

  /** Begins a new log that says what is here now, in the place of the old one. */
  static ResumeLog start(Path file, InfoHash hash, BitSet present) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    ByteBuffer bytes =
        ByteBuffer.allocate(MAGIC.length + InfoHash.BYTES + present.cardinality() * Integer.BYTES)
            .put(MAGIC)
            .put(hash.bytes());
    present.stream().forEach(bytes::putInt);
    Files.write(fresh, bytes.array());
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return new ResumeLog(file, hash, append(file));
  }

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  void add(int[] pieces) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(pieces.length * Integer.BYTES);
    for (int piece : pieces) {
      bytes.putInt(piece);
    }
    write(bytes.flip());
    sealed = sealed && pieces.length == 0;
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
