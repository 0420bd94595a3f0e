package io.peerwright.kit.download;

import io.peerwright.kit.files.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A content that is known by the SHA-1 of each of its pieces, as a torrent tells them (BEP 3). */
public final class PieceCheck implements ContentCheck {

  private static final int HASH_BYTES = 20;
  private static final int READ_BYTES = 1 << 16;

  private final ContentCheck whole;
  private final String identity;
  private final long size;
  private final long pieceLength;
  private final byte[] hashes;

  /**
   * A check of pieces.
   *
   * @param whole what is known of the whole besides, compared in the end
   * @param identity one line that is the same for the same content only
   * @param hashes one after the other, 20 bytes each
   * @throws IllegalArgumentException if they are not as many as there are pieces
   */
  public PieceCheck(
      ContentCheck whole, String identity, long size, long pieceLength, byte[] hashes) {
    long pieces = (size + pieceLength - 1) / pieceLength;
    if (hashes.length != pieces * HASH_BYTES) {
      throw new IllegalArgumentException(
          pieces
              + " pieces have "
              + pieces * HASH_BYTES
              + " bytes of hashes, not "
              + hashes.length);
    }
    this.whole = whole;
    this.identity = identity;
    this.size = size;
    this.pieceLength = pieceLength;
    this.hashes = hashes.clone();
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public boolean isConclusive() {
    return true;
  }

  @Override
  public long pieceLength() {
    return pieceLength;
  }

  @Override
  public boolean isRight(PartFile file, int piece) throws IOException {
    MessageDigest digest = sha1();
    long end = Math.min(size, (piece + 1) * pieceLength);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, pieceLength));
    for (long at = piece * pieceLength; at < end; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      if (file.read(at, buffer) < 1) {
        return false;
      }
      digest.update(buffer.flip());
    }
    int start = piece * HASH_BYTES;
    return Arrays.equals(digest.digest(), Arrays.copyOfRange(hashes, start, start + HASH_BYTES));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  @Override
  public @Nullable Mismatch checkWhole(PartFile file) throws IOException {
    return whole.checkWhole(file);
  }

  @Override
  public String evidence() {
    return whole.isConclusive() ? whole.evidence() + ", and all pieces" : "all pieces verified";
  }
}
