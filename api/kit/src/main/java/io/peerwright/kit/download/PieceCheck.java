package io.peerwright.kit.download;

import io.peerwright.kit.files.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A content that is known by the SHA-1 of each of its pieces, as a torrent tells them (BEP 3).
 * Pieces at the ends that have bytes of other files, too, cannot be checked.
 */
public final class PieceCheck implements ContentCheck {

  private static final int HASH_BYTES = 20;
  private static final int READ_BYTES = 1 << 16;

  /**
   * Where a file of several lies between its neighbours.
   *
   * @param lead how many bytes of others are in its first piece before it
   * @param zeros how many zeros follow it in its last piece and nothing else; -1 if other bytes do
   */
  public record Border(long lead, long zeros) {

    /** It begins with its first piece and ends with its last one. */
    public static final Border NONE = new Border(0, 0);

    /** Checks the ranges. */
    public Border {
      if (lead < 0 || zeros < -1) {
        throw new IllegalArgumentException("lead must not be negative, zeros at least -1");
      }
    }
  }

  private final ContentCheck whole;
  private final String identity;
  private final long size;
  private final long pieceLength;
  private final byte[] hashes;
  private final Border border;

  /**
   * A check of pieces.
   *
   * @param whole what is known of the whole besides, compared in the end
   * @param identity one line that is the same for the same content only
   * @param hashes one after the other, 20 bytes each
   * @param border what else is in the first and the last piece
   * @throws IllegalArgumentException if they are not as many as there are pieces
   */
  public PieceCheck(
      ContentCheck whole,
      String identity,
      long size,
      long pieceLength,
      byte[] hashes,
      Border border) {
    long pieces = (border.lead + size + pieceLength - 1) / pieceLength;
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
    this.border = border;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public boolean isConclusive() {
    return border.lead == 0 && border.zeros >= 0 || whole.isConclusive();
  }

  @Override
  public long pieceLength() {
    return pieceLength;
  }

  @Override
  public long pieceLead() {
    return border.lead;
  }

  @Override
  public boolean canCheck(int piece) {
    return !isShared(piece);
  }

  private boolean isShared(int piece) {
    boolean isLast = piece == hashes.length / HASH_BYTES - 1;
    return piece == 0 && border.lead > 0 || isLast && border.zeros < 0;
  }

  @Override
  public boolean isRight(PartFile file, int piece) throws IOException {
    if (isShared(piece)) {
      return true;
    }
    MessageDigest digest = sha1();
    long end = Math.min(size, (piece + 1) * pieceLength - border.lead);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, pieceLength));
    for (long at = piece * pieceLength - border.lead; at < end; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      if (file.read(at, buffer) < 1) {
        return false;
      }
      digest.update(buffer.flip());
    }
    for (long left = end == size ? border.zeros : 0; left > 0; left--) {
      digest.update((byte) 0);
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
    if (whole.isConclusive()) {
      return whole.evidence() + ", and all pieces";
    }
    return isConclusive()
        ? "all pieces verified"
        : "pieces verified but for those at its ends, which hold bytes of other files, too";
  }
}
