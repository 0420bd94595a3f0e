package io.peerwright.api.sketches;

import io.peerwright.api.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Consumer;

/**
 * The pieces of one file on disk, verified before they are written.
 *
 * <p>Shows how blocking work leaves the loop: it takes copies with it, touches no state of the peer
 * and comes back as a callback. The path comes from {@link Host#directory()}, so that the same code
 * writes to a disk or to the memory of a simulation.
 */
final class PieceStore {

  static final int PIECE_BYTES = 16 * 1024;
  private static final long MODELLED_NANOS = 100_000;

  private final Host host;
  private final Path file;
  private final List<byte[]> sha1;

  PieceStore(Host host, String name, List<byte[]> sha1) {
    this.host = host;
    this.file = host.directory().resolve(name);
    this.sha1 = sha1;
  }

  int pieces() {
    return sha1.size();
  }

  /** Writes a piece if it is the right one; {@code done} hears whether it is on disk. */
  void write(int piece, byte[] bytes, Consumer<Boolean> done) {
    host.loop()
        .offload(
            () -> isPiece(piece, bytes) && store(piece, bytes),
            MODELLED_NANOS,
            (stored, failure) -> done.accept(failure == null && stored));
  }

  /** Reads a piece; {@code done} hears of it only if that worked. */
  void read(int piece, Consumer<ByteBuffer> done) {
    host.loop()
        .offload(
            () -> load(piece),
            MODELLED_NANOS,
            (bytes, failure) -> {
              if (failure == null) {
                done.accept(bytes);
              }
            });
  }

  private boolean isPiece(int piece, byte[] bytes) throws Exception {
    return MessageDigest.isEqual(MessageDigest.getInstance("SHA-1").digest(bytes), sha1.get(piece));
  }

  private boolean store(int piece, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      return channel.write(ByteBuffer.wrap(bytes), (long) piece * PIECE_BYTES) == bytes.length;
    }
  }

  private ByteBuffer load(int piece) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(PIECE_BYTES);
      channel.read(bytes, (long) piece * PIECE_BYTES);
      return bytes.flip();
    }
  }
}
