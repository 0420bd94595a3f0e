package io.peerwright.kit.hash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tree of SHA-256 hashes of a file in a torrent of version 2 (BEP 52): leaves of 16 KiB, and as
 * many hashes of zeros behind them as make their number a power of two. A row of it, one hash for
 * each piece, is checked against the root, and with the hashes beside its way up a leaf is.
 */
public final class Sha256Tree {

  /** Of a leaf. */
  public static final int LEAF_BYTES = 16_384;

  /** Of a hash. */
  public static final int HASH_BYTES = 32;

  private final MessageDigest sha256 = sha256();
  private final List<byte[]> leaves = new ArrayList<>();
  private int inLeaf;

  /** Nothing taken yet. */
  public Sha256Tree() {}

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Takes the next bytes of the file; the buffer's position moves to its limit. */
  public void update(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int take = Math.min(bytes.remaining(), LEAF_BYTES - inLeaf);
      sha256.update(bytes.slice(bytes.position(), take));
      bytes.position(bytes.position() + take);
      inLeaf += take;
      if (inLeaf == LEAF_BYTES) {
        endLeaf();
      }
    }
  }

  private void endLeaf() {
    leaves.add(sha256.digest());
    inLeaf = 0;
  }

  /**
   * The row of the tree above pieces, when all has been taken: {@code piece layers} of a torrent.
   *
   * @param pieceBytes a power of two, at least {@value #LEAF_BYTES}
   * @return as many as there are pieces; none if the file has no bytes
   */
  public List<byte[]> pieces(int pieceBytes) {
    if (pieceBytes < LEAF_BYTES || Integer.bitCount(pieceBytes) != 1) {
      throw new IllegalArgumentException(
          "a piece has a power of two of bytes, at least " + LEAF_BYTES + ", not " + pieceBytes);
    }
    List<byte[]> row = ended();
    byte[] padding = new byte[HASH_BYTES];
    for (int covered = LEAF_BYTES; covered < pieceBytes; covered *= 2) {
      row = above(row, padding);
      padding = node(padding, padding);
    }
    return row;
  }

  private List<byte[]> ended() {
    if (inLeaf > 0) {
      endLeaf();
    }
    return List.copyOf(leaves);
  }

  /**
   * The root, when all has been taken: {@code pieces root} of a file, which has one byte at least.
   */
  public byte[] root() {
    return root(ended(), LEAF_BYTES);
  }

  /**
   * The root above a row, to check the row that somebody has told.
   *
   * @param row one hash at least
   * @param covered how many bytes of the file each of them covers, a power of two
   * @throws IllegalArgumentException if the row is empty
   */
  public static byte[] root(List<byte[]> row, int covered) {
    if (row.isEmpty()) {
      throw new IllegalArgumentException("a row of a tree has one hash at least");
    }
    byte[] padding = new byte[HASH_BYTES];
    for (int bytes = LEAF_BYTES; bytes < covered; bytes *= 2) {
      padding = node(padding, padding);
    }
    List<byte[]> level = row;
    while (level.size() > 1) {
      level = above(level, padding);
      padding = node(padding, padding);
    }
    return level.get(0);
  }

  /**
   * Whether a hash is where it is said to be below a root.
   *
   * @param number of the hash in its row, from 0
   * @param beside the hashes beside its way up, the lowest first
   */
  public static boolean isBelow(byte[] root, byte[] hash, int number, List<byte[]> beside) {
    byte[] up = hash;
    int at = number;
    for (byte[] other : beside) {
      up = (at & 1) == 0 ? node(up, other) : node(other, up);
      at >>= 1;
    }
    return at == 0 && Arrays.equals(root, up);
  }

  private static List<byte[]> above(List<byte[]> row, byte[] padding) {
    List<byte[]> above = new ArrayList<>();
    for (int i = 0; i < row.size(); i += 2) {
      above.add(node(row.get(i), i + 1 < row.size() ? row.get(i + 1) : padding));
    }
    return above;
  }

  private static byte[] node(byte[] left, byte[] right) {
    MessageDigest sha256 = sha256();
    sha256.update(left);
    return sha256.digest(right);
  }
}
