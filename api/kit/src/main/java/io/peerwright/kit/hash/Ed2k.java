package io.peerwright.kit.hash;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash of eDonkey: MD4 of the MD4 hashes of parts of {@value #PART_BYTES} bytes; of a file that
 * is one part, the hash of that part itself.
 *
 * <p>There are two conventions for files of a whole number of parts. eDonkey and eMule end them
 * with one more part of no bytes ({@link #KIND}, which the network uses); other programs do not
 * ({@link #WITHOUT_END}, which stands in many databases of hashes). Of all other files both are
 * equal; a file of no bytes has the MD4 of nothing in both.
 */
public final class Ed2k implements ContentDigest {

  /** Of a part, as verified and shared by itself. */
  public static final int PART_BYTES = 9_728_000;

  /** As eDonkey and eMule have it. */
  public static final Kind KIND = new Convention(true);

  /** Without the last part of no bytes. */
  public static final Kind WITHOUT_END = new Convention(false);

  private record Convention(boolean end) implements Kind {

    @Override
    public String namespace() {
      return Urn.ED2K;
    }

    @Override
    public ContentDigest start() {
      return new Ed2k(end);
    }
  }

  private final boolean end;
  private final Md4 part = new Md4();
  private final List<byte[]> parts = new ArrayList<>();
  private int inPart;

  /**
   * Nothing taken yet.
   *
   * @param end whether a part of no bytes follows a whole number of parts
   */
  public Ed2k(boolean end) {
    this.end = end;
  }

  @Override
  public void update(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int take = Math.min(bytes.remaining(), PART_BYTES - inPart);
      part.update(bytes.slice(bytes.position(), take));
      bytes.position(bytes.position() + take);
      inPart += take;
      if (inPart == PART_BYTES) {
        parts.add(part.digest());
        inPart = 0;
      }
    }
  }

  @Override
  public Urn finish() {
    if (inPart > 0 || parts.isEmpty() || end) {
      parts.add(part.digest());
    }
    return name(parts);
  }

  /** The hashes of the parts, once finished: what peers send each other to verify parts. */
  public List<byte[]> parts() {
    return List.copyOf(parts);
  }

  /**
   * The name of a file with these parts, to check those that somebody has told.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Urn name(List<byte[]> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a file has one part at least");
    }
    byte[] hash = parts.get(0);
    if (parts.size() > 1) {
      Md4 all = new Md4();
      parts.forEach(all::update);
      hash = all.digest();
    }
    return Urn.ofHash(Urn.ED2K, hash);
  }
}
