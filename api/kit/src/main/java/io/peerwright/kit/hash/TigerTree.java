package io.peerwright.kit.hash;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree of Tiger hashes of a file (THEX, draft-jchapweske-thex-02): leaves of 1,024 bytes,
 * marked by a byte 0 before the data, and nodes, marked by a byte 1 before two hashes; one without
 * a neighbour goes up as it is. The root names the file, {@code urn:tree:tiger:}, and any row of
 * the tree that is checked against it verifies the parts of the file.
 *
 * <p>Taken in as it passes by, with one hash for each height of the tree; about as fast as SHA-1
 * without help of the processor.
 */
public final class TigerTree implements ContentDigest {

  /** The way to name content by it. */
  public static final Kind KIND =
      new Kind() {
        @Override
        public String namespace() {
          return Urn.TIGER_TREE;
        }

        @Override
        public ContentDigest start() {
          return new TigerTree();
        }
      };

  /** Of a leaf. */
  public static final int LEAF_BYTES = 1024;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private record Subtree(int height, byte[] hash) {}

  private final Tiger tiger = new Tiger();
  private final Tiger nodes = new Tiger();
  private final ArrayList<Subtree> subtrees = new ArrayList<>();
  private int inLeaf;
  private boolean any;

  /** Nothing taken yet. */
  public TigerTree() {
    tiger.update(LEAF);
  }

  @Override
  public void update(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      any = true;
      int take = Math.min(bytes.remaining(), LEAF_BYTES - inLeaf);
      ByteBuffer part = bytes.slice(bytes.position(), take);
      tiger.update(part);
      bytes.position(bytes.position() + take);
      inLeaf += take;
      if (inLeaf == LEAF_BYTES) {
        endLeaf();
      }
    }
  }

  private void endLeaf() {
    add(new Subtree(0, tiger.digest()));
    tiger.update(LEAF);
    inLeaf = 0;
  }

  private void add(Subtree subtree) {
    Subtree whole = subtree;
    while (!subtrees.isEmpty() && last().height == whole.height) {
      byte[] hash = node(nodes, removeLast().hash, whole.hash);
      whole = new Subtree(whole.height + 1, hash);
    }
    subtrees.add(whole);
  }

  private Subtree last() {
    return subtrees.get(subtrees.size() - 1);
  }

  private Subtree removeLast() {
    return subtrees.remove(subtrees.size() - 1);
  }

  private static byte[] node(Tiger tiger, byte[] left, byte[] right) {
    tiger.update(NODE);
    tiger.update(left);
    return tiger.digest(right);
  }

  @Override
  public Urn finish() {
    if (inLeaf > 0 || !any) {
      endLeaf();
    }
    byte[] root = removeLast().hash;
    while (!subtrees.isEmpty()) {
      root = node(nodes, removeLast().hash, root);
    }
    return Urn.ofHash(Urn.TIGER_TREE, root);
  }

  /** The row above a row. */
  static List<byte[]> above(List<byte[]> row) {
    List<byte[]> above = new ArrayList<>();
    Tiger tiger = new Tiger();
    for (int i = 0; i < row.size(); i += 2) {
      boolean alone = i + 1 == row.size();
      above.add(alone ? row.get(i) : node(tiger, row.get(i), row.get(i + 1)));
    }
    return above;
  }

  /**
   * The root above a row of a tree, to check the row that somebody has told.
   *
   * @param row the hashes of one height, of {@value Tiger#HASH_BYTES} bytes, from the left
   * @throws IllegalArgumentException if it is empty
   */
  public static Urn root(List<byte[]> row) {
    if (row.isEmpty()) {
      throw new IllegalArgumentException("a row of a tree has one hash at least");
    }
    List<byte[]> level = row;
    while (level.size() > 1) {
      level = above(level);
    }
    return Urn.ofHash(Urn.TIGER_TREE, level.get(0));
  }
}
