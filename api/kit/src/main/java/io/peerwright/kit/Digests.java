package io.peerwright.kit;

import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The digests that need nothing but the JDK. */
public final class Digests {

  /** How much of a file the MD5 of Napster's clients covers: so much, not the 300,000 of some. */
  public static final int NAPSTER_MD5_BYTES = 299_008;

  /** SHA-1 over all, the one that Gnutella's HUGE writes. */
  public static final ContentDigest.Kind SHA1 = new Plain(Urn.SHA1, "SHA-1", Long.MAX_VALUE);

  /**
   * MD5 over the first 299,008 bytes, in hexadecimal (opennap's napster.txt, section 3). A check
   * against mix-ups and damage at the head of a file; says nothing about the rest.
   */
  public static final ContentDigest.Kind NAPSTER_MD5 =
      new Plain("napster-md5", "MD5", NAPSTER_MD5_BYTES);

  private Digests() {}

  /** The names of a content that is in memory, one for each kind. */
  public static Set<Urn> of(byte[] content, List<ContentDigest.Kind> kinds) {
    Set<Urn> urns = new TreeSet<>();
    for (ContentDigest.Kind kind : kinds) {
      ContentDigest digest = kind.start();
      digest.update(ByteBuffer.wrap(content));
      urns.add(digest.finish());
    }
    return urns;
  }

  private record Plain(String namespace, String algorithm, long covers)
      implements ContentDigest.Kind {

    @Override
    public ContentDigest start() {
      try {
        return new Running(this, MessageDigest.getInstance(algorithm));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has " + algorithm, e);
      }
    }
  }

  private static final class Running implements ContentDigest {

    private final Plain kind;
    private final MessageDigest digest;
    private long left;

    Running(Plain kind, MessageDigest digest) {
      this.kind = kind;
      this.digest = digest;
      this.left = kind.covers;
    }

    @Override
    public void update(ByteBuffer bytes) {
      int end = bytes.limit();
      int take = (int) Math.min(left, bytes.remaining());
      bytes.limit(bytes.position() + take);
      digest.update(bytes);
      bytes.limit(end).position(end);
      left -= take;
    }

    @Override
    public Urn finish() {
      return Urn.ofHash(kind.namespace, digest.digest());
    }
  }
}
