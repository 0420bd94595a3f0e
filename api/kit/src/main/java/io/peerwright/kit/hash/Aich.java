package io.peerwright.kit.hash;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * eMule's tree of SHA-1 hashes (AICH), by which blocks of 180 KiB within a part are verified: the
 * parts of {@link Ed2k#PART_BYTES} are the leaves of an upper tree, and each has a tree of its
 * blocks below it. A node is the hash of its two children. Where their number is odd, a left child
 * has the larger half, and a right child the smaller one.
 */
public final class Aich implements ContentDigest {

  /** The namespace of its names; the value is in Base32, upper case. */
  public static final String NAMESPACE = "aich";

  /** The way to name content by it. */
  public static final Kind KIND =
      new Kind() {
        @Override
        public String namespace() {
          return NAMESPACE;
        }

        @Override
        public ContentDigest start() {
          return new Aich();
        }
      };

  /** Of a block, the least that is verified. */
  public static final int BLOCK_BYTES = 184_320;

  private final MessageDigest sha1 = sha1();
  private final List<byte[]> blocks = new ArrayList<>();
  private int inBlock;
  private int inPart;
  private long length;

  /** Nothing taken yet. */
  public Aich() {}

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  @Override
  public void update(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int room = Math.min(BLOCK_BYTES - inBlock, Ed2k.PART_BYTES - inPart);
      int take = Math.min(bytes.remaining(), room);
      sha1.update(bytes.slice(bytes.position(), take));
      bytes.position(bytes.position() + take);
      inBlock += take;
      inPart += take;
      length += take;
      if (take == room) {
        endBlock();
      }
    }
  }

  private void endBlock() {
    blocks.add(sha1.digest());
    inBlock = 0;
    inPart = inPart == Ed2k.PART_BYTES ? 0 : inPart;
  }

  @Override
  public Urn finish() {
    if (inBlock > 0 || blocks.isEmpty()) {
      endBlock();
    }
    byte[] root = node(new int[] {0}, length, true);
    return new Urn(NAMESPACE, Urn.ofHash(Urn.SHA1, root).value());
  }

  /**
   * The hash above the next blocks.
   *
   * @param next the number of the first of them, and behind them when this returns
   */
  private byte[] node(int[] next, long bytes, boolean left) {
    long unit = bytes > Ed2k.PART_BYTES ? Ed2k.PART_BYTES : BLOCK_BYTES;
    if (bytes <= BLOCK_BYTES) {
      return blocks.get(next[0]++);
    }
    long units = (bytes + unit - 1) / unit;
    long leftBytes = (left ? units + 1 : units) / 2 * unit;
    byte[] one = node(next, leftBytes, true);
    byte[] other = node(next, bytes - leftBytes, false);
    sha1.update(one);
    return sha1.digest(other);
  }
}
